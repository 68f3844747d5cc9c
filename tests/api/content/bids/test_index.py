"""`GET /api/v1/lives/<uid>/auctions/<auction>/bids`: who bid what and when, for the shop."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from models import clock
from models.auction import Auction
from models.content import STARTED, Content
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_bidder, a_live, a_viewer, an_auction, bearing
from usecases.auctions import running
from usecases.auctions.bidding import bid


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live, on air since noon."""
    return a_live(alice, state=STARTED, started_at=noon)


@pytest.fixture
def auction(alice: Shop, live: Content, noon: datetime) -> Auction:
    """An auction with two bids in its first run, and one in its second."""
    made = an_auction(live)
    for run in ([("Noor", 700), ("Mo", 800)], [("Mo", 750)]):
        running.reset(alice, live.uid, made.uid)
        running.start(alice, live.uid, made.uid)
        for number, (name, amount) in enumerate(run, 1):
            with clock.frozen(noon + timedelta(seconds=number)):
                bid(a_bidder(live, name), live, made.uid, amount)
    return made


def test_bids_are_listed_highest_first(alices: Caller, live: Content, auction: Auction) -> None:
    path = f"/lives/{live.uid}/auctions/{auction.uid}/bids"
    first = alices.get(f"{path}?run=1")
    told = [each["attributes"] for each in first.json["data"]]
    assert [(each["user"], each["amount"], each["number"]) for each in told] == [
        ("Mo@shop", "8.00", 2),
        ("Noor@shop", "7.00", 1),
    ]
    assert told[0]["placed_at"] == "2026-06-15T12:00:02.000Z"
    assert first.headers["Total-Count"] == "2"
    assert [each["attributes"]["amount"] for each in alices.get(path).json["data"]] == ["7.50"]
    assert alices.get(f"{path}?run=3").json["data"] == []
    assert alices.get(f"{path}?run=0").status_code == 422


def test_who_holds_a_link_sees_names_alone(
    client: FlaskClient, live: Content, auction: Auction
) -> None:
    host = Caller(client, bearing(a_viewer(live, role="moderator")))
    [told] = host.get(f"/lives/{live.uid}/auctions/{auction.uid}/bids").json["data"]
    assert (told["attributes"]["name"], told["attributes"]["user"]) == ("Mo", None)
    viewer = Caller(client, bearing(a_bidder(live, "Mo")))
    assert viewer.get(f"/lives/{live.uid}/auctions/{auction.uid}/bids").status_code == 403
