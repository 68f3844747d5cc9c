"""`PUT /api/v1/videos/<uid>/timecodes`: spelling, statuses, refusals."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_video


def test_timecodes_come_back_in_the_order_of_time(alices: Caller, alice: Shop) -> None:
    product = a_product(alice)
    path = f"/videos/{a_video(alice, products=(product,)).uid}/timecodes"
    assert alices.get(path).json == {"data": []}
    sent = [
        {"event": "chapter", "text": "Hood up", "timestamp_start": 4},
        {
            "event": "product",
            "event_id": product.uid,
            "timestamp_start": 1.5,
            "timestamp_end": 3.25,
        },
    ]
    answer = alices.put(path, {"timecodes": sent})
    assert answer.status_code == 200, answer.json
    first, second = answer.json["data"]
    assert first["type"] == "timecode"
    assert first["attributes"] == {**sent[1], "text": None}
    assert second["attributes"] == {**sent[0], "event_id": None, "timestamp_end": None}
    assert alices.get(path).json == answer.json
    assert alices.put(path, {"timecodes": []}).json == {"data": []}


@pytest.mark.parametrize(
    ("timecode", "pointer"),
    [
        ({"event": "confetti"}, "/timecodes/0/event"),
        ({"event": "product", "event_id": "nobody"}, "/timecodes/0/event_id"),
        ({"event": "product"}, "/timecodes/0/event_id"),
        ({"event": "chapter", "event_id": "f" * 32}, "/timecodes/0/event_id"),
        ({"event": "chapter"}, "/timecodes/0/text"),
        ({"event": "chapter", "text": "a", "timestamp_start": -1}, "/timecodes/0/timestamp_start"),
        ({"event": "chapter", "text": "a", "timestamp_start": "1"}, "/timecodes/0/timestamp_start"),
        ({"event": "chapter", "text": "a", "timestamp_end": 2.0}, "/timecodes/0/timestamp_end"),
        ({"event": "chapter", "text": "a", "timestamp_end": 1e9}, "/timecodes/0/timestamp_end"),
    ],
    ids=[
        "unknown event",
        "a product it does not carry",
        "no product",
        "a product where none belongs",
        "no text",
        "before the start",
        "text for a number",
        "over before it begins",
        "longer than a day",
    ],
)
def test_a_refused_timecode_is_named_and_the_old_ones_stay(
    alices: Caller, alice: Shop, timecode: dict[str, Any], pointer: str
) -> None:
    path = f"/videos/{a_video(alice).uid}/timecodes"
    alices.put(path, {"timecodes": [{"event": "chapter", "text": "a", "timestamp_start": 0}]})
    refused = alices.put(path, {"timecodes": [{"timestamp_start": 5, **timecode}]})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"]["pointer"] == pointer
    assert len(alices.get(path).json["data"]) == 1


def test_moments_of_a_product_go_when_the_video_no_longer_carries_it(
    alices: Caller, alice: Shop
) -> None:
    kept, gone = a_product(alice), a_product(alice)
    video = a_video(alice, products=(kept, gone))
    path = f"/videos/{video.uid}/timecodes"
    moments = [
        {"event": "product", "event_id": each.uid, "timestamp_start": 0} for each in (kept, gone)
    ]
    chapter = {"event": "chapter", "text": "a", "timestamp_start": 0}
    alices.put(path, {"timecodes": [*moments, chapter]})
    alices.patch(f"/videos/{video.uid}", {"product_ids": [kept.uid]})
    told = alices.get(path).json["data"]
    assert [each["attributes"]["event_id"] for each in told] == [kept.uid, None]
