"""`GET /api/v1/feeds/<uid>`: how far a feed is, what it found, and which rows have faults."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_feed, a_seller


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"state": "waiting"}, {"status": "waiting", "progress": 0.0, "refreshed_at": None}),
        ({"state": "refreshing", "progress": 0.4}, {"status": "refreshing", "progress": 0.4}),
        ({"state": "ready", "item_count": 3, "row_count": 4}, {"progress": 1.0, "items_count": 3}),
        (
            {"state": "error", "reason": "the server answered 404, not 200"},
            {"status": "error", "error": "the server answered 404, not 200"},
        ),
        (
            {"state": "held_back", "held": {"items": 4}, "item_count": 10},
            {"status": "held_back", "held_count": 4, "items_count": 10},
        ),
        (
            {"faults": [{"row": 17, "ref": "SKU-17", "why": "the price 'free' cannot be read"}]},
            {"errors": [{"row": 17, "ref": "SKU-17", "detail": "the price 'free' cannot be read"}]},
        ),
    ],
    ids=["not yet read", "being read", "read", "failed", "held back", "with a fault"],
)
def test_a_feed_tells_how_it_stands(
    alices: Caller, alice: Shop, facts: dict[str, Any], told: dict[str, Any]
) -> None:
    shown = alices.get(f"/feeds/{a_feed(alice, **facts).uid}")
    assert shown.status_code == 200
    attributes = shown.json["data"]["attributes"]
    assert {name: attributes[name] for name in told} == told


def test_a_feed_tells_the_seller_of_items_that_name_none(alices: Caller, alice: Shop) -> None:
    larch = a_seller(alice)
    shown = alices.get(f"/feeds/{a_feed(alice, seller=larch).uid}").json["data"]
    assert (shown["type"], shown["attributes"]["seller_id"]) == ("feed", larch.uid)
