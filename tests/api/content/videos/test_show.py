"""`GET /api/v1/videos/<uid>`: what plays, and how far the film is."""

from __future__ import annotations

import pytest

from models.asset import ERROR, PROCESSING, READY, WAITING_UPLOAD
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_video, an_asset


def test_what_plays_is_told(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    told = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert (told["status"], told["progress"]) == ("ready", 1.0)
    assert (told["duration"], told["width"], told["height"]) == (6.2, 1280, 720)
    assert told["playback_url"].endswith("/master.m3u8")
    assert told["thumbnail_url"].endswith("/poster-640.webp")
    assert told["portrait_thumbnail_url"] is None


def test_an_upright_film_is_its_own_portrait(alices: Caller, alice: Shop) -> None:
    video = a_video(alice, ready=False)
    an_asset(video, width=720, height=1280)
    told = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert told["portrait_thumbnail_url"].endswith("/poster-640.webp")


@pytest.mark.parametrize(
    ("states", "status", "plays"),
    [
        ((), "waiting_upload", False),
        ((WAITING_UPLOAD,), "waiting_upload", False),
        ((PROCESSING,), "processing", False),
        ((ERROR,), "error", False),
        ((READY, WAITING_UPLOAD), "ready", True),
        ((READY, PROCESSING), "processing", True),
        ((READY, ERROR), "error", True),
        ((ERROR, WAITING_UPLOAD), "error", False),
    ],
    ids=lambda each: "+".join(each) or "no upload" if isinstance(each, tuple) else None,
)
def test_the_upload_that_counts_gives_the_status(
    alices: Caller, alice: Shop, states: tuple[str, ...], status: str, plays: bool
) -> None:
    video = a_video(alice, ready=False)
    for state in states:
        facts = {"progress": 0.4, "reason": "The file is cut off."} if state == ERROR else {}
        an_asset(video, state=state, playing=state == READY, **facts)
    told = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert told["status"] == status
    assert (told["playback_url"] is not None) is plays
    assert told["error"] == ("The file is cut off." if status == "error" else None)


def test_a_live_is_no_video(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    assert alices.get(f"/videos/{live.uid}").status_code == 404
    assert alices.delete(f"/videos/{live.uid}").status_code == 404
