"""Auctions are made of products that a live carries, on terms that can be kept."""

from __future__ import annotations

from typing import Any

import pytest

from models.auction import Auction
from models.content import Content, ContentProduct
from models.errors import Invalid
from models.product import Product
from models.shop import Shop
from tests.builders import a_product
from usecases.auctions import arranging, running

TERMS = {"starting_amount": 700, "increment_amount": 100, "duration_s": 120}


@pytest.fixture
def product(alice: Shop, live: Content) -> Product:
    """A product that the live carries, priced in euros."""
    made = a_product(alice)
    ContentProduct.create(content=live, product=made)
    return made


def test_a_product_of_the_live_is_auctioned_once(
    alice: Shop, live: Content, product: Product
) -> None:
    made = arranging.add(alice, live.uid, product.uid, **TERMS)
    assert (made.state, made.auction.currency, made.auction.extending) == ("ready", "EUR", True)
    with pytest.raises(arranging.AuctionExists):
        arranging.add(alice, live.uid, product.uid, **TERMS)
    assert [each.auction for each in arranging.listed(alice, live.uid)] == [made.auction]


def test_a_product_elsewhere_is_not_auctioned(alice: Shop, charlie: Shop, live: Content) -> None:
    for other in (a_product(alice), a_product(charlie)):
        with pytest.raises(Invalid, match="carries"):
            arranging.add(alice, live.uid, other.uid, **TERMS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("starting_amount", -1),
        ("starting_amount", 10**15 + 1),
        ("increment_amount", 0),
        ("duration_s", 0),
        ("duration_s", 86_401),
        ("maximum_amount", 700),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(
    alice: Shop, live: Content, product: Product, name: str, value: int
) -> None:
    with pytest.raises(Invalid) as refused:
        arranging.add(alice, live.uid, product.uid, **{**TERMS, name: value})
    assert [each.where for each in refused.value.problems] == [name]
    assert Auction.select().count() == 0


def test_changed_terms_are_those_of_the_next_run(
    alice: Shop, live: Content, auction: Auction
) -> None:
    running.start(alice, live.uid, auction.uid)
    running.end(alice, live.uid, auction.uid)
    terms: dict[str, Any] = {"starting_amount": 900, "maximum_amount": 5000}
    assert arranging.change(alice, live.uid, auction.uid, **terms).starting_amount == 700
    assert running.reset(alice, live.uid, auction.uid).starting_amount == 900


def test_a_removed_auction_is_gone(alice: Shop, live: Content, auction: Auction) -> None:
    arranging.remove(alice, live.uid, auction.uid)
    assert arranging.listed(alice, live.uid) == []
