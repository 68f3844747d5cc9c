"""`POST /v1/carts/auth/product/<id>`."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import NOON, ROW, a_cart, a_lamp, a_sale

WHEN = {"startDate": "2026-07-01T08:00:00Z", "endDate": "2026-07-01T10:00:00Z"}


def test_the_whole_cart_is_told_field_for_field(
    noon: datetime, server: Caller, noors: Caller, noor: User
) -> None:
    lamp = a_lamp(server, user_id=f"user_{noor.uid}")
    cart = a_cart(noors, lamp, 2, **WHEN)
    [item] = cart["items"]
    assert item == {
        **ROW,
        **WHEN,
        "id": item["id"],
        "updated": item["updated"],
        "cart_id": cart["id"],
        "type": "product",
        "quantity": 2,
        "quanity": 2,
        "price": 4500,
        "product_id": lamp["id"],
        "service_id": None,
        "product": noors.told("GET", f"/products/{lamp['id']}"),
    }
    assert cart == {
        **ROW,
        "id": cart["id"],
        "updated": cart["updated"],
        "platform_id": f"plat_{server.shop.uid}",
        "user_id": f"user_{noor.uid}",
        "items": [item],
    }
    assert (cart["created"], cart["id"][:5], item["id"][:6]) == (NOON, "cart_", "citem_")


def test_of_the_same_for_the_same_time_there_is_more(server: Caller, noors: Caller) -> None:
    lamp = a_lamp(server)
    for quantity, when in ((1, {}), (2, {}), (1, WHEN), (4, WHEN)):
        cart = a_cart(noors, lamp, quantity, **when)
    assert [each["quantity"] for each in cart["items"]] == [3, 5]
    other = a_cart(noors, a_lamp(server, price=1))
    assert [each["price"] for each in other["items"]] == [4500, 4500, 1]


def test_one_is_put_in_unless_more_is_said(server: Caller, noors: Caller) -> None:
    path = f"/carts/auth/product/{a_lamp(server)['id']}"
    assert noors.told("POST", path, {})["items"][0]["quantity"] == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"quantity": 0},
        {"quantity": -1},
        {"quantity": 1.5},
        {"quantity": 100_001},
        {"startDate": "soon"},
        {"startDate": WHEN["endDate"], "endDate": WHEN["startDate"]},
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused(
    server: Caller, noors: Caller, sent: dict[str, Any]
) -> None:
    path = f"/carts/auth/product/{a_lamp(server)['id']}"
    assert refusal(noors.ask("POST", path, sent)) == (422, "invalid")
    assert noors.told("GET", "/carts/auth")["items"] == []


@pytest.mark.parametrize(
    "facts",
    [{"isEnabled": False}, {"quantity": 0}, {"expires": NOON}, {"price": None}],
    ids=str,
)
def test_what_is_not_for_sale_is_refused(
    noon: datetime, server: Caller, noors: Caller, facts: dict[str, Any]
) -> None:
    path = f"/carts/auth/product/{a_lamp(server, **facts)['id']}"
    assert refusal(noors.ask("POST", path, {})) == (409, "not_for_sale")


def test_what_takes_no_more_buyers_is_refused(server: Caller, noors: Caller, noor: User) -> None:
    path = f"/carts/auth/product/{a_lamp(server, buyerLimit=0)['id']}"
    assert refusal(noors.ask("POST", path, {})) == (409, "limit_reached")
    lesson = a_lamp(server, subscriptionLimit=0, cycle="weekly")
    path = f"/carts/auth/product/{lesson['id']}"
    assert refusal(noors.ask("POST", path, {})) == (409, "limit_reached")
    sale = a_sale(server, noor)
    product = sale["items"][0]["product_id"]
    server.told("PUT", f"/products/{product}", {"buyerLimit": 1})
    server.told("PUT", f"/contracts/{sale['id']}/settle")
    assert noors.told("POST", f"/carts/auth/product/{product}", {})["items"]


def test_a_cart_is_full_at_a_hundred_things(server: Caller, noors: Caller) -> None:
    lamp = a_lamp(server)
    for minute in range(100):
        a_cart(noors, lamp, startDate=f"2026-07-01T{minute // 60:02}:{minute % 60:02}:00Z")
    path = f"/carts/auth/product/{lamp['id']}"
    assert refusal(noors.ask("POST", path, {})) == (409, "cart_full")
    assert len(noors.told("GET", "/carts/auth")["items"]) == 100


def test_there_is_so_much_of_one_thing_at_most(server: Caller, noors: Caller) -> None:
    lamp = a_lamp(server)
    a_cart(noors, lamp, 99_999)
    path = f"/carts/auth/product/{lamp['id']}"
    assert refusal(noors.ask("POST", path, {"quantity": 2})) == (409, "cart_full")
    assert a_cart(noors, lamp)["items"][0]["quantity"] == 100_000


@pytest.mark.parametrize("name", [f"prod_{ID}", "prod_x"])
def test_what_names_nothing_is_not_found(noors: Caller, name: str) -> None:
    assert refusal(noors.ask("POST", f"/carts/auth/product/{name}", {})) == (404, "not_found")


def test_another_platforms_product_is_none(noors: Caller, charlies: Caller) -> None:
    path = f"/carts/auth/product/{a_lamp(charlies)['id']}"
    assert refusal(noors.ask("POST", path, {})) == (404, "not_found")


def test_two_tabs_at_once_lose_nothing(app: Flask, server: Caller, noors: Caller) -> None:
    path = f"/v1/carts/auth/product/{a_lamp(server)['id']}"
    statuses: list[int] = []

    def put() -> None:
        with app.test_client() as tab:
            answer = tab.post(path, headers=noors.headers, json={"quantity": 2})
            statuses.append(answer.status_code)

    tabs = [threading.Thread(target=put) for _ in range(6)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert statuses == [200] * 6
    assert [each["quantity"] for each in noors.told("GET", "/carts/auth")["items"]] == [12]


@pytest.mark.parametrize(
    ("sent", "told", "total"),
    [
        (7.5, 7.5, 14993),
        ("7.5", 7.5, 14993),
        (16.0, 16, 31984),
        (0.1 + 0.2, 0.3, 600),
        (0.25, 0.25, 500),
        (0.01, 0.01, 20),
    ],
    ids=repr,
)
def test_hours_are_told_to_the_hundredth(
    server: Caller, noors: Caller, sent: object, told: float, total: int
) -> None:
    lesson = a_lamp(server, cycle="hourly", price=1999)
    path = f"/carts/auth/product/{lesson['id']}"
    cart = noors.told("POST", path, {"quantity": sent})
    [line] = cart["items"]
    assert (line["quantity"], line["quanity"]) == (told, told)
    assert isinstance(line["quantity"], type(told))
    made = noors.told("POST", f"/contracts/cart/{cart['id']}", {})
    [item] = made["items"]
    assert (item["quantity"], item["total"], made["subTotal"]) == (told, total, total)
    [again] = noors.told("POST", path, {"quantity": sent})["items"]
    assert again["quantity"] == 2 * told


@pytest.mark.parametrize(
    ("cycle", "quantity"),
    [("daily", 1.5), (None, 1.5), ("hourly", 1.234), ("hourly", 0), ("hourly", -1.5)],
    ids=str,
)
def test_what_cannot_be_sold_so_is_refused(
    server: Caller, noors: Caller, cycle: str | None, quantity: float
) -> None:
    path = f"/carts/auth/product/{a_lamp(server, cycle=cycle)['id']}"
    answer = noors.ask("POST", path, {"quantity": quantity})
    assert refusal(answer) == (422, "invalid")
    assert "quantity" in answer.get_json()["message"]
    assert noors.told("GET", "/carts/auth")["items"] == []
