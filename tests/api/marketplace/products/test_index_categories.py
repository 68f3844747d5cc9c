"""`GET /v1/products/categories`."""

from __future__ import annotations

from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.sales import a_lamp


def test_each_is_named_once_by_the_alphabet(server: Caller, charlies: Caller) -> None:
    for name in ("Light", "Chairs", "Light", None):
        a_lamp(server, category=name)
    assert server.told("GET", "/products/categories") == ["Chairs", "Light"]
    assert charlies.told("GET", "/products/categories") == []


def test_one_that_nothing_stands_in_any_more_is_gone(server: Caller) -> None:
    lamp = a_lamp(server, category="Light")
    server.told("PUT", f"/products/{lamp['id']}", {"category": None})
    assert server.told("GET", "/products/categories") == []
