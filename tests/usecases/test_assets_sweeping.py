"""What is swept away, and when."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import Settings
from models import clock
from models.asset import ERROR, PROCESSING, READY, WAITING_UPLOAD, Asset, Caption
from models.broadcast import Take
from models.content import FINISHED, STARTED, Content
from models.shop import Shop
from tests import builders
from usecases.sweeping import sweep

DAY = timedelta(days=1)


def laid(settings: Settings, key: str, moment: datetime) -> Path:
    """Lay a folder with a file, as old as `moment`."""
    folder = settings.data / "files" / key
    folder.mkdir(parents=True)
    (folder / "file").write_text("x")
    os.utime(folder, (moment.timestamp(), moment.timestamp()))
    return folder


@pytest.mark.parametrize(
    ("key", "facts", "stays"),
    [
        pytest.param("media/videos/{}", {"state": READY, "playing": True}, True, id="it plays"),
        pytest.param("media/videos/{}", {"state": READY, "playing": False}, False, id="replaced"),
        pytest.param("media/videos/{}", {"state": ERROR}, False, id="of a failed film"),
        pytest.param("uploads/{}", {"state": PROCESSING}, True, id="a source in work"),
        pytest.param("uploads/{}", {"state": WAITING_UPLOAD}, False, id="an abandoned upload"),
        pytest.param("uploads/{}", {"state": READY, "playing": True}, False, id="a used source"),
        pytest.param("work/token", {"state": PROCESSING, "claim": "a/1/token"}, True, id="at work"),
        pytest.param("work/token", {"state": PROCESSING}, False, id="a dead worker's folder"),
    ],
)
def test_files_are_swept_a_day_after_their_last_use(
    key: str,
    facts: dict[str, object],
    stays: bool,
    alice: Shop,
    settings: Settings,
    noon: datetime,
) -> None:
    asset = builders.an_asset(builders.a_video(alice, ready=False), **{"playing": False, **facts})
    folder = laid(settings, key.format(asset.uid), noon)
    sweep()
    with clock.frozen(noon + DAY):
        sweep()
    assert folder.exists()
    with clock.frozen(noon + DAY + timedelta(seconds=1)):
        sweep()
    assert folder.exists() == stays


def test_files_without_a_record_are_swept(alice: Shop, settings: Settings, noon: datetime) -> None:
    lost = [laid(settings, f"{each}/unknown", noon) for each in ("uploads", "media/videos")]
    with clock.frozen(noon + DAY + timedelta(seconds=1)):
        sweep()
    assert not any(each.exists() for each in lost)


def test_the_record_of_a_replaced_film_goes_with_its_files(alice: Shop, noon: datetime) -> None:
    video = builders.a_video(alice)
    builders.an_asset(video, playing=False)
    sweep()
    assert Asset.select().count() == 2
    with clock.frozen(noon + DAY + timedelta(seconds=1)):
        sweep()
    assert [each.playing for each in Asset.select()] == [True]


def test_captions_in_use_stay(alice: Shop, settings: Settings, noon: datetime) -> None:
    used, unused = (laid(settings, f"media/captions/{each}", noon) for each in ("a.vtt", "b.vtt"))
    facts = {"language": "en", "label": "English", "file": "media/captions/a.vtt"}
    Caption.create(content=builders.a_video(alice), **facts)
    with clock.frozen(noon + DAY + timedelta(seconds=1)):
        sweep()
    assert (used.exists(), unused.exists()) == (True, False)


def test_pictures_of_others_are_left_alone(settings: Settings, alice: Shop, noon: datetime) -> None:
    other = laid(settings, "media/pictures/unknown", noon)
    with clock.frozen(noon + 30 * DAY):
        sweep()
    assert other.exists()


@pytest.fixture
def show(alice: Shop, noon: datetime) -> Content:
    """A live that was on air."""
    return builders.a_live(alice, started_at=noon, state=FINISHED)


def took(show: Content, settings: Settings, moment: datetime, **facts: object) -> Path:
    """A take with its files."""
    take = Take.create(content=show, via="rtmp", folder="", **facts)
    return laid(settings, f"media/lives/{show.uid}/{take.uid}", moment)


@pytest.mark.parametrize(
    ("state", "replay", "stays"),
    [
        pytest.param(FINISHED, {"state": READY, "playing": True}, False, id="its replay plays"),
        pytest.param(FINISHED, {"state": PROCESSING, "playing": False}, True, id="being prepared"),
        pytest.param(FINISHED, {"state": ERROR, "playing": False}, True, id="its replay failed"),
        pytest.param(STARTED, {"state": READY, "playing": True}, True, id="it was restarted"),
    ],
)
def test_takes_are_kept_until_their_replay_has_played_for_a_day(
    state: str,
    replay: dict[str, object],
    stays: bool,
    show: Content,
    settings: Settings,
    noon: datetime,
) -> None:
    take = took(show, settings, noon, began_at=noon, ended_at=noon + timedelta(minutes=1))
    os.utime(take.parent, (noon.timestamp(), noon.timestamp()))
    Content.update(state=state).execute()
    builders.an_asset(show, **replay)
    sweep()
    assert take.exists()
    with clock.frozen(noon + DAY + timedelta(seconds=1)):
        sweep()
    assert take.exists() == stays


def test_a_take_that_is_in_no_replay_is_kept(
    show: Content, settings: Settings, noon: datetime
) -> None:
    builders.an_asset(show, state=READY, playing=True)
    with clock.frozen(noon + timedelta(hours=1)):
        take = took(show, settings, noon, began_at=clock.now(), ended_at=clock.now())
    os.utime(take.parent, (noon.timestamp(), noon.timestamp()))
    with clock.frozen(noon + 2 * DAY):
        sweep()
    assert take.exists()


def test_the_files_of_a_removed_live_are_swept(
    show: Content, settings: Settings, noon: datetime
) -> None:
    take = took(show, settings, noon, began_at=noon)
    os.utime(take.parent, (noon.timestamp(), noon.timestamp()))
    show.delete_instance()
    with clock.frozen(noon + 2 * DAY):
        sweep()
    assert not take.parent.exists()


def test_of_a_live_that_goes_on_only_rehearsals_are_swept(
    show: Content, settings: Settings, noon: datetime
) -> None:
    Content.update(state=STARTED).execute()
    minute = timedelta(minutes=1)
    rehearsal = took(show, settings, noon, began_at=noon - 2 * minute, ended_at=noon - minute)
    empty = took(show, settings, noon, ended_at=noon + minute)
    shown = took(show, settings, noon, began_at=noon, ended_at=noon + minute)
    sent = took(show, settings, noon, began_at=noon + minute)
    (shown.parent / "live.m3u8").write_text("#EXTM3U")
    with clock.frozen(noon + 2 * DAY):
        sweep()
    assert [each.exists() for each in (rehearsal, empty, shown, sent)] == [
        False,
        False,
        True,
        True,
    ]
    assert (shown.parent / "live.m3u8").exists()
