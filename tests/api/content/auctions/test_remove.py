"""`DELETE /api/v1/lives/<uid>/auctions/<auction>`: an auction with its bids."""

from __future__ import annotations

from models.auction import Auction, Bid
from models.content import Content
from models.shop import Shop
from tests.api.content.auctions.conftest import refusal
from tests.api.content.conftest import Caller
from tests.builders import a_sold_auction
from usecases.auctions import running


def test_an_auction_is_removed_with_its_bids(alices: Caller, live: Content) -> None:
    path = f"/lives/{live.uid}/auctions/{a_sold_auction(live).uid}"
    assert alices.delete(path).status_code == 204
    assert alices.get(path).status_code == 404
    assert Bid.select().count() == 0


def test_one_that_is_on_is_ended_or_reset_first(
    alices: Caller, alice: Shop, live: Content, auction: Auction, path: str
) -> None:
    running.start(alice, live.uid, auction.uid)
    assert refusal(alices.delete(path)) == (409, "auction-ongoing")
    alices.post(f"{path}/reset")
    assert alices.delete(path).status_code == 204
