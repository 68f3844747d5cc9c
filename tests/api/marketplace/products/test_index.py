"""`GET /v1/products`."""

from __future__ import annotations

import pytest

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import NOON, a_lamp, ids
from tests.api.marketplace.statements import statements
from tests.builders import a_product, a_seller, a_user


def test_all_are_listed_in_the_order_they_came(server: Caller, charlies: Caller) -> None:
    made = [a_lamp(server) for _ in range(3)]
    made.append(server.told("GET", f"/products/prod_{a_product(server.shop).uid}"))
    assert server.told("GET", "/products") == made
    assert charlies.told("GET", "/products") == []


def test_a_part_is_named_by_the_one_before_it(server: Caller) -> None:
    made = ids(a_lamp(server) for _ in range(4))
    query = {"after": made[0], "limit": "2"}
    assert ids(server.told("GET", "/products", query_string=query)) == made[1:3]


@pytest.mark.parametrize("query", [{"limit": "0"}, {"after": "prod_x"}], ids=str)
def test_what_cannot_be_is_refused(server: Caller, query: dict[str, str]) -> None:
    assert refusal(server.ask("GET", "/products", query_string=query)) == (422, "invalid")


@pytest.mark.sqlite
def test_many_products_take_as_many_statements_as_one(server: Caller) -> None:
    def sold(number: int) -> None:
        seller = a_seller(server.shop, user=a_user(server.shop))
        lamp = a_lamp(server, category=f"Lamps {number}", user_id=f"user_{seller.user.uid}")
        season = {"seasonstart": NOON, "seasonEnd": NOON, "price": 100}
        server.told("POST", f"/products/{lamp['id']}/prices", season)

    sold(0)
    server.told("GET", "/products")  # notes that its key is in use
    few, _ = statements(server, "/products")
    for number in range(1, 12):
        sold(number)
    many, told = statements(server, "/products")
    assert len({each["user_id"] for each in told}) == len(told) == 12
    assert many == few > 0


def test_users_see_what_is_on_the_shelf_and_their_own(
    server: Caller, noors: Caller, noor: User
) -> None:
    shown = a_lamp(server)
    a_lamp(server, isEnabled=False)
    own = a_lamp(server, isEnabled=False, user_id=f"user_{noor.uid}")
    assert ids(noors.told("GET", "/products")) == ids([shown, own])
    assert len(server.told("GET", "/products")) == 3
    editor = noors.sees_as(a_user(server.shop, role="editor"))
    assert len(editor.told("GET", "/products")) == 3
