"""`GET /api/v1/videos/<uid>/timecodes`: the moments of a video in the order of time."""

from __future__ import annotations

from models.content import Cue
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_video


def test_moments_are_told_in_seconds_in_the_order_of_time(alices: Caller, alice: Shop) -> None:
    jacket = a_product(alice)
    video = a_video(alice, products=(jacket,))
    Cue.create(content=video, kind="chapter", text="Hood up", from_ms=4000)
    Cue.create(content=video, kind="product", product=jacket, from_ms=1500, to_ms=3250)
    Cue.create(content=a_video(alice), kind="chapter", text="Elsewhere", from_ms=0)
    listed = alices.get(f"/videos/{video.uid}/timecodes")
    assert listed.status_code == 200
    assert {each["type"] for each in listed.json["data"]} == {"timecode"}
    assert [each["attributes"] for each in listed.json["data"]] == [
        {
            "event": "product",
            "event_id": jacket.uid,
            "text": None,
            "timestamp_start": 1.5,
            "timestamp_end": 3.25,
        },
        {
            "event": "chapter",
            "event_id": None,
            "text": "Hood up",
            "timestamp_start": 4.0,
            "timestamp_end": None,
        },
    ]


def test_a_video_without_moments_has_an_empty_list(alices: Caller, alice: Shop) -> None:
    assert alices.get(f"/videos/{a_video(alice).uid}/timecodes").json == {"data": []}
