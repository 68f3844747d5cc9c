"""`DELETE /v1/carts/auth`."""

from __future__ import annotations

from models.shop import Shop
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.sales import a_cart, a_lamp
from tests.builders import a_user


def test_only_ones_own_is_emptied(server: Caller, noors: Caller, alice: Shop) -> None:
    others = server.sees_as(a_user(alice))
    for caller in (noors, others):
        cart = a_cart(caller, a_lamp(server))
    for _ in "12":
        assert noors.told("DELETE", "/carts/auth")["items"] == []
    assert others.told("GET", "/carts/auth") == cart
