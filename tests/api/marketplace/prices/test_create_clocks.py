"""`POST /v1/products/<id>/prices`: seasons at midnight, and where clocks are changed."""

from __future__ import annotations

from datetime import datetime

import pytest

from models import clock
from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.sales import a_cart, a_lamp

# The Sunday on which clocks in Paris are put forward, and the one on which they are put back: from
# midnight to the last second there, which are 23 and 25 hours.
SPRING = {"seasonstart": "2026-03-29T00:00:00+01:00", "seasonEnd": "2026-03-29T23:59:59+02:00"}
AUTUMN = {"seasonstart": "2026-10-25T00:00:00+02:00", "seasonEnd": "2026-10-25T23:59:59+01:00"}


@pytest.mark.parametrize(
    ("at", "price"),
    [
        pytest.param("2026-03-28T22:59:59.999", 4500, id="just before midnight"),
        pytest.param("2026-03-28T23:00:00.000", 2300, id="at midnight"),
        pytest.param("2026-03-29T01:00:00.000", 2300, id="when the clock jumps"),
        pytest.param("2026-03-29T21:59:59.000", 2300, id="at the last second"),
        pytest.param("2026-03-29T21:59:59.999", 2300, id="until the last second is over"),
        pytest.param("2026-03-29T22:00:00.000", 4500, id="at the next midnight, an hour early"),
        pytest.param("2026-10-24T21:59:59.999", 4500, id="in autumn, just before midnight"),
        pytest.param("2026-10-24T22:00:00.000", 2500, id="in autumn, at midnight"),
        pytest.param("2026-10-25T00:30:00.000", 2500, id="in the hour that comes twice"),
        pytest.param("2026-10-25T01:30:00.000", 2500, id="in it for the second time"),
        pytest.param("2026-10-25T22:59:59.999", 2500, id="in autumn, until the last second"),
        pytest.param("2026-10-25T23:00:00.000", 4500, id="at the next midnight, an hour late"),
    ],
)
def test_a_day_is_a_season_from_its_first_to_its_last_second(
    server: Caller, noor: User, at: str, price: int
) -> None:
    with clock.frozen(datetime.fromisoformat(f"{at}+00:00")):
        lamp = a_lamp(server)
        for season, amount in ((SPRING, 2300), (AUTUMN, 2500)):
            server.told("POST", f"/products/{lamp['id']}/prices", {**season, "price": amount})
        server.told("PUT", f"/products/{lamp['id']}/prices/usage", {"useSeasonalPrices": True})
        assert a_cart(server.sees_as(noor), lamp)["items"][0]["price"] == price
