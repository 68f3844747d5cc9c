"""Who may do what: every operation asked by everybody there is, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.base import new_uid
from models.content import FINISHED, NOT_STARTED
from models.message import Ban
from models.shop import Shop
from models.webhook import Webhook
from tests.api.content.conftest import Caller
from tests.api.content.test_fences import BODIES, OTHER_BODIES, QUERIES, TERMS, routes
from tests.builders import (
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
    a_shop,
    a_video,
    a_webhook,
    an_auction,
    an_event,
)
from usecases import captions, collections

CALLERS = ("the owner", "its seller", "another seller", "the borrower", "another shop")
OWN = "200 200 404 404 404"
GONE = "204 204 404 404 404"
READ = "200 200 404 200 404"
WRITE = "200 200 404 403 404"
AWAY = "204 204 404 403 404"
LIST = "200 200 200 200 200"
MAKE = "201 201 201 201 201"
SHOPS = "200 404 404 404 404"

TABLE = {
    "shop.show": "200 404 404 200 200",
    "shop.change": "200 404 404 200 200",
    "shop.rotate": "200 404 404 200 200",
    "sellers.index": LIST,
    "sellers.create": "201 403 403 201 201",
    "sellers.show": OWN,
    "sellers.update": OWN,
    "sellers.change": OWN,
    "sellers.remove": "204 403 404 404 404",
    "products.index": LIST,
    "products.create": MAKE,
    "products.show": OWN,
    "products.update": OWN,
    "products.change": OWN,
    "products.remove": GONE,
    "videos.index": LIST,
    "videos.create": MAKE,
    "videos.show": READ,
    "videos.update": WRITE,
    "videos.change": WRITE,
    "videos.remove": AWAY,
    "videos.renew": WRITE,
    "timecodes.index": READ,
    "timecodes.change": WRITE,
    "captions.index": READ,
    "captions.change": WRITE,
    "captions.remove": AWAY,
    "lives.index": LIST,
    "lives.create": MAKE,
    "lives.show": READ,
    "lives.update": WRITE,
    "lives.change": WRITE,
    "lives.remove": AWAY,
    "lives.finish": WRITE,
    "lives.events": READ,
    "lives.messages": READ,
    "lives.start": WRITE,
    "lives.rotate": WRITE,
    "live_events.create": "201 201 404 403 404",
    "live_events.remove": AWAY,
    "live_numbers.show": WRITE,
    "auctions.index": WRITE,
    "auctions.create": "201 201 404 403 404",
    "auctions.show": WRITE,
    "auctions.change": WRITE,
    "auctions.remove": AWAY,
    "auctions.start": "409 409 404 403 404",
    "auctions.end": "409 409 404 403 404",
    "auctions.reset": WRITE,
    "auctions.checkout": "409 409 404 403 404",
    "bids.index": WRITE,
    "messages.create": "201 201 404 403 404",
    "messages.show": WRITE,
    "messages.change": WRITE,
    "messages.remove": AWAY,
    "chat.show": WRITE,
    "chat.change": WRITE,
    "bans.index": WRITE,
    "bans.create": "201 201 404 403 404",
    "bans.remove": AWAY,
    "host_links.create": "201 201 404 403 404",
    "host_links.remove": AWAY,
    "live_timecodes.index": READ,
    "live_timecodes.change": WRITE,
    "approvals.video": "200 403 404 403 404",
    "approvals.live": "200 403 404 403 404",
    "shares.index": LIST,
    "shares.create": "201 404 404 403 422",
    "shares.show": SHOPS,
    "shares.remove": "204 404 404 404 404",
    "collections.index": LIST,
    "collections.create": "201 404 404 201 201",
    "collections.show": SHOPS,
    "collections.update": SHOPS,
    "collections.change": SHOPS,
    "collections.remove": "204 404 404 404 404",
    "placements.index": LIST,
    "placements.create": "201 201 422 201 422",
    "placements.show": OWN,
    "placements.update": OWN,
    "placements.change": OWN,
    "placements.remove": GONE,
    "previews.create": "201 201 404 404 404",
    "feeds.index": "200 404 404 200 200",
    "feeds.create": "201 404 404 201 201",
    "feeds.show": SHOPS,
    "feeds.change": SHOPS,
    "feeds.remove": "204 404 404 404 404",
    "feeds.refresh": "202 404 404 404 404",
    "feeds.accept": "409 404 404 404 404",
    "purchases.index": "200 404 404 200 200",
    "purchases.create": "201 404 404 201 201",
    "purchases.show": SHOPS,
    "numbers.index": LIST,
    "check.show": "200 403 403 200 200",
    "webhooks.index": "200 404 404 200 200",
    "webhooks.create": "201 404 404 201 201",
    "webhooks.show": SHOPS,
    "webhooks.change": SHOPS,
    "webhooks.remove": "204 404 404 404 404",
    "webhooks.rotate": SHOPS,
    "webhooks.send_test": "202 404 404 404 404",
    "deliveries.index": SHOPS,
    "deliveries.show": SHOPS,
    "deliveries.redeliver": "202 404 404 404 404",
}


@dataclass(frozen=True)
class World:
    """Alice's things, all of one seller's, shared with the borrower."""

    uids: dict[str, str]
    third: Shop
    external_id: str
    callers: dict[str, Caller]


@pytest.fixture
def world(client: FlaskClient, alice: Shop, charlie: Shop) -> Callable[[str], World]:
    """Make everything anew, for an operation may have changed or removed it."""
    borrower, third = a_shop("Dora"), a_shop("Emil")
    alices_key, borrowers_key, charlies_key = map(a_key, (alice, borrower, charlie))

    def make(endpoint: str) -> World:
        # Nobody hears of how a world is made.
        Webhook.delete().execute()
        larch, pine = a_seller(alice), a_seller(alice)
        sellers = [a_key(alice, seller=each) for each in (larch, pine)]
        keys = [alices_key, *sellers, borrowers_key, charlies_key]
        callers = {name: Caller(client, key) for name, key in zip(CALLERS, keys, strict=True)}
        over = endpoint == "live_timecodes.change"
        video = a_video(alice, seller=larch)
        jacket = a_product(alice, seller=larch)
        state = FINISHED if over else NOT_STARTED
        live = a_live(alice, seller=larch, state=state, products=(jacket,))
        captions.set_captions(alice, video.uid, "en", b"WEBVTT\n\n00:01.000 --> 00:02.000\nRain\n")
        for each in (video, live):
            a_share(each, borrower)
        message = a_message(live, viewer=new_uid())
        uids = {
            "sellers": larch.uid,
            "products": jacket.uid,
            "videos": video.uid,
            "lives": live.uid,
            "shares": a_share(a_video(alice)).uid,
            "collections": collections.add(alice, name="Autumn").collection.uid,
            "placements": a_placement(alice, seller=larch, content=video).uid,
            "feeds": a_feed(alice).uid,
            "events": an_event(live, "announcement", text="Soon").uid,
            "purchases": a_purchase(alice).uid,
            "messages": message.uid,
            "auctions": an_auction(live).uid,
            "bans": Ban.create(
                shop=alice, content=live, kind="soft", author="Troll", viewer=new_uid()
            ).uid,
        }
        webhook = a_webhook(alice)
        uids |= {"webhooks": webhook.uid, "deliveries": a_delivery(webhook).uid}
        return World(uids, third, larch.external_id, callers)

    return make


def body_of(endpoint: str, method: str, kind: str, caller: str, world: World) -> dict[str, Any]:
    """A body that the operation takes."""
    if endpoint == "bans.create":
        return {"message_id": world.uids["messages"]}
    if endpoint == "auctions.create":
        return {"product_id": world.uids["products"], **TERMS}
    if f"content.{endpoint}" in OTHER_BODIES:
        return OTHER_BODIES[f"content.{endpoint}"]
    if kind == "shop":
        return {"displaying": True}
    if kind == "sellers":
        known = world.external_id if method != "POST" else f"new-{caller}"
        return {"name": "Larch", "external_id": known}
    if kind == "shares":
        return {"content_id": world.uids["videos"], "app_id": world.third.app_id}
    if kind == "placements":
        return {**BODIES[kind], "content_id": world.uids["videos"]}
    return BODIES[kind]


def guarded(app: Flask) -> dict[str, tuple[str, str, str | None]]:
    """Every operation that asks for a key: its method, path and kind of raw body."""
    return {
        rule.endpoint.removeprefix("content."): (method, rule.rule, said.raw_body)
        for method, rule, said in routes(app)
        if said.scope is not None
    }


def test_every_guarded_operation_stands_in_the_table(app: Flask) -> None:
    assert set(guarded(app)) == set(TABLE)


# Who may is told from keys and rows alike in either database.
@pytest.mark.sqlite
@pytest.mark.parametrize("caller", CALLERS)
def test_everybody_may_what_the_table_says(
    app: Flask, world: Callable[[str], World], caller: str
) -> None:
    told, expected = {}, {}
    for endpoint, (method, rule, raw) in guarded(app).items():
        made = world(endpoint)
        kind = rule.split("/")[3]
        path = rule.removeprefix("/api/v1").replace("<language>", "en")
        path = path.replace("<uid>", made.uids.get(kind, ""))
        path = path.replace("<delivery>", made.uids["deliveries"])
        path = path.replace("<event>", made.uids["events"])
        for part, named in (
            ("delivery", "deliveries"),
            ("message", "messages"),
            ("ban", "bans"),
            ("auction", "auctions"),
        ):
            path = path.replace(f"<{part}>", made.uids[named])
        sent: dict[str, Any] = {}
        if raw:
            sent = {
                "data": b"WEBVTT\n\n00:01.000 --> 00:02.000\nRain\n",
                "content_type": raw,
            }
        elif method in ("POST", "PUT", "PATCH"):
            sent = {"json": body_of(endpoint, method, kind, caller, made)}
        path += QUERIES.get(f"content.{endpoint}", "")
        told[endpoint] = made.callers[caller](method, path, **sent).status_code
        expected[endpoint] = int(TABLE[endpoint].split()[CALLERS.index(caller)])
    assert told == expected


def test_lists_of_a_seller_and_of_a_stranger_hold_nothing_of_others(
    world: Callable[[str], World],
) -> None:
    made = world("lists")
    for kind in ("sellers", "products", "videos", "lives", "placements", "collections", "shares"):

        def ids(caller: str, kind: str = kind) -> list[str]:
            return [each["id"] for each in made.callers[caller].get(f"/{kind}").json["data"]]

        shared = [made.uids[kind]] if kind in ("videos", "lives") else []
        own = [] if kind in ("collections", "shares") else [made.uids[kind]]
        assert made.uids[kind] in ids("the owner"), kind
        assert ids("its seller") == own, kind
        assert ids("the borrower") == shared, kind
        assert ids("another shop") == [], kind
        assert made.uids[kind] not in ids("another seller"), kind
