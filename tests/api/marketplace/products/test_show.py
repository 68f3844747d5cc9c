"""`GET /v1/products/<id>`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.product import Product
from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_lamp, a_sale
from tests.builders import a_product


def test_it_is_told_as_it_was_made(server: Caller, noors: Caller, charlies: Caller) -> None:
    lamp = a_lamp(server)
    path = f"/products/{lamp['id']}"
    assert server.told("GET", path) == noors.told("GET", path) == lamp
    assert refusal(charlies.ask("GET", path)) == (404, "not_found")


def test_who_has_bought_it_is_counted(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/products/{sale['items'][0]['product_id']}"
    assert server.told("GET", path)["activeBuyers"] == 0
    server.told("PUT", f"/contracts/{sale['id']}/settle")
    assert server.told("GET", path)["activeBuyers"] == 1


@pytest.mark.parametrize(
    ("said", "quantity", "there"),
    [(None, None, True), (None, 0, False), (True, 0, False), (False, 5, False), (None, 5, True)],
)
def test_what_is_counted_and_gone_is_not_in_stock(
    server: Caller, said: bool | None, quantity: int | None, there: bool
) -> None:
    product = a_product(server.shop, in_stock=said, quantity=quantity)
    told = server.told("GET", f"/products/prod_{product.uid}")
    assert told["isAvailableInStock"] is there


@pytest.mark.parametrize("name", [f"prod_{ID}", ID, f"user_{ID}", "prod_", "prod_x"])
def test_what_names_nothing_is_not_found(server: Caller, name: str) -> None:
    assert refusal(server.ask("GET", f"/products/{name}")) == (404, "not_found")


def test_what_is_off_the_shelf_is_for_who_sells_it(
    server: Caller, noors: Caller, noor: User
) -> None:
    hidden = a_lamp(server, isEnabled=False)
    for path in (f"/products/{hidden['id']}", f"/products/{hidden['id']}/prices"):
        assert refusal(noors.ask("GET", path)) == (404, "not_found")
    own = a_lamp(server, isEnabled=False, user_id=f"user_{noor.uid}")
    assert noors.told("GET", f"/products/{own['id']}")["id"] == own["id"]


def test_who_sells_is_told_to_other_users_without_what_is_private(
    server: Caller, noors: Caller, noor: User
) -> None:
    seller = server.told("POST", "/users", {"email": "carl@shop.example", "name": "Carl"})
    lamp = a_lamp(server, user_id=seller["id"])
    path = f"/products/{lamp['id']}"
    assert server.told("GET", path)["user"] == seller
    told = noors.told("GET", path)["user"]
    assert told == {**seller, "email": None}
    both = replace(noors, key=server.key)
    assert both.told("GET", path)["user"] == seller
    own = a_lamp(server, user_id=f"user_{noor.uid}")
    assert noors.told("GET", f"/products/{own['id']}")["user"]["email"] == noor.email


def test_the_price_is_what_is_asked_now(server: Caller) -> None:
    product = a_product(server.shop, price_amount=8_900, discount_amount=6_900)
    path = f"/products/prod_{product.uid}"
    told = server.told("GET", path)
    assert told["price"] == 6_900
    server.told("PUT", path, told)
    assert Product.get_by_id(product.id).price_amount == 8_900
