"""`PUT /v2/<access key>/console/<key>/product/stockStatus`."""

from __future__ import annotations

from typing import Any

import orjson

from models.broadcast import LiveChange
from models.content import STARTED, Content
from tests.api.campaigns.campaign_products.ways import place_of, rows
from tests.api.campaigns.conftest import Server, refusal
from tests.builders import a_live, a_product, a_share, an_event
from usecases import watching
from usecases.numerals import numeral_of
from usecases.playbill import watch_live


def where(live: Content) -> str:
    return f"/console/{live.uid}/product/stockStatus"


def state(server: Server, live: Content) -> Any:
    return server.client.get(f"/audience/v1/lives/{live.uid}/state").get_json()["screen"]


def test_viewers_are_told_at_once_and_the_page_from_then_on(server: Server) -> None:
    mug, cup = a_product(server.shop), a_product(server.shop, external_id="P-2")
    live = a_live(server.shop, products=(mug, cup), state=STARTED)
    an_event(live, "product", product=mug)
    body = [*rows(mug), {"customerProductId": "P-2"}]
    told = server.put(where(live), body, stockStatus="SOLD_OUT")
    assert told["results"][0] == {
        "productId": numeral_of(mug.uid),
        "message": None,
        "status": "UPDATE",
    }
    assert (told["successCount"], told["failCount"], told["totalCount"]) == (2, 0, 2)
    sold = {"in_stock": False, "low_stock": False}
    pushed = orjson.loads(LiveChange.get().body)
    assert pushed == state(server, live)
    assert pushed["stock"] == {mug.uid: sold, cup.uid: sold}
    assert {**pushed["products"][0], **sold} == pushed["products"][0]
    assert [each.in_stock for each in watch_live(live.uid).offers] == [False, False]
    server.put(where(live), rows(cup), stockStatus="LOW_IN_STOCK")
    offers = watch_live(live.uid).offers
    assert [(each.in_stock, each.low) for each in offers] == [(False, False), (True, True)]
    told = server.get(place_of(live))
    assert [each["stockStatus"] for each in told] == ["SOLD_OUT", "LOW_IN_STOCK"]
    assert isinstance(offers[0], watching.Offer)


def test_it_is_said_for_this_campaign_alone(server: Server, key: dict[str, str]) -> None:
    mug = a_product(server.shop, in_stock=True)
    live, other = (a_live(server.shop, products=(mug,), state=STARTED) for _ in "12")
    server.put(where(live), rows(mug), stockStatus="SOLD_OUT")
    assert [each["stockStatus"] for each in server.get(place_of(other))] == ["IN_STOCK"]
    own = server.client.get(f"/api/v1/products/{mug.uid}", headers=key).get_json()
    assert own["data"]["attributes"]["in_stock"] is True
    server.put(where(live), rows(mug), stockStatus="IN_STOCK")
    assert state(server, live)["stock"] == {mug.uid: {"in_stock": True, "low_stock": False}}


def test_what_cannot_be_said_fails(server: Server, charlies: Server) -> None:
    mug = a_product(server.shop)
    live = a_live(server.shop, products=(mug,), state=STARTED)
    told = server.put(where(live), rows(a_product(server.shop), mug), stockStatus="SOLD_OUT")
    assert [each["status"] for each in told["results"]] == ["FAIL", "UPDATE"]
    for query in ({}, {"stockStatus": "ON_SALE"}):
        assert refusal(server.ask("PUT", where(live), rows(mug), **query)) == (400, -510)
    assert refusal(server.ask("PUT", where(live), [{}], stockStatus="SOLD_OUT")) == (400, -839)
    args = ("PUT", where(live), rows(mug))
    assert refusal(charlies.ask(*args, stockStatus="IN_STOCK")) == (404, -710)
    a_share(live, charlies.shop)
    assert refusal(charlies.ask(*args, stockStatus="IN_STOCK")) == (403, -510)
    assert server.get(place_of(live))[0]["stockStatus"] == "SOLD_OUT"
