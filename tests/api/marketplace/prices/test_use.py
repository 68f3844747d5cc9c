"""`PUT /v1/products/<id>/prices/usage`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_lamp


@pytest.mark.parametrize("used", [True, False])
def test_seasons_count_or_not(server: Caller, used: bool) -> None:
    lamp = a_lamp(server, useSeasonalPrices=not used, cycle="weekly")
    path = f"/products/{lamp['id']}/prices/usage"
    told = server.told("PUT", path, {"useSeasonalPrices": used})
    assert told == {**lamp, "useSeasonalPrices": used, "updated": told["updated"]}


@pytest.mark.parametrize("body", [{}, {"useSeasonalPrices": None}, {"useSeasonalPrices": "yes"}])
def test_it_must_be_said(server: Caller, body: dict[str, Any]) -> None:
    path = f"/products/{a_lamp(server)['id']}/prices/usage"
    assert refusal(server.ask("PUT", path, body)) == (422, "invalid")


def test_another_platforms_product_is_none(server: Caller, charlies: Caller) -> None:
    path = f"/products/{a_lamp(server)['id']}/prices/usage"
    answer = charlies.ask("PUT", path, {"useSeasonalPrices": True})
    assert refusal(answer) == (404, "not_found")
