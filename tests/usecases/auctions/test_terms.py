"""A product's own terms: lives that carry it auction it by them, unless they say otherwise."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from models.auction import Auction, AuctionRun
from models.content import FINISHED, NOT_STARTED, STARTED, Content
from models.errors import Invalid, NotFound
from models.product import Product
from models.shop import Shop
from tests.builders import a_bidder, a_live, a_product
from usecases import changes, lives, products, snapshots
from usecases.auctions import arranging, running, terms
from usecases.auctions.bidding import bid

SENT = {"starting_amount": "7.00", "increment_amount": "1.00", "duration_s": 120}
YEN = {**SENT, "starting_amount": "700", "increment_amount": "100"}
KEPT = {
    "starting_amount": 700,
    "increment_amount": 100,
    "maximum_amount": None,
    "duration_s": 120,
    "extending": True,
}


def an_offer(shop: Shop, **facts: Any) -> Product:
    """Put a product on the shelf that is auctioned."""
    return products.add(shop, name="Mug", auction=SENT, **facts).product


def kept(product: Product) -> Any:
    """The terms that a product has now."""
    return terms.of_product(Product.get_by_id(product.id))


def auctions(live: Content) -> dict[str, Auction]:
    """The auctions of a live, by their products."""
    found = arranging.listed(live.shop, live.uid)
    return {each.auction.product.name: each.auction for each in found}


def test_terms_come_as_text_or_minor_units_and_change_one_by_one(alice: Shop) -> None:
    product = an_offer(alice)
    assert kept(product) == KEPT
    products.change(alice, product.uid, auction={"maximum_amount": 5000, "extending": False})
    assert kept(product) == {**KEPT, "maximum_amount": 5000, "extending": False}
    products.change(alice, product.uid, name="Cup")
    assert kept(product)["maximum_amount"] == 5000
    products.change(alice, product.uid, auction={"maximum_amount": None, "extending": None})
    assert kept(product) == KEPT
    products.change(alice, product.uid, auction=None)
    assert kept(product) is None


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"starting_amount": "7.001"}, "auction/starting_amount"),
        ({"increment_amount": 0}, "auction/increment_amount"),
        ({"maximum_amount": "7"}, "auction/maximum_amount"),
        ({"duration_s": None}, "auction/duration_s"),
    ],
)
def test_terms_that_cannot_be_kept_lose_nothing(
    alice: Shop, wrong: dict[str, Any], where: str
) -> None:
    product = an_offer(alice)
    with pytest.raises(Invalid) as refused:
        products.change(alice, product.uid, name="Cup", auction=wrong)
    assert [each.where for each in refused.value.problems] == [where]
    assert (kept(product), Product.get_by_id(product.id).name) == (KEPT, "Mug")


def test_a_currency_of_its_own_makes_terms_mean_nothing(alice: Shop) -> None:
    product = an_offer(alice, price="9.00")
    products.change(alice, product.uid, currency="JPY", price="900")
    assert kept(product) is None
    products.change(alice, product.uid, auction=YEN)
    assert kept(product)["starting_amount"] == 700


def test_a_live_auctions_what_it_carries_on_the_products_terms(alice: Shop) -> None:
    mug, plain = an_offer(alice), a_product(alice)
    live = lives.add(alice, name="Show", products=[plain.uid, mug.uid]).content
    made = auctions(live)
    assert list(made) == ["Mug"]
    assert {name: getattr(made["Mug"], name) for name in terms.NAMES} == KEPT
    products.change(alice, mug.uid, auction={"starting_amount": "9.00"})
    assert auctions(live)["Mug"].starting_amount == 900
    products.change(alice, mug.uid, auction=None)
    assert auctions(live) == {}
    products.change(alice, mug.uid, auction=SENT)
    lives.change(alice, live.uid, products=[plain.uid])
    assert auctions(live) == {}


def test_a_live_with_terms_of_its_own_keeps_them(alice: Shop) -> None:
    mug = an_offer(alice)
    live = lives.add(alice, name="Show", products=[mug.uid]).content
    arranging.change(alice, live.uid, auctions(live)["Mug"].uid, starting_amount=500)
    products.change(alice, mug.uid, auction={"starting_amount": "9.00"})
    assert auctions(live)["Mug"].starting_amount == 500
    products.change(alice, mug.uid, auction=None)
    assert auctions(live)["Mug"].starting_amount == 500
    products.change(alice, mug.uid, auction=SENT)
    arranging.remove(alice, live.uid, auctions(live)["Mug"].uid)
    assert auctions(live)["Mug"].starting_amount == 700


def test_terms_stay_as_they_are_while_a_live_on_air_carries_the_product(alice: Shop) -> None:
    mug = an_offer(alice)
    live = lives.add(alice, name="Show", products=[mug.uid]).content
    for state, is_locked in ((NOT_STARTED, False), (STARTED, True), (FINISHED, False)):
        Content.update(state=state).execute()
        assert terms.locked([mug]) == ({mug.id} if is_locked else set())
    Content.update(state=STARTED).execute()
    for sent in (None, {"starting_amount": "8.00"}):
        with pytest.raises(terms.ProductLocked):
            products.change(alice, mug.uid, auction=sent)
    products.change(alice, mug.uid, auction=SENT, name="Cup")
    assert auctions(live)["Cup"].starting_amount == 700


def test_a_product_taken_out_of_a_live_ends_its_auction_without_a_winner(alice: Shop) -> None:
    mug, plain = an_offer(alice), a_product(alice)
    live = lives.add(alice, name="Show", products=[mug.uid, plain.uid]).content
    Content.update(state=STARTED).execute()
    live = Content.get_by_id(live.id)
    uid = auctions(live)["Mug"].uid
    running.start(alice, live.uid, uid)
    bid(a_bidder(live), live, uid, 700)
    lives.change(alice, live.uid, products=[plain.uid])
    assert AuctionRun.get().reset_at is not None
    last = changes.since(live.id, 0)[-1]
    assert orjson.loads(last.body) == {"id": uid, "state": None}
    assert snapshots.snapshot(live.uid)["auctions"] == []
    with pytest.raises(NotFound):
        running.start(alice, live.uid, uid)
    lives.change(alice, live.uid, products=[plain.uid, mug.uid])
    assert [each["id"] for each in snapshots.snapshot(live.uid)["auctions"]] == [uid]


@pytest.mark.parametrize("act", ["hidden", "removed"])
def test_viewers_are_told_that_an_auction_is_gone_with_its_product(alice: Shop, act: str) -> None:
    mug = an_offer(alice)
    live = lives.add(alice, name="Show", products=[mug.uid]).content
    Content.update(state=STARTED).execute()
    uid = auctions(live)["Mug"].uid
    running.start(alice, live.uid, uid)
    if act == "hidden":
        products.change(alice, mug.uid, published=False)
    else:
        products.remove(alice, mug.uid)
    last = changes.since(live.id, 0)[-1]
    assert (last.kind, orjson.loads(last.body)) == ("auction", {"id": uid, "state": None})


def test_past_runs_stay_in_the_currency_they_were_bid_in(alice: Shop) -> None:
    mug = an_offer(alice, price="9.00")
    live = a_live(alice, products=(mug,), state=STARTED)
    lives.change(alice, live.uid, products=[mug.uid])
    uid = auctions(live)["Mug"].uid
    running.start(alice, live.uid, uid)
    running.end(alice, live.uid, uid)
    Content.update(state=NOT_STARTED).execute()
    products.change(alice, mug.uid, currency="JPY", price="900", auction=YEN)
    assert auctions(live)["Mug"].currency == "EUR"


def test_a_restarted_live_follows_the_terms_of_today(alice: Shop) -> None:
    mug = a_product(alice, name="Mug")
    live = a_live(alice, products=(mug,), state=FINISHED)
    products.change(alice, mug.uid, auction=SENT)
    assert auctions(live) == {}
    lives.finish(alice, live.uid, finished=False, ends_at=live.created_at)
    assert auctions(live)["Mug"].follows
