"""`GET /v1/products`."""

from __future__ import annotations

import pytest

from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_lamp, ids
from tests.builders import a_product


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
