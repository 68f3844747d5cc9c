"""Webhooks in the campaigns' spelling: campaigns that start and end, auctions, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateways import queue as queues
from gateways import webhooks as gateway
from models import clock
from models.auction import Auction
from models.broadcast import HAND
from models.content import STARTED, Content
from models.shop import Shop
from models.webhook import CAMPAIGNS, Delivery, Webhook
from tests.api.campaigns.conftest import Server
from tests.builders import (
    a_bidder,
    a_key,
    a_live,
    a_product,
    a_webhook,
    an_auction,
)
from tests.conftest import NOON
from tests.receivers import receiving
from usecases import airing, deliveries, events, lives, products
from usecases.auctions import bidding, running
from usecases.numerals import numeral_of
from usecases.signing import signed_headers


@pytest.fixture(autouse=True)
def waiting(app: Flask) -> None:
    """Jobs wait: what is told is looked at before it is sent."""
    queues.open_queue(queues.waiting_queue(), {}, {"deliver": deliveries.deliver})


@pytest.fixture
def webhook(alice: Shop) -> Webhook:
    """A webhook of Alice's that wants campaigns."""
    return a_webhook(alice, format=CAMPAIGNS)


def told(webhook: Webhook) -> list[tuple[str, Any]]:
    """What a webhook was told: events and bodies, in order."""
    rows = Delivery.select().where(Delivery.webhook == webhook).order_by(Delivery.number)
    return [(each.event, orjson.loads(each.body)) for each in rows]


def test_a_campaign_is_sent_when_it_starts_and_ends(
    server: Server, alice: Shop, webhook: Webhook, noon: datetime
) -> None:
    live = a_live(alice, products=(a_product(alice), a_product(alice)), starts_by=HAND)
    airing.start(alice, live.uid)
    shown = server.get(f"/campaign/{live.uid}", includeAuctionDetail="true")
    lives.finish(alice, live.uid, finished=True, ends_at=NOON + timedelta(hours=1))
    over = server.get(f"/campaign/{live.uid}", includeAuctionDetail="true")
    [(first, started), (second, ended)] = told(webhook)
    assert (first, second) == ("live.started", "live.finished")
    assert started["campaignMeta"]["campaignStatus"] == "ONAIR"
    assert ended["campaignMeta"]["campaignStatus"] == "ENDED"
    for sent, asked in ((started, shown), (ended, over)):
        # What opens doors is for keys to ask for.
        asked["campaignMeta"]["rehearsalPasscode"] = None
        asked["stream"] |= {"streamKey": None, "streamUrl": None}
        assert sent == asked


def test_an_auction_is_sent_as_it_stood(
    server: Server, alice: Shop, webhook: Webhook, noon: datetime
) -> None:
    product = a_product(alice)
    live = a_live(alice, state=STARTED, started_at=noon)
    auction = an_auction(live, product)
    running.start(alice, live.uid, auction.uid)
    bidding.bid(a_bidder(live), live, auction.uid, amount="8.00", run=1, key="a")
    running.end(alice, live.uid, auction.uid)
    running.reset(alice, live.uid, auction.uid)
    bodies = [body for _, body in told(webhook)]
    assert [each["action"] for each in bodies] == ["START_AUCTION", "END_AUCTION", "RESET_AUCTION"]
    for each in bodies:
        assert set(each) == {"action", "campaignMeta", "campaignProduct"}
        assert each["campaignMeta"]["campaignKey"] == live.uid
        assert each["campaignProduct"]["productId"] == numeral_of(product.uid)
    begun, ended, ready = (each["campaignProduct"]["auction"] for each in bodies)
    assert (begun["auctionStatus"], begun["currentPrice"]) == ("ONGOING", 7.0)
    assert (ended["auctionStatus"], ended["winningPrice"]) == ("ENDED", 8.0)
    assert ended["winner"]["userId"] == "Noor@shop"
    assert (ready["auctionStatus"], ready["winner"]) == ("READY", None)


def test_an_auction_that_the_clock_ends_is_sent_once(
    alice: Shop, webhook: Webhook, noon: datetime
) -> None:
    live = a_live(alice, state=STARTED, started_at=noon)
    auction: Auction = an_auction(live)
    running.start(alice, live.uid, auction.uid)
    with clock.frozen(NOON + timedelta(minutes=5)):
        running.end_due()
        running.end_due()
    last = told(webhook)[1:]
    assert [(event, body["action"]) for event, body in last] == [("auction.ended", "END_AUCTION")]
    [(_, body)] = last
    assert body["campaignProduct"]["auction"]["winner"] is None
    assert body["campaignProduct"]["auction"]["endedAt"] == 1781524920000


def test_what_campaigns_have_no_message_for_is_not_sent(alice: Shop, webhook: Webhook) -> None:
    plain = a_webhook(alice)
    products.add(alice, name="Jacket")
    made = lives.add(alice, name="Show")
    lives.remove(alice, made.content.uid)
    assert told(webhook) == []
    assert len(told(plain)) == 3
    assert Webhook.get_by_id(webhook.id).number == 0


def test_only_what_was_asked_for_is_sent(alice: Shop, charlie: Shop, noon: datetime) -> None:
    ends = a_webhook(alice, format=CAMPAIGNS, events=["live.finished"])
    theirs = a_webhook(charlie, format=CAMPAIGNS)
    live = a_live(alice, starts_by=HAND)
    airing.start(alice, live.uid)
    lives.finish(alice, live.uid, finished=True, ends_at=noon)
    assert [event for event, _ in told(ends)] == ["live.finished"]
    assert told(theirs) == []


def test_it_is_sent_signed_and_tried_again_under_one_id(
    alice: Shop, webhook: Webhook, noon: datetime
) -> None:
    gateway.configure(private=True)
    try:
        with receiving() as receiver:
            Webhook.update(url=receiver.url).where(Webhook.id == webhook.id).execute()
            airing.start(alice, a_live(alice, starts_by=HAND).uid)
            good, receiver.answers = receiver.answers, lambda handler: handler.send_error(500)
            deliveries.deliver(webhook.uid)
            receiver.answers = good
            with clock.frozen(NOON + timedelta(minutes=1)):
                deliveries.deliver(webhook.uid)
                deliveries.deliver(webhook.uid)
                now = clock.now()
    finally:
        gateway.configure(private=False)
    first, second = receiver.came
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert second.headers["Vitrine-Event"] == "live.started"
    signed = signed_headers([webhook.secret], second.headers["webhook-id"], now, second.body)
    assert signed["webhook-signature"] == second.headers["webhook-signature"]


def test_a_slip_in_spelling_stops_no_show(
    alice: Shop, webhook: Webhook, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: dict[str, Callable[..., bytes]] = {"live.started": lambda *_: bytes(1 // 0)}
    monkeypatch.setattr(events._spelling, "formats", {CAMPAIGNS: broken})
    live = a_live(alice, starts_by=HAND)
    airing.start(alice, live.uid)
    assert Content.get_by_id(live.id).state == STARTED
    assert told(webhook) == []


def test_a_format_is_chosen_with_the_events_it_has(client: FlaskClient, alice: Shop) -> None:
    key = a_key(alice)
    sent = {"url": "https://hooks.example/", "events": ["live.started"], "format": "campaigns"}

    def call(method: str, path: str = "", **changes: Any) -> Any:
        return client.open(f"/api/v1/webhooks{path}", method=method, json=changes, headers=key)

    made = call("POST", **sent)
    assert (made.status_code, made.json["data"]["attributes"]["format"]) == (201, "campaigns")
    path = f"/{made.json['data']['id']}"
    for changes, pointer in (
        ({"events": ["live.started", "product.created"]}, "/events/1"),
        ({"format": "xml"}, "/format"),
        ({"format": None}, "/format"),
    ):
        for answer in (call("POST", **{**sent, **changes}), call("PATCH", path, **changes)):
            assert answer.status_code == 422, answer.json
            assert answer.json["errors"][0]["source"]["pointer"] == pointer
    plain = call("PATCH", path, format="vitrine", events=["product.created"])
    assert plain.json["data"]["attributes"]["format"] == "vitrine"
    refused = call("PATCH", path, format="campaigns")
    assert refused.json["errors"][0]["source"]["pointer"] == "/events/0"
