"""Webhooks are told when an auction starts, ends and is reset: each once, with its result."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from gateways import queue as queues
from models import clock
from models.auction import Auction, AuctionNotOngoing, AuctionNotReady
from models.content import Content
from models.shop import Shop
from models.webhook import Delivery, Webhook
from tests.builders import a_bidder, a_webhook, an_auction
from usecases import lives, products
from usecases.auctions import arranging, running
from usecases.auctions.bidding import bid


@pytest.fixture(autouse=True)
def waiting() -> None:
    """Jobs wait: nothing is sent here."""
    queues.open_queue(queues.waiting_queue(), {}, {"deliver": str})


@pytest.fixture
def webhook(alice: Shop) -> Webhook:
    """Alice's server, told of auctions and of shows that are over."""
    kinds = ("started", "ended", "reset")
    return a_webhook(alice, events=[*(f"auction.{each}" for each in kinds), "live.finished"])


def told(webhook: Webhook) -> list[dict[str, Any]]:
    """What a webhook is told, in order."""
    rows = Delivery.select().where(Delivery.webhook == webhook).order_by(Delivery.number)
    return [orjson.loads(each.body) for each in rows]


def names(webhook: Webhook) -> list[str]:
    """The names of what a webhook is told, in order."""
    return [each["type"] for each in told(webhook)]


def test_each_step_is_told_with_what_it_came_to(
    alice: Shop, live: Content, auction: Auction, webhook: Webhook, noon: datetime
) -> None:
    running.start(alice, live.uid, auction.uid)
    noor = a_bidder(live, "Noor")
    for each, amount in ((noor, 700), (a_bidder(live, "Mo"), 800), (noor, 900)):
        bid(each, live, auction.uid, amount)
    with clock.frozen(noon + timedelta(seconds=30)):
        running.end(alice, live.uid, auction.uid)
        running.reset(alice, live.uid, auction.uid)
        running.reset(alice, live.uid, auction.uid)
    assert names(webhook) == ["auction.started", "auction.ended", "auction.reset"]
    started, ended, reset = (each["data"] for each in told(webhook))
    assert started == {
        "id": auction.uid,
        "type": "auction",
        "live_id": live.uid,
        "product_id": auction.product.uid,
        "product_ref": None,
        "run": 1,
        "currency": "EUR",
        "starting_price": "7.00",
        "bids": 0,
        "round": 1,
        "started_at": "2026-06-15T12:00:00.000Z",
        "ending_at": "2026-06-15T12:02:00.000Z",
        "ended_at": None,
    }
    came_to = {"bids": 3, "round": 3, "ended_at": "2026-06-15T12:00:30.000Z"}
    winner = {"user": "Noor@shop", "name": "Noor", "viewer_id": noor.uid}
    assert ended == {**started, **came_to, "winning_price": "9.00", "winner": winner}
    assert reset == {**started, **came_to}


def test_an_end_without_a_bid_is_told_without_a_winner(
    alice: Shop, live: Content, auction: Auction, webhook: Webhook
) -> None:
    running.start(alice, live.uid, auction.uid)
    running.end(alice, live.uid, auction.uid)
    ended = told(webhook)[-1]["data"]
    assert (ended["winning_price"], ended["winner"], ended["round"]) == (None, None, 1)


def test_what_the_clock_ends_is_told_once_whoever_comes_first(
    alice: Shop, live: Content, auction: Auction, webhook: Webhook, noon: datetime
) -> None:
    acts: dict[str, Any] = {
        "the stage": running.end_due,
        "a reset": lambda: running.reset(alice, live.uid, auction.uid),
        "the next start": lambda: running.start(alice, live.uid, an_auction(live).uid),
        "a removal": lambda: arranging.remove(alice, live.uid, auction.uid),
        "its product's removal": lambda: products.remove(alice, auction.product.uid),
        "the end of the show": lambda: lives.finish(
            alice, live.uid, finished=True, ends_at=clock.now()
        ),
    }
    before = 0
    for number, act in enumerate(acts.values()):
        at = noon + timedelta(hours=number)
        with clock.frozen(at):
            if number > 2:
                auction = an_auction(live)
            running.reset(alice, live.uid, auction.uid)
            running.start(alice, live.uid, auction.uid)
        with clock.frozen(at + timedelta(seconds=130)):
            act()
            running.end_due()
            running.end_due()
        of_this = [each["data"] for each in told(webhook)[before:] if "run" in each["data"]]
        mine = [each for each in of_this if each["id"] == auction.uid]
        ends = [each["ended_at"] for each in mine if "winner" in each]
        assert ends == [f"{at + timedelta(seconds=120):%Y-%m-%dT%H:%M:%S}.000Z"], list(acts)[number]
        before = len(told(webhook))


def test_a_show_that_ends_ends_its_auction_first(
    alice: Shop, live: Content, auction: Auction, webhook: Webhook
) -> None:
    running.start(alice, live.uid, auction.uid)
    lives.finish(alice, live.uid, finished=True, ends_at=clock.now())
    assert names(webhook) == ["auction.started", "auction.ended", "live.finished"]


def test_a_step_that_is_refused_or_changes_nothing_is_told_to_nobody(
    alice: Shop, charlie: Shop, live: Content, auction: Auction, webhook: Webhook
) -> None:
    others = a_webhook(charlie)
    with pytest.raises(AuctionNotOngoing):
        running.end(alice, live.uid, auction.uid)
    running.reset(alice, live.uid, auction.uid)
    running.start(alice, live.uid, auction.uid)
    with pytest.raises(AuctionNotReady):
        running.start(alice, live.uid, auction.uid)
    assert (names(webhook), names(others)) == (["auction.started"], [])
