"""What is swept away, and when."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app import Settings
from models import clock
from models.asset import ERROR, PROCESSING, READY, WAITING_UPLOAD, Asset, Caption
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
