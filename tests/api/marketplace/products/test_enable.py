"""`PUT /v1/products/<id>/enable`."""

from __future__ import annotations

from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_lamp


def test_it_changes_nothing_else(server: Caller, charlies: Caller) -> None:
    lamp = a_lamp(server, isEnabled=False)
    path = f"/products/{lamp['id']}/enable"
    for _ in "12":
        told = server.told("PUT", path)
        assert told == {**lamp, "isEnabled": True, "updated": told["updated"]}
    assert refusal(charlies.ask("PUT", path)) == (404, "not_found")


def test_it_is_sold_from_now_on(server: Caller, noors: Caller) -> None:
    lamp = a_lamp(server, isEnabled=False)
    path = f"/carts/auth/product/{lamp['id']}"
    assert refusal(noors.ask("POST", path, {})) == (409, "not_for_sale")
    server.told("PUT", f"/products/{lamp['id']}/enable")
    assert len(noors.told("POST", path, {})["items"]) == 1
