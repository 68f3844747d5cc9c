"""`POST /api/v1/lives/<uid>/auctions/<auction>/reset`: back to the beginning."""

from __future__ import annotations

import pytest

from models.auction import Auction
from models.content import Content
from models.message import HOST, MODERATOR
from models.shop import Shop
from tests.api.content.auctions.conftest import Hold
from tests.api.content.conftest import Caller
from tests.builders import a_bidder
from usecases.auctions import running
from usecases.auctions.bidding import bid


@pytest.mark.parametrize("role", [HOST, MODERATOR])
def test_a_host_or_moderator_resets_what_is_on(
    alice: Shop, live: Content, auction: Auction, path: str, holder: Hold, role: str
) -> None:
    running.start(alice, live.uid, auction.uid)
    bid(a_bidder(live), live, auction.uid, 700)
    told = holder(role).post(f"{path}/reset").json["data"]["attributes"]
    assert (told["state"], told["run"]) == ("ready", None)
    assert holder(role).post(f"{path}/start").json["data"]["attributes"]["run"]["number"] == 2


def test_what_is_ready_stays_so(alices: Caller, path: str) -> None:
    assert alices.post(f"{path}/reset").json["data"]["attributes"]["state"] == "ready"
