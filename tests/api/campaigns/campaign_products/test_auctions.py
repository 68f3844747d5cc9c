"""`GET /v2/<access key>/campaign/<key>/product/auction`."""

from __future__ import annotations

from models.content import STARTED, ContentProduct
from tests.api.campaigns.campaign_products.ways import place_of
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_product, an_auction


def test_only_auctioned_products_are_listed_with_their_auctions(server: Server) -> None:
    live = a_live(server.shop, products=(a_product(server.shop, name="Plain"),), state=STARTED)
    an_auction(live, a_product(server.shop, name="Mug"))
    [told] = server.get(f"{place_of(live)}/auction")
    assert told["name"] == "Mug"
    ready = ("auctionStatus", "startingPrice", "currentPrice", "bidRound", "recommendedPrices")
    assert [told["auction"][each] for each in ready] == ["READY", 7.0, 7.0, 1, None]
    absent = ("winningPrice", "winner", "leader", "startedAt", "endingAt", "endedAt")
    assert [told["auction"][each] for each in absent] == [None] * 6


def test_a_group_is_listed_alone_and_an_unknown_one_is_empty(server: Server) -> None:
    live = a_live(server.shop)
    first, second = an_auction(live), an_auction(live)
    ContentProduct.update(group=3).where(ContentProduct.product == second.product).execute()
    where = f"{place_of(live)}/auction"
    assert len(server.get(where)) == 2
    [told] = server.get(where, groupId=3)
    assert told["auction"]["startingPrice"] == 7.0
    assert told["sortOrder"] == 2
    assert first.uid != second.uid
    assert server.get(where, groupId=4) == server.get(where, groupId="x") == []


def test_another_shop_sees_none(server: Server, charlies: Server) -> None:
    live = a_live(server.shop)
    an_auction(live)
    assert refusal(charlies.ask("GET", f"{place_of(live)}/auction")) == (404, -710)
