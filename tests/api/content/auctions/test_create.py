"""`POST /api/v1/lives/<uid>/auctions`: a product put up for auction."""

from __future__ import annotations

from typing import Any

import pytest

from models.auction import Auction
from models.content import Content
from models.shop import Shop
from tests.api.content.auctions.conftest import Hold, refusal
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product

TERMS = {"starting_price": "7.00", "increment": "1.00", "duration_seconds": 120}


def test_a_product_is_put_up(alices: Caller, alice: Shop) -> None:
    product = a_product(alice)
    path = f"/lives/{a_live(alice, products=(product,)).uid}/auctions"
    made = alices.post(path, {"product_id": product.uid, **TERMS, "maximum_price": "50"})
    assert made.status_code == 201
    told = made.json["data"]["attributes"]
    assert {name: told[name] for name in told if not name.endswith("_at")} == {
        "product_id": product.uid,
        "state": "ready",
        "currency": "EUR",
        **TERMS,
        "maximum_price": "50.00",
        "extending": True,
        "own_terms": True,
        "run": None,
        "checkout_url": None,
    }
    again = alices.post(path, {"product_id": product.uid, **TERMS})
    assert refusal(again) == (409, "auction-exists")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"starting_price": "7.001"}, "/starting_price"),
        ({"starting_price": 7}, "/starting_price"),
        ({"increment": "0"}, "/increment"),
        ({"maximum_price": "7.00"}, "/maximum_price"),
        ({"duration_seconds": 86_401}, "/duration_seconds"),
        ({"duration_seconds": 1.5}, "/duration_seconds"),
        ({"product_id": "0" * 32}, "/product_id"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named_and_nothing_is_put_up(
    alices: Caller, alice: Shop, wrong: dict[str, Any], pointer: str
) -> None:
    product = a_product(alice)
    path = f"/lives/{a_live(alice, products=(product,)).uid}/auctions"
    refused = alices.post(path, {"product_id": product.uid, **TERMS, **wrong})
    assert refusal(refused) == (422, "invalid")
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert Auction.select().count() == 0


def test_a_moderator_puts_up_what_the_live_carries_alone(
    alice: Shop, charlie: Shop, live: Content, auction: Auction, holder: Hold
) -> None:
    for other in (a_product(alice), a_product(charlie)):
        sent = {"product_id": other.uid, **TERMS}
        refused = holder("moderator").post(f"/lives/{live.uid}/auctions", sent)
        assert refusal(refused) == (422, "invalid")
    live.product_links.get().delete_instance()
    again = {"product_id": auction.product.uid, **TERMS}
    assert holder("moderator").post(f"/lives/{live.uid}/auctions", again).status_code == 422
