"""`GET /v1/waitlists/count`."""

from __future__ import annotations

from tests.api.marketplace.conftest import Caller


def test_everybody_on_it_is_counted(server: Caller, charlies: Caller) -> None:
    made = [server.told("POST", "/waitlists", {"email": f"{n}@shop.example"}) for n in range(3)]
    server.told("POST", f"/waitlists/{made[0]['id']}/grant")
    assert server.told("GET", "/waitlists/count") == {"count": 3}
    server.told("DELETE", f"/waitlists/{made[1]['id']}/remove")
    assert server.told("GET", "/waitlists/count") == {"count": 2}
    assert charlies.told("GET", "/waitlists/count") == {"count": 0}
