"""`GET /v2/<access key>/campaign/<key>/product/auction/inprogress`."""

from __future__ import annotations

from datetime import datetime, timedelta

from models import clock
from models.content import STARTED, ContentProduct
from tests.api.campaigns.campaign_products.ways import place_of
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_bidder, a_live, an_auction
from tests.conftest import NOON
from usecases.auctions import bidding
from usecases.auctions.running import start
from usecases.numerals import numeral_of


def test_the_auction_that_is_on_is_told_with_its_leader(server: Server, noon: datetime) -> None:
    live = a_live(server.shop, state=STARTED)
    an_auction(live)
    auction = an_auction(live)
    where = f"{place_of(live)}/auction/inprogress"
    assert refusal(server.ask("GET", where)) == (400, -840)
    start(server.shop, live.uid, auction.uid)
    noor = a_bidder(live)
    for price in ("7.00", "8.00", "10.00"):
        bidding.bid(noor, live, auction.uid, price)
    told = server.get(where)
    assert told["auction"] == {
        "productId": numeral_of(auction.product.uid),
        "auctionStatus": "ONGOING",
        "startingPrice": 7.0,
        "bidRound": 3,
        "currentPrice": 10.0,
        "winningPrice": None,
        "recommendedPrices": [11.0],
        "winner": None,
        "leader": {"uid": numeral_of(noor.uid), "userId": "Noor@shop", "name": "Noor"},
        "winnerCheckoutScheme": None,
        "startedAt": 1781524800000,
        "endingAt": 1781524920000,
        "endedAt": None,
    }
    ContentProduct.update(group=2).where(ContentProduct.product == auction.product).execute()
    assert server.get(where, groupId="2")["productId"] == told["productId"]
    assert refusal(server.ask("GET", where, groupId="9")) == (400, -840)
    with clock.frozen(NOON + timedelta(seconds=121)):
        assert refusal(server.ask("GET", where)) == (400, -840)


def test_another_shop_sees_none(server: Server, charlies: Server) -> None:
    live = a_live(server.shop)
    where = f"{place_of(live)}/auction/inprogress"
    assert refusal(charlies.ask("GET", where)) == (404, -710)
