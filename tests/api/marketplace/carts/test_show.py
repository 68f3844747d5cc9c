"""`GET /v1/carts/auth`."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from flask import Flask

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.sales import a_cart, a_lamp
from tests.api.marketplace.statements import statements
from tests.builders import a_user


def test_everybody_has_one_of_their_own(
    server: Caller, noors: Caller, alice: Shop, noor: User
) -> None:
    cart = noors.told("GET", "/carts/auth")
    assert (cart["items"], cart["user_id"]) == ([], f"user_{noor.uid}")
    filled = a_cart(noors, a_lamp(server))
    assert filled["id"] == cart["id"]
    both = replace(server, token=noors.token)
    assert noors.told("GET", "/carts/auth") == both.told("GET", "/carts/auth") == filled
    others = server.sees_as(a_user(alice)).told("GET", "/carts/auth")
    assert (others["items"], others["id"] == cart["id"]) == ([], False)


def test_prices_are_todays(server: Caller, noors: Caller) -> None:
    lamp = a_lamp(server)
    a_cart(noors, lamp)
    server.told("PUT", f"/products/{lamp['id']}", {"price": 5000})
    assert noors.told("GET", "/carts/auth")["items"][0]["price"] == 5000


def test_two_tabs_at_once_open_one_cart(app: Flask, noors: Caller) -> None:
    seen: list[str] = []

    def look() -> None:
        with app.test_client() as tab:
            seen.append(tab.get("/v1/carts/auth", headers=noors.headers).get_json()["id"])

    tabs = [threading.Thread(target=look) for _ in range(6)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert len(seen) == 6
    assert len(set(seen)) == 1


@pytest.mark.sqlite
def test_a_full_cart_takes_as_many_statements_as_one_thing(server: Caller, noors: Caller) -> None:
    a_cart(noors, a_lamp(server))
    few, _ = statements(noors, "/carts/auth")
    for _ in range(9):
        a_cart(noors, a_lamp(server))
    many, told = statements(noors, "/carts/auth")
    assert len(told["items"]) == 10
    assert many == few > 0
