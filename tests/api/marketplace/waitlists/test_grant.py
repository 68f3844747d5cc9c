"""`POST /v1/waitlists/<id>/grant`."""

from __future__ import annotations

from datetime import datetime, timedelta

from models import clock
from tests.api.marketplace.conftest import Caller, refusal


def test_the_moment_is_told_and_stays(noon: datetime, server: Caller, charlies: Caller) -> None:
    entry = server.told("POST", "/waitlists", {"email": "noor@shop.example"})
    path = f"/waitlists/{entry['id']}/grant"
    assert refusal(charlies.ask("POST", path)) == (404, "not_found")
    assert server.told("POST", path)["granted"] == "2026-06-15T12:00:00Z"
    with clock.frozen(noon + timedelta(hours=1)):
        again = server.told("POST", path)
    assert (again["granted"], again["position"]) == ("2026-06-15T12:00:00Z", 1)


def test_who_waits_behind_moves_up(server: Caller) -> None:
    first, second = (
        server.told("POST", "/waitlists", {"email": f"{n}@shop.example"}) for n in range(2)
    )
    server.told("POST", f"/waitlists/{first['id']}/grant")
    assert server.told("POST", f"/waitlists/{second['id']}/grant")["position"] == 1
