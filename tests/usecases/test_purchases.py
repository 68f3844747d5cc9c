"""An order is kept once, by whose word it came, whoever races; and it is told of and forgotten."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import orjson
import pytest
from flask import Flask

from gateways import queue as queues
from models import clock
from models.errors import Invalid
from models.purchase import PAGE, SERVER, OrderDiffers, Purchase, PurchaseItem
from models.shop import Shop
from models.webhook import Delivery
from tests.builders import a_product, a_purchase, a_webhook
from tests.conftest import NOON
from tests.usecases.test_catalogue import at_once
from usecases import products, purchases
from usecases.purchases import KEPT, forget_purchases

LINE = {"ref": "SKU-1", "quantity": 1, "price": "19.90"}


@pytest.fixture(autouse=True)
def waiting(app: Flask) -> None:
    """Jobs wait: nothing is sent here."""
    queues.open_queue(queues.waiting_queue(), {})


def told(shop: Shop, source: str = SERVER, **facts: Any) -> Any:
    """Tell of order 1, unless `facts` say otherwise."""
    return purchases.record(
        shop, source, **{"total": "19.90", "items": [LINE], "order_ref": "1", **facts}
    )


def kept() -> list[tuple[str, int]]:
    """By whose word orders are kept, and their totals."""
    return [(each.source, each.total_amount) for each in Purchase.select().order_by(Purchase.id)]


WORDS = {
    "a page's": ([(PAGE, "1")], [(PAGE, 100)]),
    "a page's, said twice": ([(PAGE, "1"), (PAGE, "2")], [(PAGE, 100)]),
    "a server's after a page's": ([(PAGE, "1"), (SERVER, "2")], [(SERVER, 200)]),
    "a page's after a server's": ([(SERVER, "1"), (PAGE, "2")], [(SERVER, 100)]),
    "a server's, said twice": ([(SERVER, "1"), (SERVER, "1.00")], [(SERVER, 100)]),
}


@pytest.mark.parametrize(("said", "stands"), WORDS.values(), ids=WORDS)
def test_whose_word_stands(
    alice: Shop, said: list[tuple[str, str]], stands: list[tuple[str, int]]
) -> None:
    for source, total in said:
        told(alice, source, total=total)
    assert kept() == stands


OTHERWISE: dict[str, dict[str, Any]] = {
    "another total": {"total": "19.91"},
    "another currency": {"currency": "USD"},
    "another product": {"items": [{**LINE, "ref": "SKU-2"}]},
    "another number": {"items": [{**LINE, "quantity": 2}]},
    "another price": {"items": [{**LINE, "price": "9.90"}]},
    "no price": {"items": [{**LINE, "price": None}]},
    "something added": {"items": [{**LINE, "extra": {"colour": "red"}}]},
    "another line": {"items": [LINE, LINE]},
}


@pytest.mark.parametrize("facts", OTHERWISE.values(), ids=OTHERWISE)
def test_a_server_does_not_tell_an_order_in_two_ways(alice: Shop, facts: dict[str, Any]) -> None:
    first = told(alice)
    with pytest.raises(OrderDiffers):
        told(alice, **facts)
    assert told(alice) == first
    assert PurchaseItem.select().count() == 1


def test_a_product_that_comes_later_does_not_make_it_another_order(alice: Shop) -> None:
    told(alice)
    a_product(alice, ref="SKU-1")
    told(alice)
    assert kept() == [(SERVER, 1990)]


def test_of_many_who_tell_at_once_one_is_kept(alice: Shop) -> None:
    results = at_once(*[lambda: told(alice)] * 8, *[lambda: told(alice, PAGE)] * 8)
    assert {each.purchase.uid for each in results} == {Purchase.get().uid}
    assert kept() == [(SERVER, 1990)]
    assert PurchaseItem.select().count() == 1


def test_of_servers_that_differ_at_once_one_stands(alice: Shop) -> None:
    totals = [f"{number}.00" for number in range(1, 7)]
    results = at_once(*[lambda total=each: told(alice, total=total) for each in totals])
    assert sum(isinstance(each, OrderDiffers) for each in results) == 5
    assert Purchase.select().count() == 1


def test_an_order_that_is_known_stays_known_without_its_products(alice: Shop) -> None:
    product = a_product(alice, ref="SKU-1")
    first = told(alice, only_known=True)
    products.remove(alice, product.uid)
    assert told(alice, only_known=True).purchase == first.purchase
    assert told(alice, only_known=True, order_ref="2") is None


def test_a_purchase_is_told_of_with_its_sum(alice: Shop, charlie: Shop, noon: Any) -> None:
    webhook, foreign = a_webhook(alice), a_webhook(charlie)
    purchase = told(alice, PAGE).purchase
    told(alice, PAGE)
    told(alice, total="20")
    told(alice, total="20")
    deliveries = Delivery.select().order_by(Delivery.id)
    messages = [orjson.loads(each.body) for each in deliveries]
    assert [each.webhook_id for each in deliveries] == [webhook.id] * 2, foreign
    assert [each["type"] for each in messages] == ["purchase.created", "purchase.confirmed"]
    assert messages[0]["data"] == {
        "id": purchase.uid,
        "type": "purchase",
        "order_id": "1",
        "total": "19.90",
        "currency": "EUR",
        "source": "page",
    }
    assert messages[1]["data"] == {**messages[0]["data"], "total": "20.00", "source": "server"}


def test_what_is_refused_or_passed_over_is_not_told_of(alice: Shop) -> None:
    a_webhook(alice)
    told(alice, only_known=True)
    with pytest.raises(Invalid):
        told(alice, total="1.001")
    with pytest.raises(Invalid):
        told(alice, currency="EURO")
    assert Delivery.select().count() == Purchase.select().count() == 0


def test_purchases_are_forgotten_after_a_year(alice: Shop) -> None:
    for days in (0, 1):
        with clock.frozen(NOON + timedelta(days=days)):
            a_purchase(alice, "SKU-1", order_ref=str(days))
    with clock.frozen(NOON + KEPT):
        forget_purchases()
        assert Purchase.select().count() == 2
    with clock.frozen(NOON + KEPT + timedelta(hours=1)):
        forget_purchases()
    assert [each.order_ref for each in Purchase.select()] == ["1"]
    assert PurchaseItem.select().count() == 1


def test_a_machine_without_time_zones_counts_days_in_utc(alice: Shop) -> None:
    alice.time_zone = "Nowhere/Land"
    with clock.frozen(NOON):
        a_purchase(alice)
    today = NOON.date()
    assert purchases.listed(alice, since=today, until=today).count() == 1
    assert purchases.listed(alice, since=today + timedelta(days=1)).count() == 0


def test_a_list_costs_the_queries_of_one(alice: Shop, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(20):
        a_purchase(alice, "SKU-1", "SKU-2")
    with caplog.at_level(logging.DEBUG, "peewee"):
        receipts = purchases.listed(alice).part(1, 20)
    assert [len(each.items) for each in receipts] == [2] * 20
    assert len(caplog.records) == 2
