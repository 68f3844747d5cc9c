"""`GET /api/v1/lives/<uid>/auctions/<auction>`: how an auction stands, for the shop."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import clock
from models.auction import Auction
from models.content import Content
from models.message import HOST, MODERATOR
from models.shop import Shop
from tests.api.content.auctions.conftest import Hold
from tests.api.content.conftest import Caller
from tests.builders import a_bidder, a_live
from usecases.auctions import running
from usecases.auctions.bidding import bid


def test_the_shop_sees_who_leads_and_who_won(
    alices: Caller, alice: Shop, live: Content, auction: Auction, path: str, noon: datetime
) -> None:
    running.start(alice, live.uid, auction.uid)
    noor = a_bidder(live, "Noor")
    bid(noor, live, auction.uid, 750)
    who = {"name": "Noor", "viewer_id": noor.uid, "user": "Noor@shop"}
    run = alices.get(path).json["data"]["attributes"]["run"]
    assert run == {
        "number": 1,
        "starting_price": "7.00",
        "price": "7.50",
        "round": 1,
        "bids": 1,
        "recommended_prices": ["8.50"],
        "leader": who,
        "winner": None,
        "winning_price": None,
        "started_at": "2026-06-15T12:00:00.000Z",
        "ending_at": "2026-06-15T12:02:00.000Z",
        "ended_at": None,
    }
    with clock.frozen(noon + timedelta(seconds=120)):
        told = alices.get(path).json["data"]["attributes"]
    over = {"leader": None, "winner": who, "winning_price": "7.50", "recommended_prices": []}
    assert told["run"] == {**run, **over, "ended_at": "2026-06-15T12:02:00.000Z"}
    assert told["state"] == "ended"


@pytest.mark.parametrize("role", [HOST, MODERATOR])
def test_who_holds_a_link_sees_names_and_not_the_shops_users(
    alice: Shop, live: Content, auction: Auction, path: str, holder: Hold, role: str
) -> None:
    running.start(alice, live.uid, auction.uid)
    bid(a_bidder(live, "Noor"), live, auction.uid, 700)
    leader = holder(role).get(path).json["data"]["attributes"]["run"]["leader"]
    assert (leader["name"], leader["user"]) == ("Noor", None)


def test_an_auction_is_known_in_its_own_live_alone(
    alices: Caller, alice: Shop, auction: Auction
) -> None:
    other = a_live(alice).uid
    for uid in (auction.uid, "0" * 32, "x"):
        assert alices.get(f"/lives/{other}/auctions/{uid}").status_code == 404
