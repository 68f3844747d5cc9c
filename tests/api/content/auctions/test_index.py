"""`GET /api/v1/lives/<uid>/auctions`: those a live was given, and those of products with terms."""

from __future__ import annotations

from models.auction import Auction
from models.content import Content
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_share, a_shop

TERMS = {"starting_price": "5.00", "increment": "0.50", "duration_seconds": 60}


def test_a_live_lists_its_auctions_and_those_of_products_with_terms(
    alices: Caller, live: Content, auction: Auction
) -> None:
    mug = alices.post("/products", {"name": "Mug", "auction": TERMS}).json["data"]["id"]
    jacket = auction.product.uid
    alices.patch(f"/lives/{live.uid}", {"product_ids": [jacket, mug]})
    found = alices.get(f"/lives/{live.uid}/auctions").json["data"]
    assert [each["attributes"]["product_id"] for each in found] == [jacket, mug]
    assert [each["attributes"]["own_terms"] for each in found] == [True, False]
    assert TERMS.items() <= found[1]["attributes"].items()
    alices.patch(f"/lives/{live.uid}", {"product_ids": [mug]})
    found = alices.get(f"/lives/{live.uid}/auctions").json["data"]
    assert [each["attributes"]["product_id"] for each in found] == [mug]


def test_a_shop_that_borrows_the_live_is_told_of_none(
    charlies: Caller, charlie: Shop, live: Content, auction: Auction
) -> None:
    a_share(live, charlie)
    a_share(live, a_shop("Dora"))
    assert charlies.get(f"/lives/{live.uid}/auctions").status_code == 403
