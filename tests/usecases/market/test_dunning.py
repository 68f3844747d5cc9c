"""Dunning: a buyer is told of each try that failed, once, and of nothing that is settled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateways import mail as gateway
from gateways import queue as queues
from models import clock
from models.shop import Shop
from models.subscription import Subscription
from models.user import User
from pages.mails import unpaid as written
from tests.ports import free_ports
from tests.smtp import Sink, mail_server
from tests.together import at_once
from usecases.market import subscriptions
from usecases.market.dunning import JOB, Unpaid, mail_unpaid

from .conftest import DECLINED, Market
from .lessons import another_card, at, renew, subscribed

JANUARY, DUE = "2026-01-31T11:00", "2026-02-28T11:00"


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is put aside; jobs wait until a test does them."""
    named: list[Any] = []
    monkeypatch.setattr(queues.Queue, "add", lambda _queue, *named_: named.append(named_))
    return named


@pytest.fixture
def sink(put: list[Any], tmp_path: Path, market: Market) -> Iterator[Sink]:
    """The mail server."""
    with mail_server() as opened:
        gateway.configure(server=f"smtp://127.0.0.1:{opened.port}", outbox=tmp_path)
        yield opened
    gateway.configure(server="", outbox=tmp_path)


def write(mail: Unpaid) -> Any:
    """Write a mail as the edge does."""
    return written(mail, url="https://vitrine.example", sender="no-reply@vitrine.example")


def tell(moment: str) -> None:
    """Do what the worker does at a moment."""
    with clock.frozen(at(moment)):
        mail_unpaid(write)


def declined(market: Market, card: str | None = DECLINED) -> Subscription:
    """A subscription whose first renewal was declined."""
    subscription = subscribed(market, JANUARY, card=card)
    renew(DUE)
    return subscription


def words(mail: Any, kind: str = "plain") -> str:
    """The words of a mail."""
    return str(mail.get_body((kind,)).get_content())


@pytest.mark.parametrize("card", [DECLINED, None], ids=["declined", "no way to pay"])
def test_the_buyer_is_told_once_and_when_it_is_tried_again(
    market: Market, sink: Sink, put: list[Any], card: str | None
) -> None:
    declined(market, card)
    assert (JOB,) in put
    for _ in "12":
        tell(DUE)
    [mail] = sink.came
    assert (sink.to, mail["Subject"]) == (["bea@example.com"], "Your payment to Alice failed")
    for kind in ("plain", "html"):
        assert "€46.66 could not be charged for A lamp." in words(mail, kind)
        assert "Sunday, March 1, 2026" in words(mail, kind)
        assert "has ended" not in words(mail, kind)


def test_each_try_is_told_and_the_last_says_that_it_has_ended(market: Market, sink: Sink) -> None:
    declined(market)
    tell(DUE)
    for day in ("03-01", "03-03", "03-07"):
        renew(f"2026-{day}T11:00")
        tell(f"2026-{day}T11:01")
    tell("2026-03-07T12:00")
    assert len({each["Message-ID"] for each in sink.came}) == len(sink.came) == 4
    ended = ["has ended" in words(each) for each in sink.came]
    assert ended == [False, False, False, True]


def test_in_the_shops_language_and_on_the_buyers_day(market: Market, sink: Sink) -> None:
    Shop.update(locale="fr").execute()
    declined(market)
    User.update(time_zone="Pacific/Auckland").where(User.name == "bea").execute()
    tell(DUE)
    [mail] = sink.came
    assert mail["Subject"] == "Votre paiement à Alice a échoué"
    assert "lundi 2 mars 2026" in words(mail)


def test_what_is_paid_or_called_off_meanwhile_is_not_told(market: Market, sink: Sink) -> None:
    subscription = declined(market)
    with clock.frozen(at(DUE)):
        subscriptions.end(market.shop, subscription.uid)
    tell(DUE)
    assert sink.came == []


def test_what_is_paid_at_once_tells_nobody(market: Market, sink: Sink, put: list[Any]) -> None:
    subscription = subscribed(market, JANUARY, card=DECLINED)
    another_card(market, subscription.user)
    renew(DUE)
    tell(DUE)
    assert (sink.came, (JOB,) in put) == ([], False)


def test_several_workers_send_one(market: Market, sink: Sink) -> None:
    declined(market)
    with clock.frozen(at(DUE)):
        at_once(*[lambda: mail_unpaid(write)] * 4)
    assert len(sink.came) == 1


def test_what_the_server_does_not_take_now_is_sent_later(
    market: Market, sink: Sink, tmp_path: Path
) -> None:
    declined(market)
    port = free_ports(1)
    gateway.configure(server=f"smtp://127.0.0.1:{port}", outbox=tmp_path)
    tell(DUE)
    gateway.configure(server=f"smtp://127.0.0.1:{sink.port}", outbox=tmp_path)
    tell("2026-02-28T11:04")
    assert sink.came == []
    tell("2026-02-28T11:05")
    assert len(sink.came) == 1
