"""`GET /v1/products/<id>/prices`."""

from __future__ import annotations

from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_lamp


def test_they_are_listed_by_their_beginning(
    server: Caller, noors: Caller, charlies: Caller
) -> None:
    path = f"/products/{a_lamp(server)['id']}/prices"
    assert server.told("GET", path) == []
    for month in ("09", "03", "06"):
        begins, ends = (f"2026-{month}-{day}T00:00:00Z" for day in ("01", "30"))
        server.told("POST", path, {"seasonstart": begins, "seasonEnd": ends, "price": 1})
    told = noors.told("GET", path)
    assert [each["seasonstart"][5:7] for each in told] == ["03", "06", "09"]
    assert refusal(charlies.ask("GET", path)) == (404, "not_found")
