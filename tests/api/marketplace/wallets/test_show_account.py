"""`GET /v1/users/<id>/bank_account`."""

from __future__ import annotations

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal


def test_it_tells_how_far_the_account_is(
    server: Caller, noors: Caller, charlies: Caller, noor: User, alice: Shop
) -> None:
    path = f"/users/user_{noor.uid}/bank_account"
    assert refusal(server.ask("GET", path)) == (404, "not_found")
    assert server.told("GET", f"/users/user_{noor.uid}")["stripeConnectId"] is None
    opened = noors.told("POST", "/users/auth/bank_account")
    alice.allowed_origins = []
    alice.save()
    assert server.told("GET", path) == opened
    assert refusal(charlies.ask("GET", path)) == (404, "not_found")
