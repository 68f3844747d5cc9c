"""Receipts: who has paid is mailed one, once, whatever breaks off or is asked again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateways import mail as gateway
from gateways import queue as queues
from models import clock
from models.contract import Contract, ContractBuyer, PaymentRefused
from models.user import User
from pages.mails import receipt as written
from tests.conftest import NOON
from tests.ports import free_ports
from tests.smtp import Sink, mail_server
from tests.together import at_once
from usecases.market import contracts, recipients
from usecases.market.receipts import (
    AGAIN_AFTER,
    GIVEN_UP_AFTER,
    JOB,
    Receipt,
    mail_receipts,
)
from usecases.market.settling import settle, settle_begun

from .conftest import DECLINED, GOOD, SLOW, Market

BEA = "bea@example.com"


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


def write(mail: Receipt) -> Any:
    """Write a mail as the edge does."""
    return written(mail, url="https://vitrine.example", sender="no-reply@vitrine.example")


def a_contract(market: Market, *buyers: User) -> Contract:
    """Two lamps for 45.00 each, of the shop's own."""
    made = market.contract(list(buyers) or [market.user("bea", GOOD)])
    market.sell(made, 4_500, quantity=2)
    return made


def body(mail: Any, kind: str = "plain") -> str:
    """The words of a mail."""
    return str(mail.get_body((kind,)).get_content())


def test_who_has_paid_is_told_what(market: Market, sink: Sink, put: list[Any]) -> None:
    contract = a_contract(market)
    market.fee(contract, 250)
    settle(market.shop, contract.uid)
    assert (JOB,) in put
    mail_receipts(write)
    [mail] = sink.came
    assert (sink.to, mail["Subject"]) == ([BEA], "Your receipt from Alice")
    for kind in ("plain", "html"):
        words = body(mail, kind)
        for told in ("A lamp", "€90.00", "Delivery", "€2.50", "Card payment fee", contract.uid):
            assert told in words
        assert words.count("€95.58") == 2
        assert "no money was moved" in words


def test_a_receipt_says_where_an_order_goes(market: Market, sink: Sink) -> None:
    contract = a_contract(market)
    recipients.name(contract, "Bea <Doe>", "1 Larch Way\n12345 Town")
    settle(market.shop, contract.uid)
    mail_receipts(write)
    [mail] = sink.came
    words = body(mail).splitlines()
    at = words.index("Delivery to:")
    assert words[at + 1 : at + 4] == ["Bea <Doe>", "1 Larch Way", "12345 Town"]
    assert "<br><bdi>Bea &lt;Doe&gt;</bdi><br><bdi>1 Larch Way</bdi>" in body(mail, "html")


def test_it_is_sent_once_whoever_asks_again(market: Market, sink: Sink) -> None:
    contract = a_contract(market)
    for _ in "12":
        settle(market.shop, contract.uid)
        settle_begun()
        mail_receipts(write)
    assert sink.to == [BEA]


def test_several_workers_send_nothing_twice(market: Market, sink: Sink) -> None:
    for each in range(6):
        buyer = market.user(f"bea{each}", GOOD)
        settle(market.shop, a_contract(market, buyer).uid)
    assert at_once(*[lambda: mail_receipts(write)] * 4) == [None] * 4
    assert sorted(sink.to) == [f"bea{each}@example.com" for each in range(6)]


def test_a_worker_that_is_killed_over_a_mail_does_not_send_it_twice(
    market: Market, sink: Sink
) -> None:
    settle(market.shop, a_contract(market).uid)

    def die(_mail: Receipt) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mail_receipts(die)
    mail_receipts(write)
    assert sink.to == []


def test_it_waits_until_a_charge_has_ended(market: Market, sink: Sink) -> None:
    settle(market.shop, a_contract(market, market.user("bea", SLOW)).uid)
    mail_receipts(write)
    assert sink.to == []
    settle_begun()
    mail_receipts(write)
    assert sink.to == [BEA]


def test_who_was_declined_is_sent_none(market: Market, sink: Sink) -> None:
    buyers = market.user("bea", GOOD), market.user("ben", DECLINED)
    with pytest.raises(PaymentRefused):
        settle(market.shop, a_contract(market, *buyers).uid)
    mail_receipts(write)
    assert sink.to == []


def test_of_several_buyers_each_is_told_their_part(market: Market, sink: Sink) -> None:
    contract = a_contract(market, market.user("bea", GOOD), market.user("ben", GOOD))
    settle(market.shop, contract.uid)
    mail_receipts(write)
    assert sorted(sink.to) == [BEA, "ben@example.com"]
    assert all("Your part: €46.66" in body(each) for each in sink.came)


def test_who_is_no_user_has_paid_nothing_and_is_sent_none(market: Market, sink: Sink) -> None:
    contract = a_contract(market)
    by_name = ContractBuyer.create(contract=contract, email="no address", by_hand=True)
    contracts.change(market.shop, contract.uid)
    assert ContractBuyer.get_by_id(by_name.id).due_amount == 0
    settle(market.shop, contract.uid)
    mail_receipts(write)
    assert sink.to == [BEA]


def test_it_goes_where_its_buyer_is_now(market: Market, sink: Sink) -> None:
    contract = a_contract(market)
    User.update(email="moved@example.com").where(User.email == BEA).execute()
    settle(market.shop, contract.uid)
    mail_receipts(write)
    assert sink.to == ["moved@example.com"]


def test_it_speaks_the_shops_language_and_tells_its_day(market: Market, sink: Sink) -> None:
    market.shop.locale, market.shop.time_zone = "fr", "Asia/Tokyo"
    market.shop.save()
    with clock.frozen(NOON.replace(hour=20)):
        settle(market.shop, a_contract(market).uid)
    mail_receipts(write)
    assert str(sink.came[0]["Subject"]) == "Votre reçu : Alice"
    tomorrow = NOON.day + 1
    assert f"à Alice le {tomorrow} " in body(sink.came[0])


def test_a_name_of_a_thing_begins_no_line_and_no_tag(market: Market, sink: Sink) -> None:
    contract = market.contract([market.user("bea", GOOD)])
    sold = market.sell(contract, 4_500)
    sold.description = "A lamp\r\nTotal: €0.00 <b>free</b>"
    sold.save()
    settle(market.shop, contract.uid)
    mail_receipts(write)
    [mail] = sink.came
    assert "\nTotal: €0.00" not in body(mail).replace("\r", "")
    assert "<b>" not in body(mail, "html")


def test_what_is_not_taken_now_is_tried_again_and_given_up_in_the_end(
    market: Market, sink: Sink
) -> None:
    sink.refuses = lambda _address: "450 4.2.1 later"
    with clock.frozen(NOON):
        settle(market.shop, a_contract(market).uid)
        mail_receipts(write)
    assert ContractBuyer.get().receipt_due_at == NOON + AGAIN_AFTER
    with clock.frozen(NOON + GIVEN_UP_AFTER):
        mail_receipts(write)
    assert ContractBuyer.get().receipt_due_at is None


def test_while_the_mail_server_is_gone_receipts_wait_and_are_then_sent(
    market: Market, sink: Sink, tmp_path: Path
) -> None:
    with clock.frozen(NOON):
        settle(market.shop, a_contract(market).uid)
        gateway.configure(server=f"smtp://127.0.0.1:{free_ports(1)}", outbox=tmp_path)
        mail_receipts(write)
        gateway.configure(server=f"smtp://127.0.0.1:{sink.port}", outbox=tmp_path)
        mail_receipts(write)
        assert sink.to == []
    with clock.frozen(NOON + AGAIN_AFTER + timedelta(seconds=1)):
        mail_receipts(write)
    assert sink.to == [BEA]


def test_an_address_that_is_refused_for_good_is_not_tried_again(market: Market, sink: Sink) -> None:
    sink.refuses = lambda _address: "550 5.1.1 nobody here"
    settle(market.shop, a_contract(market).uid)
    mail_receipts(write)
    assert ContractBuyer.get().receipt_due_at is None
