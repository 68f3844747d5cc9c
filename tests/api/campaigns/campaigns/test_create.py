"""`POST /v2/<access key>/campaign`."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.broadcast import HAND, Broadcast
from models.content import NOT_STARTED, Content
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, a_server, refusal
from tests.builders import a_key, a_seller
from usecases import brands
from usecases.numerals import numeral_of


def test_a_campaign_is_planned(server: Server, client: FlaskClient) -> None:
    seller = a_seller(server.shop)
    brand = brands.add(server.shop, name="Larch", identifier="larch")
    sent = {
        "title": "Autumn show",
        "description": "For the console",
        "tags": "rain, autumn",
        "rehearsalPasscode": "0042",
        "serveReplay": False,
        "brand": {"brandId": int(numeral_of(brand.uid))},
        "scheduledStartAt": "2026-11-01T09:00:00Z",
        "scheduledEndAt": "2026-11-01T11:00:00+01:00",
    }
    named = {"sellerId": int(numeral_of(seller.uid))}
    told = server.post("/campaign", {"campaignMeta": sent, "seller": named})
    meta = told["campaignMeta"]
    assert meta["campaignStatus"] == "READY"
    assert (meta["brand"]["identifier"], meta["brand"]["name"]) == ("larch", "Larch")
    assert meta["tags"] == ["rain", "autumn"]
    assert meta["scheduledEndAt"] == "2026-11-01T10:00:00Z"
    same = ("title", "description", "rehearsalPasscode", "serveReplay", "scheduledStartAt")
    assert {name: meta[name] for name in same} == {name: sent[name] for name in same}
    assert told["seller"]["sellerId"] == numeral_of(seller.uid)
    live = Content.get(Content.uid == meta["campaignKey"])
    assert (live.state, live.listed) == (NOT_STARTED, False)
    assert Broadcast.get(Broadcast.content == live).starts_by == HAND
    other = client.get(f"/api/v1/lives/{live.uid}", headers=a_key(server.shop))
    attributes = other.json["data"]["attributes"]
    assert attributes["start_date"] == "2026-11-01T09:00:00.000Z"
    assert attributes["end_date"] == "2026-11-01T10:00:00.000Z"
    assert attributes["stream_key"] == told["stream"]["streamKey"]


def test_the_least_is_a_title(server: Server) -> None:
    meta = server.post("/campaign", {"campaignMeta": {"title": "x", "tags": None}})["campaignMeta"]
    assert meta["tags"] is meta["brand"] is meta["scheduledStartAt"] is None
    assert meta["serveReplay"] is True
    assert len(meta["rehearsalPasscode"]) == 4
    assert meta["rehearsalPasscode"].isdigit()


@pytest.mark.parametrize(
    ("meta", "number"),
    [
        ({"title": ""}, -837),
        ({"title": "  "}, -837),
        ({}, -510),
        ({"title": None}, -510),
        ({"title": 7}, -510),
        ({"title": "x" * 501}, -510),
        ({"title": "x\u0000"}, -510),
        ({"title": "x", "tags": ",".join(map(str, range(11)))}, -510),
        ({"title": "x", "tags": [1]}, -510),
        ({"title": "x", "rehearsalPasscode": "123"}, -510),
        ({"title": "x", "rehearsalPasscode": "12a4"}, -510),
        ({"title": "x", "serveReplay": "no"}, -510),
        ({"title": "x", "brand": {"brandId": 77}}, -510),
        ({"title": "x", "brand": {"brandId": True}}, -510),
        ({"title": "x", "brand": {"brandId": -1}}, -510),
        ({"title": "x", "brand": {"brandId": 2**63}}, -510),
        ({"title": "x", "brand": {"brandId": "' or 1=1"}}, -510),
        ({"title": "x", "scheduledStartAt": "tomorrow"}, -510),
        ({"title": "x", "scheduledStartAt": 1667294430000}, -510),
        (
            {
                "title": "x",
                "scheduledStartAt": "2026-11-01T09:00:00Z",
                "scheduledEndAt": "2026-11-01T08:00:00Z",
            },
            -510,
        ),
        ({"title": "x", "unknown": 1}, -510),
    ],
    ids=str,
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(
    server: Server, meta: dict[str, Any], number: int
) -> None:
    answer = server.ask("POST", "/campaign", {"campaignMeta": meta})
    assert refusal(answer) == (400, number)
    assert not Content.select().exists()


@pytest.mark.parametrize("body", [[], {}, "x", {"campaignMeta": []}, {"campaignMeta": None}])
def test_another_body_is_refused(server: Server, body: Any) -> None:
    assert refusal(server.ask("POST", "/campaign", body)) == (400, -510)


def test_other_shops_sellers_and_brands_cannot_be_named(server: Server, charlie: Shop) -> None:
    seller = {"sellerId": numeral_of(a_seller(charlie).uid)}
    body = {"campaignMeta": {"title": "x"}, "seller": seller}
    assert refusal(server.ask("POST", "/campaign", body)) == (400, -510)
    brand = brands.add(charlie, name="Larch", identifier="larch")
    body = {"campaignMeta": {"title": "x", "brand": {"brandId": numeral_of(brand.uid)}}}
    assert refusal(server.ask("POST", "/campaign", body)) == (400, -510)
    assert not Content.select().exists()


def test_a_sellers_campaign_is_the_sellers(client: FlaskClient, alice: Shop) -> None:
    seller, other = a_seller(alice), a_seller(alice)
    server = a_sellers_server(client, seller)
    told = server.post("/campaign", {"campaignMeta": {"title": "x"}})
    assert told["seller"]["sellerId"] == numeral_of(seller.uid)
    body = {"campaignMeta": {"title": "x"}, "seller": {"sellerId": numeral_of(other.uid)}}
    assert refusal(server.ask("POST", "/campaign", body)) == (400, -510)


def test_keys_that_only_read_plan_nothing(client: FlaskClient, alice: Shop) -> None:
    server = a_server(client, alice, scopes=["content.read"])
    body = {"campaignMeta": {"title": "x"}}
    assert refusal(server.ask("POST", "/campaign", body)) == (403, -510)
    assert not Content.select().exists()


def test_one_request_sent_twice_plans_one(server: Server) -> None:
    path = f"/v2/{server.shop.access_key}/campaign"
    headers = {"Authorization": f"Bearer {server.token}", "Idempotency-Key": "once"}
    body = {"campaignMeta": {"title": "x"}}
    first, second = (server.client.post(path, json=body, headers=headers) for _ in range(2))
    assert first.json == second.json
    assert Content.select().count() == 1
