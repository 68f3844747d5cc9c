"""`GET /v1/users/<id>/payment_methods`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_card
from tests.builders import a_user


def test_the_platform_sees_what_its_users_pay_with(
    server: Caller, noors: Caller, charlies: Caller, noor: User
) -> None:
    path = f"/users/user_{noor.uid}/payment_methods"
    assert server.told("GET", path) == []
    a_card(noor)
    a_card(a_user(noor.shop))
    told = server.told("GET", path)
    assert told == noors.told("GET", "/users/auth/payment_methods")
    assert len(told) == 1
    assert refusal(charlies.ask("GET", path)) == (404, "not_found")
