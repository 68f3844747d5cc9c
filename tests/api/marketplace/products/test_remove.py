"""`DELETE /v1/products/<id>`."""

from __future__ import annotations

from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_cart, a_draft, a_lamp


def test_what_was_there_is_told(server: Caller, charlies: Caller) -> None:
    lamp = a_lamp(server)
    path = f"/products/{lamp['id']}"
    assert refusal(charlies.ask("DELETE", path)) == (404, "not_found")
    assert server.told("DELETE", path) == lamp
    assert refusal(server.ask("DELETE", path)) == (404, "not_found")


def test_contracts_keep_its_name_and_price_and_carts_lose_it(server: Caller, noors: Caller) -> None:
    lamp = a_lamp(server)
    a_cart(noors, lamp)
    contract = a_draft(server, lamp)
    server.told("DELETE", f"/products/{lamp['id']}")
    [item] = server.told("GET", f"/contracts/{contract['id']}")["items"]
    assert (item["description"], item["price"]) == ("Lamp", 4500)
    assert (item["product_id"], item["product"]) == (None, None)
    assert noors.told("GET", "/carts/auth")["items"] == []
