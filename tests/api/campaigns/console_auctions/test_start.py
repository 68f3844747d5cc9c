"""`POST /v2/<access key>/console/<key>/product/auction/start`."""

from __future__ import annotations

from datetime import datetime

import pytest

from models.auction import AuctionRun
from models.content import NOT_STARTED, STARTED
from tests.api.campaigns.campaign_products.ways import rows
from tests.api.campaigns.conftest import Server, refusal
from tests.api.campaigns.console_auctions.ways import ask
from tests.builders import a_live, a_product, a_share, an_auction


def test_an_auction_is_started_and_viewers_see_it(server: Server, noon: datetime) -> None:
    live = a_live(server.shop, state=STARTED)
    auction = an_auction(live)
    told = ask(server, live, "start", *rows(auction.product))
    assert (told["status"], told["auction"]["auctionStatus"]) == ("UPDATE", "ONGOING")
    assert told["auction"]["recommendedPrices"] == [7.0]
    state = server.client.get(f"/audience/v1/lives/{live.uid}/state").get_json()
    assert [each["state"] for each in state["auctions"]] == ["ongoing"]


def test_a_product_is_auctioned_on_its_own_terms(server: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    sent = {"bidStartingPrice": 5.5, "bidDuration": 60, "bidIncrementalAmount": 0.5}
    [made] = server.post("/product", [{"name": "Mug", "enableAuction": True, **sent}])["results"]
    server.post(f"/campaign/{live.uid}/product", [{"productId": made["productId"]}])
    told = ask(server, live, "start", {"productId": made["productId"]})
    assert told["auction"]["startingPrice"] == 5.5


@pytest.mark.parametrize("what", ["planned", "not auctioned", "another is on", "again"])
def test_what_cannot_be_started_fails_for_itself(server: Server, what: str) -> None:
    live = a_live(server.shop, state=NOT_STARTED if what == "planned" else STARTED)
    wanted = an_auction(live).product
    if what == "another is on":
        ask(server, live, "start", *rows(an_auction(live).product))
    if what == "again":
        ask(server, live, "start", *rows(wanted))
    if what == "not auctioned":
        wanted = a_product(server.shop)
        server.post(f"/campaign/{live.uid}/product", rows(wanted))
    before = AuctionRun.select().count()
    told = ask(server, live, "start", *rows(wanted))
    assert (told["status"], bool(told["message"])) == ("FAIL", True)
    assert AuctionRun.select().count() == before


def test_only_its_own_shop_starts(server: Server, charlies: Server) -> None:
    live = a_live(server.shop, state=STARTED)
    body = rows(an_auction(live).product)
    where = f"/console/{live.uid}/product/auction/start"
    assert refusal(charlies.ask("POST", where, body)) == (404, -710)
    a_share(live, charlies.shop)
    told = charlies.ask("POST", where, body)
    assert told.status_code == 403 or [each["status"] for each in told.json["results"]] == ["FAIL"]  # type: ignore[index]
    assert refusal(server.ask("POST", where, [{}])) == (400, -839)
    assert not AuctionRun.select().exists()
