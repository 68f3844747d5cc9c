"""A subscription over plain HTTP: begun, billed, declined, paid by another card, ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateways.queue import queue
from models import clock
from models.shop import Shop
from tests.api.marketplace.lessons import utc
from tests.api.marketplace.sales import DECLINED, GOOD
from tests.api.marketplace.test_story import Client
from usecases import shops


@contextmanager
def working(moment: str) -> Iterator[None]:
    """Go on to a moment, at which the worker has done its chores."""
    with clock.frozen(utc(moment)):
        for chore in ("settle contracts", "resume subscriptions", "renew subscriptions"):
            queue().add(chore)
        yield


@pytest.fixture
def shop(client: FlaskClient, alice: Shop) -> Client:
    """The shop's server."""
    return Client(client, shops.make_key(alice)[1], "api_key")


def a_lesson_begins(shop: Client) -> tuple[Any, Any, Any]:
    """Noor pays Larch for a month of lessons; give both, and the subscription."""
    buyer, noor = shop.signs_in("noor@shop.example")
    _, larch = shop.signs_in("larch@shop.example")
    lesson = {"user_id": larch["id"], "name": "Sewing lesson", "price": 4500, "cycle": "monthly"}
    product = shop.asks("POST", "/products", {**lesson, "isEnabled": True})
    takes_a_card(shop, buyer, GOOD)
    path = f"/carts/auth/product/{product['id']}"
    cart = shop.asks("POST", path, {"quantity": 1}, buyer)
    made = shop.asks("POST", f"/contracts/cart/{cart['id']}", {"notes": "Hello."}, buyer)
    first = f"/contracts/{made['id']}"
    shop.asks("PUT", f"{first}/fee_inclusion", {"feeInclusion": False})
    shop.asks("POST", f"{first}/send")
    assert shop.asks("PUT", f"{first}/settle")["status"] == "paid"
    return noor, larch, shop.asks("POST", f"/subscriptions/auth/contract/{made['id']}", token=buyer)


def takes_a_card(shop: Client, token: str, card: str) -> None:
    """A user adds a card, which is preferred from then on."""
    secret = shop.asks("POST", "/users/auth/client_secret", token=token)["clientSecret"]
    sent = {"clientSecret": secret, "number": card, "expMonth": 12, "expYear": 2031}
    shop.asks("POST", "/users/auth/payment_methods", sent, token)


def test_a_subscription_is_billed_each_month(shop: Client) -> None:
    with working("2026-01-31T11:00"):
        noor, larch, begun = a_lesson_begins(shop)
    bought, sold = (
        f"/contracts/user/{noor['id']}/buyer",
        f"/contracts/user/{larch['id']}/seller",
    )
    with working("2026-02-28T10:59"):
        [first] = shop.asks("GET", bought)
    with working("2026-02-28T11:00"):
        bill, _ = shop.asks("GET", bought)
        assert [each["id"] for each in shop.asks("GET", sold)] == [bill["id"], first["id"]]
        assert shop.asks("GET", f"/contracts/{bill['id']}") == bill
    assert (bill["status"], bill["total"], bill["notes"]) == ("paid", 4500, None)
    assert bill["sent"] == bill["paid"] == "2026-02-28T11:00:00Z"
    assert not bill["includeStripeFees"]
    [item] = bill["items"]
    assert (item["type"], item["subscription_id"]) == ("subscription", begun["id"])
    assert item["product_id"] == item["product"]["id"] == first["items"][0]["product_id"]
    assert (item["description"], item["total"], item["service_id"]) == ("Sewing lesson", 4500, None)
    assert first["items"][0]["subscription_id"] is None

    with working("2026-03-31T10:30"):
        buyer, _ = shop.signs_in("noor@shop.example")
        takes_a_card(shop, buyer, DECLINED)
    with working("2026-03-31T11:00"):
        declined = shop.asks("GET", bought)[0]
        assert (declined["status"], declined["lastPaymentAttempt"]) == (
            "open",
            "2026-03-31T11:00:00Z",
        )
        takes_a_card(shop, buyer, GOOD)
        assert shop.asks("PUT", f"/contracts/{declined['id']}/settle")["status"] == "paid"

    with working("2026-04-10T08:00"):
        # What is told of a subscription is as published, and has not changed by it.
        now = shop.asks("GET", f"/subscriptions/{begun['id']}")
        assert {**now, "updated": begun["updated"]} == begun
        assert shop.asks("GET", "/transactions/mrr") == {"currency": "eur", "amount": 4500}
        spend = shop.asks("GET", f"/transactions/user/{noor['id']}/spend")
        assert spend["spend"] == 3 * 4500
        buyer, _ = shop.signs_in("noor@shop.example")
        ended = shop.asks("DELETE", f"/subscriptions/auth/{begun['id']}", token=buyer)
        assert not ended["isActive"]
    with working("2026-04-30T12:00"):
        assert [each["status"] for each in shop.asks("GET", bought)] == ["paid"] * 3
