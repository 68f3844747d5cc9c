"""Auctions of the real server: two hundred who bid at once, an end that nobody was there for."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
import pytest
import requests

from app import Settings, create_app
from models import clock
from models.auction import AuctionRun, Bid
from models.content import STARTED, Content
from models.database import database
from models.webhook import Delivery
from tests.builders import a_bidder, a_live, a_shop, a_webhook, an_auction, bearing
from tests.commands.running import Running, free_port, heard, until
from usecases import changes
from usecases.auctions import running

BIDDERS = 200


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of an installation with ports of its own."""
    ports = {"port": free_port(), "rtmp_port": free_port(), "push_port": free_port()}
    return Settings(data=tmp_path / "data", database_url=database_url, **ports)


@pytest.fixture
def live(settings: Settings) -> Iterator[Content]:
    """A live on air."""
    app = create_app(settings)
    with app.app_context(), database.connection_context():
        yield a_live(a_shop(), state=STARTED, started_at=clock.now())
    database.close_all()


def told(live: Content) -> list[dict[str, Any]]:
    """What viewers were told of auctions, in order."""
    found = changes.since(live.id, 0)
    return [orjson.loads(each.body) for each in found if each.kind == "auction"]


def test_of_two_hundred_bids_at_once_exactly_the_right_ones_count(
    settings: Settings, live: Content, tmp_path: Path
) -> None:
    auction = an_auction(live, duration_s=86_400)
    running.start(live.shop, live.uid, auction.uid)
    address = f"{settings.url}/audience/v1/lives/{live.uid}/auctions/{auction.uid}/bids"
    amounts = [700 + 50 * number for number in range(BIDDERS)]
    random.Random(7).shuffle(amounts)
    bids = [(amount, bearing(a_bidder(live, f"Bidder {amount}"))) for amount in amounts]
    ready = threading.Barrier(BIDDERS)

    def send(amount: int, headers: dict[str, str]) -> requests.Response:
        body = {"amount": f"{amount / 100:.2f}", "run": 1, "key": "once"}
        return requests.post(address, json=body, headers=headers, timeout=300)

    def send_with_all(each: tuple[int, dict[str, str]]) -> requests.Response:
        ready.wait()
        return send(*each)

    with Running(settings, "serve", log=tmp_path / "log"):
        until(lambda: heard(settings.port))
        with ThreadPoolExecutor(BIDDERS) as all_of_them:
            answers = list(all_of_them.map(send_with_all, bids))
        again = [send(*each) for each in bids]
    assert {each.status_code for each in answers} == {201, 409}
    lost = [each.json()["errors"][0]["code"] for each in answers if each.status_code == 409]
    assert set(lost) == {"bid-too-low"}
    kept = [each.amount for each in Bid.select().order_by(Bid.number)]
    took = [amount for amount, each in zip(amounts, answers, strict=True) if each.ok]
    assert sorted(took) == kept, "who was told of an accepted bid has one, and nobody else"
    assert all(after - before >= 100 for before, after in itertools.pairwise(kept))
    assert max(amounts) - kept[-1] < 100, "none that was high enough was refused"
    assert [each["price"] for each in told(live)[1:]] == [f"{each / 100:.2f}" for each in kept]
    for first, second in zip(answers, again, strict=True):
        assert second.status_code == (200 if first.ok else 409)
        assert not first.ok or second.json()["number"] == first.json()["number"]
    won = running.end(live.shop, live.uid, auction.uid)
    assert (won.winning_amount, won.run and won.run.bids) == (kept[-1], len(kept))


def test_what_ends_while_the_server_is_away_is_told_once_when_it_is_back(
    settings: Settings, live: Content, tmp_path: Path
) -> None:
    a_webhook(live.shop, events=["auction.ended"])
    auction = an_auction(live, duration_s=1)
    running.start(live.shop, live.uid, auction.uid)
    until(lambda: clock.now() > AuctionRun.get().ending_at)
    assert [each["state"] for each in told(live)] == ["ongoing"]
    for _ in range(2):
        with Running(settings, "serve", log=tmp_path / "log"):
            until(lambda: Delivery.select().count())
            until(lambda: heard(settings.port))
    assert [each["state"] for each in told(live)] == ["ongoing", "ended"]
    assert Delivery.select().count() == 1
    ended = orjson.loads(Delivery.get().body)["data"]
    assert ended["ended_at"] == ended["ending_at"]
