"""`DELETE /v1/products/<id>/prices/<id>`."""

from __future__ import annotations

from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_lamp, ids

SEASON = {"seasonstart": "2026-06-01T00:00:00Z", "seasonEnd": "2026-08-31T00:00:00Z", "price": 1}


def test_the_product_is_told_without_it(server: Caller) -> None:
    path = f"/products/{a_lamp(server)['id']}/prices"
    for _ in "12":
        server.told("POST", path, SEASON)
    first, second = ids(server.told("GET", path))
    assert ids(server.told("DELETE", f"{path}/{first}")["seasonalPrices"]) == [second]
    assert refusal(server.ask("DELETE", f"{path}/{first}")) == (404, "not_found")


def test_only_this_products_are_found(server: Caller, charlies: Caller) -> None:
    path = f"/products/{a_lamp(server)['id']}/prices"
    [season] = ids(server.told("POST", path, SEASON)["seasonalPrices"])
    other = f"/products/{a_lamp(server)['id']}/prices"
    for caller, at in ((server, f"{other}/{season}"), (charlies, f"{path}/{season}")):
        assert refusal(caller.ask("DELETE", at)) == (404, "not_found")
    for name in (f"price_{ID}", "price_x", season.replace("price", "prod")):
        assert refusal(server.ask("DELETE", f"{path}/{name}")) == (404, "not_found")
    assert ids(server.told("GET", path)) == [season]
