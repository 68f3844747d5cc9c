"""Money and servers: killed between a deed and its record, several at once on one database."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from app import Settings, create_app
from models.contract import OPEN, PAID, PROCESSING, Contract, ContractBuyer, ContractItem
from models.database import database
from models.product import Product
from models.shop import Shop
from models.transaction import Transaction
from models.user import User
from tests import builders
from tests.commands.running import Running, alive, children_of, free_port, heard, until
from tests.gateways.stripe_fake import HOOK_SECRET, KEY, StripeFake, stripe_fake
from usecases import shops
from usecases.market import payees, wallets

CHARGE, PAY_OUT, GIVE_BACK = "payment_intents", "transfers", "refunds"


@pytest.fixture
def fake() -> Iterator[StripeFake]:
    with stripe_fake() as serving:
        yield serving


@pytest.fixture
def settings(tmp_path: Path, empty_url: str, fake: StripeFake) -> Settings:
    return Settings(
        data=tmp_path / "data",
        database_url=empty_url,
        port=free_port(),
        push_port=0,
        rtmp_port=0,
        stripe_key=KEY,
        stripe_hook_secret=HOOK_SECRET,
        stripe_url=fake.url,
    )


@pytest.fixture
def shop(settings: Settings) -> Iterator[Shop]:
    """A shop whose money is real, in the installation that the servers serve."""
    made: Flask = create_app(settings)
    with made.app_context(), database.connection_context():
        yield builders.a_shop("Alice", mode="live")
    database.close_all()


def a_lamp(shop: Shop, fake: StripeFake, quantity: int) -> Product:
    """A lamp that Larch sells, who can be paid."""
    larch = User.get_or_none(User.email == "larch@shop.example")
    if larch is None:
        larch = builders.a_user(shop, "larch@shop.example")
        account = payees.open_account(larch).connect_id
        fake.made[account or ""] |= {"charges_enabled": True, "details_submitted": True}
        builders.a_seller(shop, user=larch)
    seller = larch.sellers.get()
    return builders.a_product(shop, quantity=quantity, seller=seller, price_amount=4_500)


def a_sale(shop: Shop, fake: StripeFake, lamp: Product, *cards: str) -> Contract:
    """A contract about a lamp, shared by buyers with such cards."""
    made: Contract = Contract.create(shop=shop, status=OPEN, currency="EUR")
    for last4 in cards:
        buyer = builders.a_user(shop)
        wallets.begin(buyer)
        fake.add_card(User.get_by_id(buyer.id).customer_id, last4)
        ContractBuyer.create(contract=made, user=buyer, email=buyer.email)
    facts = {"quantity": 1, "price_amount": 4_500, "total_amount": 4_500, "description": lamp.name}
    ContractItem.create(contract=made, user=lamp.seller.user, product=lamp, **facts)
    return made


def asked_to_settle(settings: Settings, key: str, sale: Contract) -> requests.Response:
    url = f"http://127.0.0.1:{settings.port}/v1/contracts/inv_{sale.uid}/settle"
    return requests.put(url, headers={"api_key": key, "mode": "live"}, timeout=60)


def status_of(sale: Contract) -> str:
    return str(Contract.get_by_id(sale.id).status)


def killing(running: Running, deed: str) -> tuple[Callable[[str], None], threading.Event]:
    """Kill a server with all its processes once a deed is done and before that is answered."""
    dead = threading.Event()

    def kill(call: str) -> None:
        if call == f"POST /v1/{deed}" and not dead.is_set():
            below = children_of(running.number)
            for number in (running.number, *below):
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            running.process.wait()
            until(lambda: not any(map(alive, below)))
            dead.set()

    return kill, dead


@pytest.mark.parametrize("deed", [CHARGE, PAY_OUT])
def test_a_server_killed_between_a_deed_and_its_record_does_it_once(
    settings: Settings, shop: Shop, fake: StripeFake, tmp_path: Path, deed: str
) -> None:
    lamp = a_lamp(shop, fake, 5)
    sale, key = a_sale(shop, fake, lamp, "4242"), shops.make_key(shop)[1]
    with Running(settings, log=tmp_path / "log") as running:
        until(lambda: heard(settings.port))
        fake.done, dead = killing(running, deed)
        with pytest.raises(requests.ConnectionError):
            asked_to_settle(settings, key, sale)
        assert dead.wait(60)
    assert (status_of(sale), Product.get_by_id(lamp.id).quantity) == (PROCESSING, 4)
    assert len(fake.kept("pi")) == 1
    assert not Transaction.select().where(Transaction.kind == "incoming", done()).exists()
    fake.done = lambda _call: None
    with Running(settings, log=tmp_path / "log"):
        until(lambda: status_of(sale) == PAID)
        until(lambda: heard(settings.port))
        assert asked_to_settle(settings, key, sale).json()["status"] == "paid"
    [charge], [payout] = fake.kept("pi"), fake.kept("tr")
    assert (charge["amount"], payout["amount"]) == (sale.buyers.get().paid_amount, 4_500)
    assert Product.get_by_id(lamp.id).quantity == 4
    assert Transaction.select().where(done()).count() == 3


def test_a_server_killed_while_it_gives_back_does_that_once(
    settings: Settings, shop: Shop, fake: StripeFake, tmp_path: Path
) -> None:
    lamp = a_lamp(shop, fake, 5)
    sale, key = a_sale(shop, fake, lamp, "4242", "0002"), shops.make_key(shop)[1]
    with Running(settings, log=tmp_path / "log") as running:
        until(lambda: heard(settings.port))
        fake.done, dead = killing(running, GIVE_BACK)
        with pytest.raises(requests.ConnectionError):
            asked_to_settle(settings, key, sale)
        assert dead.wait(60)
    assert (status_of(sale), len(fake.kept("re"))) == (PROCESSING, 1)
    assert Product.get_by_id(lamp.id).quantity == 4
    fake.done = lambda _call: None
    with Running(settings, log=tmp_path / "log"):
        until(lambda: status_of(sale) == OPEN)
    [back] = fake.kept("re")
    [charged] = [each for each in fake.kept("pi") if each["status"] == "succeeded"]
    [noted] = Transaction.select().where(Transaction.kind == "outgoing:refund")
    assert back["amount"] == charged["amount"] == noted.amount
    assert Product.get_by_id(lamp.id).quantity == 5
    assert fake.kept("tr") == []


def test_servers_beside_each_other_settle_once_and_sell_the_last_once(
    settings: Settings, shop: Shop, fake: StripeFake, tmp_path: Path
) -> None:
    lamp = a_lamp(shop, fake, 2)
    key = shops.make_key(shop)[1]
    sales = [a_sale(shop, fake, lamp, "4242") for _ in range(3)]
    other = settings.model_copy(update={"port": free_port()})
    with (
        Running(settings, log=tmp_path / "log"),
        Running(other, log=tmp_path / "other"),
        ThreadPoolExecutor(12) as callers,
    ):
        until(lambda: heard(settings.port) and heard(other.port))
        asked: list[tuple[Settings, Contract]] = [
            (each, sale) for sale in sales for each in (settings, other) for _ in "12"
        ]
        answers = list(callers.map(lambda pair: asked_to_settle(pair[0], key, pair[1]), asked))
        until(lambda: not Contract.select().where(Contract.status == PROCESSING).exists())
    assert {each.status_code for each in answers} <= {200, 409}
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"short"}
    assert sorted(map(status_of, sales)) == [OPEN, PAID, PAID]
    assert (len(fake.kept("pi")), len(fake.kept("tr"))) == (2, 2)
    assert Product.get_by_id(lamp.id).quantity == 0
    assert Transaction.select().count() == 6


def done() -> Any:
    return Transaction.status == "succeeded"
