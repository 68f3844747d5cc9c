"""`POST /v1/products/<id>/prices`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import ROW, a_cart, a_lamp

SUMMER = {
    "seasonstart": "2026-06-01T00:00:00Z",
    "seasonEnd": "2026-08-31T00:00:00Z",
    "price": 3000,
}


def test_the_product_is_told_with_it(noon: datetime, server: Caller) -> None:
    lamp = a_lamp(server)
    told = server.told("POST", f"/products/{lamp['id']}/prices", SUMMER)
    [season] = told["seasonalPrices"]
    assert told == {**lamp, "seasonalPrices": [season]}
    assert season == {
        **ROW,
        **SUMMER,
        "id": season["id"],
        "updated": season["updated"],
        "type": "product",
        "product_id": lamp["id"],
        "service_id": None,
    }
    assert season["id"].startswith("price_")


def test_it_may_be_spelled_as_elsewhere(server: Caller) -> None:
    sent = {**SUMMER, "seasonStart": SUMMER["seasonstart"]}
    sent.pop("seasonstart")
    told = server.told("POST", f"/products/{a_lamp(server)['id']}/prices", sent)
    assert told["seasonalPrices"][0]["seasonstart"] == SUMMER["seasonstart"]


def test_without_a_beginning_it_is_refused(server: Caller) -> None:
    sent = {name: value for name, value in SUMMER.items() if name != "seasonstart"}
    answer = server.ask("POST", f"/products/{a_lamp(server)['id']}/prices", sent)
    assert refusal(answer) == (422, "invalid")
    assert answer.get_json()["message"] == "seasonstart: is required"


def test_of_those_that_hold_the_last_begun_is_the_price_where_seasons_count(
    noon: datetime, server: Caller, noors: Caller
) -> None:
    lamp = a_lamp(server)
    path = f"/products/{lamp['id']}/prices"
    spring = {**SUMMER, "seasonstart": "2026-03-01T00:00:00Z", "price": 3500}
    ends_now = {**SUMMER, "seasonstart": "2026-06-10T00:00:00Z", "price": 2000}
    for season in (SUMMER, spring, {**ends_now, "seasonEnd": "2026-06-15T11:59:59Z"}):
        server.told("POST", path, season)
    assert a_cart(noors, lamp)["items"][0]["price"] == 4500
    server.told("PUT", f"{path}/usage", {"useSeasonalPrices": True})
    assert noors.told("GET", "/carts/auth")["items"][0]["price"] == 3000
    server.told("POST", path, {**ends_now, "seasonEnd": "2026-06-15T12:00:00Z"})
    assert noors.told("GET", "/carts/auth")["items"][0]["price"] == 2000


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"seasonstart": None}, "seasonstart"),
        ({"seasonEnd": None}, "seasonEnd"),
        ({"seasonEnd": "2026-05-31T23:59:59Z"}, "seasonEnd"),
        ({"price": -1}, "price"),
        ({"price": None}, "price"),
        ({"seasonstart": "2026-06-01T00:00:00"}, "seasonstart"),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused(server: Caller, sent: dict[str, Any], where: str) -> None:
    path = f"/products/{a_lamp(server)['id']}/prices"
    answer = server.ask("POST", path, {**SUMMER, **sent})
    assert refusal(answer) == (422, "invalid")
    assert where in answer.get_json()["message"]
    assert server.told("GET", path) == []


def test_another_platforms_product_is_none(server: Caller, charlies: Caller) -> None:
    answer = charlies.ask("POST", f"/products/{a_lamp(server)['id']}/prices", SUMMER)
    assert refusal(answer) == (404, "not_found")
