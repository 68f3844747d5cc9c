"""`PUT /v1/products/<id>/disable`."""

from __future__ import annotations

from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_lamp


def test_it_changes_nothing_else(server: Caller, charlies: Caller) -> None:
    lamp = a_lamp(server, isEnabled=True)
    path = f"/products/{lamp['id']}/disable"
    for _ in "12":
        told = server.told("PUT", path)
        assert told == {**lamp, "isEnabled": False, "updated": told["updated"]}
    assert refusal(charlies.ask("PUT", path)) == (404, "not_found")


def test_it_is_not_sold_from_now_on(server: Caller, noors: Caller) -> None:
    lamp = a_lamp(server)
    path = f"/carts/auth/product/{lamp['id']}"
    cart = noors.told("POST", path, {})
    assert cart["items"][0]["price"] == 4500
    server.told("PUT", f"/products/{lamp['id']}/disable")
    assert refusal(noors.ask("POST", path, {})) == (409, "not_for_sale")
    assert noors.told("GET", "/carts/auth")["items"][0]["price"] is None
    answer = noors.ask("POST", f"/contracts/cart/{cart['id']}", {})
    assert refusal(answer) == (409, "not_for_sale")
