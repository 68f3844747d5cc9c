"""`POST /api/v1/lives/<uid>/auctions/<auction>/end`: whoever leads has won."""

from __future__ import annotations

import pytest

from models.auction import Auction
from models.content import Content
from models.message import HOST, MODERATOR
from models.shop import Shop
from tests.api.content.auctions.conftest import Hold, refusal
from tests.builders import a_bidder
from usecases.auctions import running
from usecases.auctions.bidding import bid


@pytest.mark.parametrize("role", [HOST, MODERATOR])
def test_a_host_or_moderator_ends_it(
    alice: Shop, live: Content, auction: Auction, path: str, holder: Hold, role: str
) -> None:
    running.start(alice, live.uid, auction.uid)
    bid(a_bidder(live, "Noor"), live, auction.uid, 700)
    told = holder(role).post(f"{path}/end").json["data"]["attributes"]
    assert (told["state"], told["run"]["winner"]["name"]) == ("ended", "Noor")
    assert told["run"]["winning_price"] == "7.00"
    assert refusal(holder(role).post(f"{path}/end")) == (409, "auction-not-ongoing")


def test_an_end_without_a_bid_has_no_winner(
    alice: Shop, live: Content, auction: Auction, path: str, holder: Hold
) -> None:
    running.start(alice, live.uid, auction.uid)
    run = holder(HOST).post(f"{path}/end").json["data"]["attributes"]["run"]
    assert (run["winner"], run["winning_price"], run["round"]) == (None, None, 1)
