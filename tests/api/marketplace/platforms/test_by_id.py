"""`GET /v1/platforms/<id>`."""

from __future__ import annotations

from models.shop import Shop
from tests.api.marketplace.conftest import Caller, refusal


def test_it_is_the_callers_platform_or_none(server: Caller, alice: Shop, charlie: Shop) -> None:
    assert server.told("GET", f"/platforms/plat_{alice.uid}")["name"] == "Alice"
    for other in (f"plat_{charlie.uid}", alice.uid, f"user_{alice.uid}", "plat_", "x"):
        assert refusal(server.ask("GET", f"/platforms/{other}")) == (404, "not_found")
