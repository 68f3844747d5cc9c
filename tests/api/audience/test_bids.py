"""`…/auctions/<auction>/bids` and `…/won`: bids by players, their own, and where winners pay."""

from __future__ import annotations

from typing import Any

import pytest

from models.auction import Auction, Bid
from models.content import Content
from models.shop import Shop
from tests.api.audience.conftest import Player, code_of
from tests.builders import a_bidder, a_live, a_share, an_auction, bearing
from tests.usecases.test_viewers import user_token
from usecases import airing
from usecases.auctions import running

BID = {"amount": "7.00", "run": 1, "key": "first"}


@pytest.fixture
def auction(player: Player) -> Auction:
    """An auction of the live, on from 7.00 by 1.00."""
    airing.start(player.live.shop, player.live.uid)
    player_live = Content.get_by_id(player.live.id)
    made = an_auction(player_live)
    running.start(player_live.shop, player_live.uid, made.uid)
    return made


@pytest.fixture
def mo(player: Player) -> dict[str, str]:
    """The headers of a viewer who may bid."""
    return bearing(a_bidder(player.live, "Mo"))


def test_a_bid_is_taken_and_told(player: Player, auction: Auction, mo: dict[str, str]) -> None:
    answer = player.post(f"/auctions/{auction.uid}/bids", BID, mo)
    assert answer.status_code == 201
    assert (answer.json["amount"], answer.json["number"]) == ("7.00", 1)
    assert answer.json["auction"]["leader"]["name"] == "Mo"
    assert player("GET", "/state").json["auctions"] == [answer.json["auction"]]


def test_a_replayed_bid_is_answered_again(
    player: Player, auction: Auction, mo: dict[str, str]
) -> None:
    first, again = (player.post(f"/auctions/{auction.uid}/bids", BID, mo) for _ in range(2))
    assert (again.status_code, again.json) == (200, first.json)
    assert Bid.select().count() == 1


REFUSED: dict[str, tuple[dict[str, Any], tuple[int, str]]] = {
    "too low": ({"amount": "6.99"}, (409, "bid-too-low")),
    "for another run": ({"run": 2}, (409, "auction-not-ongoing")),
    "a fraction of a cent": ({"amount": "7.001"}, (422, "invalid")),
    "a number": ({"amount": 7}, (422, "invalid")),
    "no run": ({"run": None}, (422, "invalid")),
    "no key": ({"key": ""}, (422, "invalid")),
}


@pytest.mark.parametrize(("facts", "code"), REFUSED.values(), ids=REFUSED)
def test_a_bid_that_cannot_be_taken_is_refused(
    player: Player,
    auction: Auction,
    mo: dict[str, str],
    facts: dict[str, Any],
    code: tuple[int, str],
) -> None:
    refused = player.post(f"/auctions/{auction.uid}/bids", {**BID, **facts}, mo)
    assert code_of(refused) == code
    assert Bid.select().count() == 0


def test_only_whom_the_shop_lets_bids(
    player: Player, auction: Auction, noor: dict[str, str]
) -> None:
    path = f"/auctions/{auction.uid}/bids"
    foreign = bearing(a_bidder(a_live(player.live.shop)))
    assert code_of(player.post(path, BID)) == (401, "no-credentials")
    assert code_of(player.post(path, BID, foreign)) == (401, "bad-token")
    assert code_of(player.post(path, BID, noor)) == (403, "may-not-bid")


def test_bidders_are_told_their_own_bid_of_the_run_that_counts(
    player: Player, auction: Auction, mo: dict[str, str], noor: dict[str, str]
) -> None:
    path, shop, live = f"/auctions/{auction.uid}/bids", player.live.shop, player.live.uid
    player.post(path, BID, mo)
    player.post(path, {**BID, "amount": "9.00", "key": "second"}, mo)
    player.post(path, {**BID, "amount": "10.00"}, bearing(a_bidder(player.live, "Sam")))
    answer = player("GET", path, headers=mo)
    assert answer.json == {"amount": "9.00"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert player("GET", path, headers=noor).json == {"amount": None}
    assert code_of(player("GET", path)) == (401, "no-credentials")
    running.reset(shop, live, auction.uid)
    assert player("GET", path, headers=mo).json == {"amount": None}


def test_a_borrowing_shop_lets_nobody_bid_and_shows_no_auction(
    player: Player, auction: Auction, charlie: Shop
) -> None:
    a_share(player.live, charlie)
    token = user_token(charlie, can_bid=True)
    entered = player.post("/viewers", {"user_token": token}).json
    headers = {"Authorization": f"Bearer {entered['token']}"}
    refused = player.post(f"/auctions/{auction.uid}/bids", BID, headers)
    assert code_of(refused) == (403, "may-not-bid")
    assert player("GET", f"/state?shop={charlie.app_id}").json["auctions"] == []
    assert Bid.select().count() == 0


def test_the_winner_alone_is_told_where_to_pay(
    player: Player, auction: Auction, mo: dict[str, str], noor: dict[str, str]
) -> None:
    path, shop, live = f"/auctions/{auction.uid}/won", player.live.shop, player.live.uid
    player.post(f"/auctions/{auction.uid}/bids", BID, mo)
    assert code_of(player("GET", path, headers=mo)) == (404, "not-found")
    running.end(shop, live, auction.uid)
    assert player("GET", path, headers=mo).json == {"checkout_url": None}
    running.choose_checkout(shop, live, auction.uid, "https://shop.example/pay/1")
    answer = player("GET", path, headers=mo)
    assert answer.json == {"checkout_url": "https://shop.example/pay/1"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert code_of(player("GET", path, headers=noor)) == (404, "not-found")
    assert code_of(player("GET", path)) == (401, "no-credentials")
