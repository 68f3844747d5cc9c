"""Who may enter: every route, so that a new one cannot forget to ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from api.operation import Operation
from models.base import new_uid
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import (
    a_ban,
    a_delivery,
    a_feed,
    a_key,
    a_live,
    a_message,
    a_placement,
    a_product,
    a_purchase,
    a_seller,
    a_share,
    a_video,
    a_webhook,
    an_auction,
)
from usecases import collections
from usecases.webhooks import deliveries_of

# Routes whose address is the permission, or that show nothing of any shop.
PUBLIC = {
    "content.displayed_data.show",
    "content.displayed_data.video",
    "content.displayed_data.live",
    "content.displayed_data.collection",
    "content.uploads.show",
    "content.uploads.change",
    "content.description.show",
    "content.docs.show",
    "content.docs.styles",
    "content.docs.script",
}


# What a reading operation has to be asked.
QUERIES = {"content.check.show": "?url=https://nowhere.example/"}

# What a page of the shop may do as well, by app id and origin.
OPEN_TO_PAGES = {"content.purchases.create"}


def routes(app: Flask) -> Iterator[tuple[str, Rule, Operation]]:
    """Every method of every route of this API, with its operation."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("content."):
            said = app.view_functions[rule.endpoint].operation  # type: ignore[attr-defined]
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, rule, said


def every_uid(shop: Shop) -> dict[str, str]:
    """A row of each resource of the shop."""
    webhook = a_webhook(shop, state="paused")
    a_delivery(webhook)
    product = a_product(shop)
    live = a_live(shop, products=(product,))
    return {
        "sellers": a_seller(shop).uid,
        "products": product.uid,
        "videos": a_video(shop).uid,
        "lives": live.uid,
        "message": a_message(live, question=True, viewer=new_uid(), address="a" * 64).uid,
        "ban": a_ban(live).uid,
        "auction": an_auction(live).uid,
        "shares": a_share(a_video(shop)).uid,
        "collections": collections.add(shop, name="Autumn").collection.uid,
        "placements": a_placement(shop).uid,
        "webhooks": webhook.uid,
        "purchases": a_purchase(shop).uid,
        "feeds": a_feed(shop).uid,
    }


# A body that every operation but for its unknown ids would take.
BODIES = {
    "sellers": {"name": "Larch", "external_id": "x"},
    "products": {"name": "Jacket"},
    "videos": {"name": "Rain"},
    "lives": {"name": "Show", "start_date": "2026-06-15T12:00:00Z"},
    "shares": {"content_id": "x", "app_id": "x"},
    "collections": {"name": "Autumn"},
    "placements": {"name": "Home", "component": "embed"},
    "feeds": {"url": "https://shop.example/feed.xml"},
    "purchases": {"total": 1, "products": [{"id": "SKU-1", "quantity": 1}]},
    "webhooks": {"url": "https://hooks.example/", "events": ["*"]},
}
TERMS = {"starting_price": "7.00", "increment": "1.00", "duration_seconds": 120}
OTHER_BODIES: dict[str, dict[str, object]] = {
    "content.timecodes.change": {"timecodes": []},
    "content.live_timecodes.change": {"timecodes": []},
    "content.webhooks.rotate": {},
    "content.live_events.create": {"type": "announcement", "text": "Free delivery"},
    "content.lives.start": {},
    "content.lives.rotate": {},
    "content.auctions.create": {"product_id": "x", **TERMS},
    "content.auctions.change": TERMS,
    "content.auctions.checkout": {"checkout_url": "https://shop.example/pay"},
    "content.messages.create": {"message": "Welcome"},
    "content.messages.change": {"moderated": True},
    "content.chat.change": {"open": False},
    "content.bans.create": {"message_id": "0" * 32},
    "content.host_links.create": {"name": "Anna"},
    "content.previews.create": {"url": "https://shop.example/"},
    "content.lives.finish": {"is_finished": True, "end_date": "2026-06-15T13:00:00Z"},
}


def test_the_public_routes_are_known_by_name(app: Flask) -> None:
    public = {rule.endpoint for _, rule, said in routes(app) if said.scope is None}
    assert public == PUBLIC
    assert {rule.endpoint for _, rule, said in routes(app) if said.pages} == OPEN_TO_PAGES


def test_without_a_key_nobody_enters(app: Flask, client: FlaskClient, alice: Shop) -> None:
    uids = every_uid(alice)
    asked = 0
    for method, rule, said in routes(app):
        if said.scope is None:
            continue
        path = rule.rule.replace("<uid>", uids.get(rule.rule.split("/")[3], "x"))
        for headers in (
            {},
            {"App-Id": alice.app_id},
            {"App-Id": alice.app_id, "Api-Key": "vtrn_test_" + "0" * 64},
        ):
            answer = client.open(path, method=method, headers=headers)
            assert answer.status_code == 401, (method, path)
            assert answer.json["errors"][0]["status"] == "401"
            asked += 1
    assert asked > 60


def test_a_key_for_reading_does_not_write(app: Flask, client: FlaskClient, alice: Shop) -> None:
    headers = a_key(alice, scopes=["content.read"])
    writing = [
        (method, rule) for method, rule, said in routes(app) if said.scope == "content.write"
    ]
    assert len(writing) > 15
    for method, rule in writing:
        answer = client.open(rule.rule.replace("<uid>", "x"), method=method, headers=headers)
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (403, "out-of-scope")
    assert client.get("/api/v1/videos", headers=headers).status_code == 200


def test_writing_takes_the_scope_of_writing(app: Flask) -> None:
    wrong = [
        (method, rule.rule)
        for method, rule, said in routes(app)
        if said.scope and (method == "GET") is (said.scope == "content.write")
    ]
    assert not wrong


def test_what_is_alices_does_not_exist_for_charlie(
    app: Flask, alice: Shop, alices: Caller, charlies: Caller
) -> None:
    uids = every_uid(alice)
    before = {path: alices.get(f"/{path}/{uid}").json for path, uid in uids.items()}
    asked = 0
    for method, rule, said in routes(app):
        if "<uid>" not in rule.rule or said.scope is None:
            continue
        kind = rule.rule.split("/")[3]
        body = BODIES[kind]
        body = OTHER_BODIES.get(rule.endpoint, body)
        path = rule.rule.removeprefix("/api/v1").replace("<language>", "en")
        sent = (
            {"data": b"WEBVTT\n\n", "content_type": said.raw_body}
            if said.raw_body
            else {"json": body}
        )
        foreign = charlies(method, path.replace("<uid>", uids[kind]), **sent)
        unknown = charlies(method, path.replace("<uid>", "0" * 32), **sent)
        assert foreign.status_code == 404, (method, path)
        assert foreign.json == unknown.json, "a foreign id must not be told from an unknown one"
        asked += 1
    assert asked > 20
    assert {path: alices.get(f"/{path}/{uid}").json for path, uid in uids.items()} == before


def test_lists_show_nothing_of_another_shop(app: Flask, alice: Shop, charlies: Caller) -> None:
    every_uid(alice)
    for method, rule, said in routes(app):
        if method == "GET" and said.paged and "<uid>" not in rule.rule:
            answer = charlies.get(rule.rule.removeprefix("/api/v1"))
            assert answer.json["data"] == []
            assert answer.headers["Total-Count"] == "0"


def test_no_cache_keeps_what_a_key_was_needed_for(app: Flask, alice: Shop, alices: Caller) -> None:
    uids = every_uid(alice)
    for method, rule, said in routes(app):
        if method == "GET" and said.scope:
            path = rule.rule.removeprefix("/api/v1")
            delivery = next(iter(deliveries_of(alice, uids["webhooks"]).part(1, 1)))
            path = path.replace("<delivery>", delivery.uid).replace("<message>", uids["message"])
            path = path.replace("<auction>", uids["auction"])
            path = path.replace("<uid>", uids.get(path.split("/")[1], ""))
            answer = alices.get(path + QUERIES.get(rule.endpoint, ""))
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    ("resource", "field"),
    [
        ("products", "seller_id"),
        ("videos", "seller_id"),
        ("videos", "product_ids"),
        ("lives", "seller_id"),
        ("lives", "product_ids"),
        ("shares", "content_id"),
        ("collections", "content_ids"),
        ("placements", "content_id"),
        ("placements", "collection_id"),
        ("feeds", "seller_id"),
    ],
)
def test_what_is_alices_cannot_be_named_in_what_charlie_sends(
    alice: Shop, charlies: Caller, resource: str, field: str
) -> None:
    uids = every_uid(alice)
    named = {"seller": "sellers", "product": "products", "content": "videos"}
    foreign = uids[named.get(field.split("_")[0], "collections")]

    def sent(uid: str) -> dict[str, object]:
        return {**BODIES[resource], field: [uid] if field.endswith("s") else uid}

    refused = charlies.post(f"/{resource}", sent(foreign))
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"]["pointer"].startswith(f"/{field}")
    assert refused.json == charlies.post(f"/{resource}", sent("0" * 32)).json
    assert charlies.get(f"/{resource}").json["data"] == []


@pytest.mark.parametrize("filtered", ["product_id", "seller_id"])
def test_filters_find_nothing_by_what_is_alices(
    alice: Shop, charlie: Shop, charlies: Caller, filtered: str
) -> None:
    a_video(charlie)
    uid = every_uid(alice)[{"product_id": "products", "seller_id": "sellers"}[filtered]]
    assert charlies.get(f"/videos?{filtered}={uid}").json["data"] == []


@pytest.mark.parametrize(
    ("app_id", "api_key"),
    [
        ("App-Id", "Api-Key"),
        ("X-App-Id", "X-Api-Key"),
        ("APP-ID", "APP-KEY"),
        ("app-id", "app-key"),
    ],
)
def test_credentials_have_several_spellings(
    client: FlaskClient, key: dict[str, str], app_id: str, api_key: str
) -> None:
    headers = {app_id: key["App-Id"], api_key: key["Api-Key"]}
    assert client.get("/api/v1/videos", headers=headers).status_code == 200


def test_a_key_opens_its_own_shop_alone(
    client: FlaskClient, key: dict[str, str], charlie: Shop
) -> None:
    headers = {**key, "App-Id": charlie.app_id}
    answer = client.get("/api/v1/videos", headers=headers)
    assert answer.status_code == 401
    assert answer.json["errors"][0]["code"] == "bad-credentials"


def test_credentials_in_the_address_open_nothing(client: FlaskClient, key: dict[str, str]) -> None:
    query = f"?App-Id={key['App-Id']}&Api-Key={key['Api-Key']}"
    assert client.get(f"/api/v1/videos{query}").status_code == 401
