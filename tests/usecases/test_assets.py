"""What becomes of a file between its upload and the moment it plays."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest
from flask import Flask

from app import Settings
from gateways.queue import Queue, waiting_queue
from gateways.storage import files
from models import clock
from models.asset import ERROR, PROCESSING, READY, WAITING_UPLOAD, Asset
from models.content import FINISHED, Content
from models.database import connected
from models.shop import Shop
from tests import builders
from tests.films import broken, film
from tests.halting import LADDER, LAST, Halting, meanwhile
from usecases import assets, changes, claims, uploads, videos

Halts = Callable[[str], Halting]
SECRET = "a secret of the tests"
SOON = timedelta(seconds=1)


@pytest.fixture
def queue() -> Queue:
    return waiting_queue()


@pytest.fixture
def video(alice: Shop) -> Content:
    return builders.a_video(alice, ready=False)


def sent(video: Content, content: bytes | None = None) -> Asset:
    """Send a file for the video."""
    url, _ = uploads.upload_link(video, "https://vitrine.example", SECRET)
    asset = uploads.find_upload(url.rpartition("/")[2], SECRET)
    body = film() if content is None else content
    return uploads.receive(asset, io.BytesIO(body), uploads.Piece(length=len(body)))


def configured(ffmpeg: str) -> None:
    assets.configure(ffmpeg=ffmpeg, upload_limit=10_000_000, longest_ms=60_000)


@pytest.fixture
def halting(app: Flask, tmp_path: Path) -> Iterator[Halts]:
    """Prepare with an ffmpeg that halts before a command, known by a word in it."""
    made: list[Halting] = []

    def halt(word: str) -> Halting:
        made.append(Halting(tmp_path, word))
        configured(str(made[0].program))
        return made[0]

    yield halt
    for each in made:
        each.close()


def again(asset: Asset) -> Asset:
    """Read the asset anew."""
    return Asset.get_by_id(asset.id)


def on_disk(settings: Settings, place: str) -> list[str]:
    folder = settings.data / "files" / place
    return sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []


def test_a_sent_film_plays_once_it_is_prepared(
    video: Content, queue: Queue, settings: Settings
) -> None:
    asset = sent(video)
    assert (asset.state, asset.playing) == (PROCESSING, False)
    assert on_disk(settings, "media/videos") == []
    queue.drain()
    asset = again(asset)
    assert (asset.state, asset.playing, asset.progress) == (READY, True, 1.0)
    assert (asset.width, asset.height) == (160, 90)
    assert asset.duration_ms == pytest.approx(1000, abs=150)
    published = Path(settings.data / "files" / str(asset.folder))
    posters = [each["file"] for each in asset.files["posters"]]
    for name in ("hls", "mp4", "preview", "storyboard"):
        assert (published / asset.files[name]).stat().st_size > 0
    assert posters
    assert all((published / each).exists() for each in posters)
    assert {each["type"] for each in asset.files["posters"]} == {"image/webp", "image/jpeg"}


def test_viewers_of_a_finished_live_are_told_that_its_replay_plays(
    alice: Shop, queue: Queue
) -> None:
    live = builders.a_live(alice, state=FINISHED)
    asset = sent(live)
    queue.drain()
    [told] = [orjson.loads(each.body) for each in changes.since(live.id, 0)]
    assert told["state"] == FINISHED
    assert told["playback_url"].endswith(f"media/videos/{asset.uid}/master.m3u8")


def test_nothing_but_what_plays_is_kept(video: Content, queue: Queue, settings: Settings) -> None:
    asset = sent(video)
    queue.drain()
    assert on_disk(settings, "uploads") == on_disk(settings, "work") == []
    assert on_disk(settings, "media/videos") == [asset.uid]
    assert again(asset).source is None


def test_a_broken_film_ends_with_a_sentence_and_leaves_nothing(
    video: Content, queue: Queue, settings: Settings
) -> None:
    asset = sent(video, broken())
    queue.drain()
    asset = again(asset)
    assert (asset.state, asset.attempts) == (ERROR, 1)
    assert asset.reason == (
        "This video is incomplete: the end of the file is missing. Send it again."
    )
    for place in ("uploads", "work", "media/videos"):
        assert on_disk(settings, place) == []


def test_a_new_film_replaces_the_former_only_when_it_is_ready(video: Content, queue: Queue) -> None:
    first = sent(video)
    queue.drain()
    second = sent(video)
    assert again(first).playing
    queue.drain()
    assert (again(first).playing, again(second).playing) == (False, True)
    assert again(first).state == READY


def test_a_broken_new_film_leaves_the_former_playing(video: Content, queue: Queue) -> None:
    first = sent(video)
    queue.drain()
    second = sent(video, broken())
    queue.drain()
    assert (again(first).playing, again(second).state) == (True, ERROR)


def test_the_film_sent_last_plays_even_if_it_is_ready_first(video: Content) -> None:
    first, second = sent(video), sent(video)
    assets.prepare(second.uid)
    assets.prepare(first.uid)
    assert (again(first).playing, again(second).playing) == (False, True)


# What preparing and resuming make of an asset in each state; only a processing one is touched.
@pytest.mark.parametrize(
    ("state", "after"),
    [
        pytest.param(WAITING_UPLOAD, WAITING_UPLOAD, id="waiting stays waiting"),
        pytest.param(PROCESSING, READY, id="processing becomes ready"),
        pytest.param(READY, READY, id="ready stays ready"),
        pytest.param(ERROR, ERROR, id="an error stays an error"),
    ],
)
def test_preparing_moves_an_asset_from_processing_alone(
    state: str, after: str, video: Content, settings: Settings
) -> None:
    asset = sent(video)
    Asset.update(state=state).where(Asset.id == asset.id).execute()
    assets.prepare(asset.uid)
    assets.prepare(asset.uid)
    assert again(asset).state == after
    assert (on_disk(settings, "media/videos") != []) == (state == PROCESSING)


def test_two_workers_with_the_same_film_prepare_it_once(video: Content, settings: Settings) -> None:
    asset = sent(video)
    start = threading.Barrier(3)

    def worker() -> None:
        start.wait()
        assets.prepare(asset.uid)

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for each in workers:
        each.start()
    start.wait()
    for each in workers:
        each.join()
    asset = again(asset)
    assert (asset.state, asset.attempts, asset.playing) == (READY, 1, True)
    assert on_disk(settings, "media/videos") == [asset.uid]


def test_a_worker_that_lost_its_claim_publishes_nothing(
    video: Content, settings: Settings, halting: Halts
) -> None:
    asset = sent(video)

    def overtake() -> None:
        Asset.update(claim="elsewhere/1/other").where(Asset.id == asset.id).execute()

    meanwhile(halting(LAST), lambda: assets.prepare(asset.uid), overtake)
    assert (again(asset).state, again(asset).claim) == (PROCESSING, "elsewhere/1/other")
    assert on_disk(settings, "media/videos") == on_disk(settings, "work") == []


@pytest.mark.parametrize("moment", [LADDER, LAST], ids=["in the middle", "just before it is done"])
def test_a_video_removed_while_it_is_prepared_leaves_no_files(
    moment: str, alice: Shop, video: Content, settings: Settings, halting: Halts
) -> None:
    asset = sent(video)
    meanwhile(
        halting(moment),
        lambda: assets.prepare(asset.uid),
        lambda: videos.remove(alice, video.uid),
    )
    assert Asset.select().count() == 0
    for place in ("uploads", "work", "media/videos"):
        assert on_disk(settings, place) == []


def test_progress_is_written_at_most_once_a_second(video: Content, noon: datetime) -> None:
    asset = sent(video)
    claim = claims.take(asset.uid)
    assert claim is not None
    tell = assets._teller(asset, claim)
    seen = []
    for after, fraction in ((0.0, 0.1), (0.9, 0.2), (1.1, 0.3), (1.9, 0.4), (2.2, 0.5)):
        with clock.frozen(noon + timedelta(seconds=after)):
            tell(fraction)
        seen.append(again(asset).progress)
    assert seen == [0.0, 0.0, 0.3, 0.3, 0.5]


def test_a_fault_of_ours_is_tried_three_times_and_then_told(
    video: Content, queue: Queue, noon: datetime, settings: Settings
) -> None:
    asset = sent(video)
    configured("/nowhere/ffmpeg")
    queue.drain()
    states = [again(asset).state]
    for minute in (1, 2, 3):
        with clock.frozen(noon + timedelta(minutes=minute) + SOON * minute):
            assets.resume()
            queue.drain()
            states.append(again(asset).state)
    assert states == [PROCESSING, PROCESSING, ERROR, ERROR]
    assert again(asset).reason == ("The server cannot prepare videos yet: ffmpeg is not installed.")
    assert on_disk(settings, "uploads") == []


def test_a_fault_of_ours_rests_before_the_next_attempt(
    video: Content, queue: Queue, noon: datetime
) -> None:
    asset = sent(video)
    configured("/nowhere/ffmpeg")
    queue.drain()
    with clock.frozen(noon + timedelta(seconds=50)):
        assets.resume()
    assert (queue.drain(), again(asset).attempts) == (0, 1)


def test_an_unexpected_failure_asks_to_send_again_after_its_attempts(
    video: Content, queue: Queue
) -> None:
    asset = sent(video)
    files().remove(str(asset.source))
    Asset.update(attempts=assets.ATTEMPTS - 1).where(Asset.id == asset.id).execute()
    queue.drain()
    assert (again(asset).state, again(asset).reason) == (ERROR, assets.TRY_AGAIN)


HERE = claims._host()
GONE = 2**22 + 1  # more than the largest process number


@pytest.mark.parametrize(
    ("claim", "due", "taken_up"),
    [
        pytest.param(None, 600, False, id="it waits in the queue"),
        pytest.param(None, 0, True, id="its message was lost"),
        pytest.param("elsewhere/7/a", 20, False, id="a worker elsewhere renews its claim"),
        pytest.param("elsewhere/7/a", 0, True, id="a worker elsewhere fell silent"),
        pytest.param(f"{HERE}/{GONE}/a", 20, True, id="the process of its worker is gone"),
        pytest.param(f"{HERE}/1/a", 20, False, id="the process of its worker lives"),
        pytest.param(f"{HERE}/{os.getpid()}/a", 20, True, id="its worker had our number before us"),
    ],
)
def test_what_was_left_behind_is_taken_up_again(
    claim: str | None, due: int, taken_up: bool, video: Content, queue: Queue, noon: datetime
) -> None:
    asset = sent(video)
    queue.huey.storage.flush_queue()
    changes = {"claim": claim, "due_at": noon + timedelta(seconds=due)}
    Asset.update(**changes).where(Asset.id == asset.id).execute()
    assets.resume()
    assets.resume()
    assert queue.huey.pending_count() == int(taken_up)
    assert (again(asset).claim is None) == (taken_up or claim is None)


def test_a_film_that_kills_its_workers_is_given_up(video: Content, queue: Queue) -> None:
    asset = sent(video)
    lost = {"claim": f"{HERE}/{GONE}/a", "attempts": assets.ATTEMPTS}
    Asset.update(**lost).where(Asset.id == asset.id).execute()
    assets.resume()
    queue.drain()
    assert (again(asset).state, again(asset).reason) == (ERROR, assets.TRY_AGAIN)


def test_a_worker_told_to_stop_hands_its_film_on(
    video: Content, queue: Queue, settings: Settings, halting: Halts
) -> None:
    asset = sent(video)
    queue.huey.storage.flush_queue()
    meanwhile(halting(LADDER), lambda: assets.prepare(asset.uid), assets.leave)
    asset = again(asset)
    assert (asset.state, asset.claim, asset.attempts) == (PROCESSING, None, 0)
    assert on_disk(settings, "work") == []
    configured("")
    assets.resume()
    queue.drain()
    assert again(asset).state == READY


def test_a_claim_is_renewed_while_the_work_lasts(
    video: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = sent(video)
    monkeypatch.setattr(claims, "CLAIMED", timedelta(milliseconds=30))
    claim = claims.take(asset.uid)
    assert claim is not None
    first = again(asset).due_at
    with claims.renewing(asset, claim):
        renewed = threading.Event()
        while not renewed.is_set():
            with connected():
                if again(asset).due_at != first:
                    renewed.set()
    assert again(asset).due_at > first  # type: ignore[operator]
