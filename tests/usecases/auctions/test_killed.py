"""Processes killed at the worst moment, or doing the same at once: nothing is lost or doubled."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import orjson
import pytest

from gateways import queue as queues
from models import clock
from models.auction import Auction, Bid
from models.content import Content
from models.database import HOME
from models.shop import Shop
from models.webhook import Delivery, Webhook
from tests.builders import a_bidder, a_webhook, an_auction
from usecases import changes, deliveries
from usecases.auctions import running
from usecases.auctions.bidding import bid

# What another process does at a moment: it bids, or ends what is due, and is killed meanwhile.
OTHER = """
import os, signal, sys
from datetime import datetime
from gateways import queue
from models import clock
from models.content import Content
from models.database import connected, database, open_database
from tests.builders import a_bidder
from usecases.auctions import bidding, running

url, at, act, killed, live, auction, viewer = sys.argv[1:]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
open_database(url)
queue.open_queue(queue.waiting_queue(), {}, {"deliver": str})
if killed == "before":
    running.telling.tell_shop = die
with connected(), clock.frozen(datetime.fromisoformat(at)), database.atomic():
    if killed == "after":
        database.after_commit(die)
    if act == "bid":
        content = Content.get(Content.uid == live)
        bidding.bid(a_bidder(content, uid=viewer), content, auction, 900, run=1, key="k")
    else:
        running.end_due()
"""
ACTS = ("bid", "end")
Process = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(autouse=True)
def waiting() -> None:
    """Jobs wait: nothing is sent here."""
    queues.open_queue(queues.waiting_queue(), {}, {"deliver": deliveries.deliver})


@pytest.fixture
def webhook(alice: Shop) -> Webhook:
    """Alice's server, told of ends."""
    return a_webhook(alice, events=["auction.ended"])


@pytest.fixture
def auction(alice: Shop, live: Content) -> Auction:
    """An auction, on since noon, that a bid of 9.00 ends."""
    made = an_auction(live, maximum_amount=900)
    running.start(alice, live.uid, made.uid)
    return made


@pytest.fixture
def process(database_url: str, live: Content, auction: Auction) -> Process:
    """Start a process that does an act, and is killed `before` or `after` that is kept."""

    def start(act: str, at: datetime, viewer: str, killed: str = "") -> subprocess.Popen[bytes]:
        said = (database_url, at.isoformat(), act, killed, live.uid, auction.uid, viewer)
        return subprocess.Popen([sys.executable, "-c", OTHER, *said], cwd=HOME.parent)

    return start


def ends(live: Content) -> list[str]:
    """The moments of end that viewers were told."""
    said = [orjson.loads(each.body) for each in changes.since(live.id, 0)]
    return [each["ended_at"] for each in said if each.get("state") == "ended"]


@pytest.mark.parametrize("act", ACTS)
def test_what_was_not_kept_has_not_happened_and_can_be_done_again(
    live: Content, auction: Auction, webhook: Webhook, noon: datetime, process: Process, act: str
) -> None:
    viewer, at = a_bidder(live), noon + timedelta(seconds=60 if act == "bid" else 130)
    known = changes.latest(live.id)
    assert process(act, at, viewer.uid, "before").wait(120) == -signal.SIGKILL
    assert (Bid.select().count(), Delivery.select().count(), changes.latest(live.id)) == (
        0,
        0,
        known,
    )
    with clock.frozen(at):
        if act == "bid":
            assert not bid(viewer, live, auction.uid, 900, run=1, key="k").again
        running.end_due()
    assert (len(ends(live)), Delivery.select().count()) == (1, 1)


@pytest.mark.parametrize("act", ACTS)
def test_what_was_kept_is_told_though_its_process_is_gone(
    live: Content, auction: Auction, webhook: Webhook, noon: datetime, process: Process, act: str
) -> None:
    viewer, at = a_bidder(live), noon + timedelta(seconds=60 if act == "bid" else 130)
    assert process(act, at, viewer.uid, "after").wait(120) == -signal.SIGKILL
    with clock.frozen(at + timedelta(seconds=1)):
        if act == "bid":
            assert bid(viewer, live, auction.uid, 900, run=1, key="k").again
        running.end_due()
        deliveries.deliver_due()
    assert len(ends(live)) == 1
    assert [each.tries for each in Delivery.select()] == [1]


def test_of_stages_that_look_at_once_one_ends_an_auction(
    live: Content, webhook: Webhook, noon: datetime, process: Process
) -> None:
    late = noon + timedelta(seconds=121)
    stages = [process("end", late, "") for _ in range(4)]
    assert [each.wait(120) for each in stages] == [0, 0, 0, 0]
    assert (ends(live), Delivery.select().count()) == (["2026-06-15T12:02:00.000Z"], 1)
