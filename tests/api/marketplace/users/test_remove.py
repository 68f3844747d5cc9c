"""`DELETE /v1/users/<id>`."""

from __future__ import annotations

from datetime import datetime

from models.shop import Shop
from models.user import ADMIN, User
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user


def test_the_day_is_told_and_nothing_is_removed(
    server: Caller, charlies: Caller, noor: User, noon: datetime
) -> None:
    path = f"/users/user_{noor.uid}"
    assert refusal(charlies.ask("DELETE", path)) == (404, "not_found")
    told = server.told("DELETE", path)
    assert told["scheduledDeletion"] == "2026-07-15T12:00:00Z"
    assert server.told("GET", path)["scheduledDeletion"] == "2026-07-15T12:00:00Z"


def test_nobody_removes_who_has_as_high_a_role(server: Caller, alice: Shop, noor: User) -> None:
    one, other = (a_user(alice, role=ADMIN) for _ in "12")
    admins = Caller(server.client, alice).sees_as(one)
    assert refusal(admins.ask("DELETE", f"/users/user_{other.uid}")) == (403, "outranked")
    assert admins.told("DELETE", f"/users/user_{noor.uid}")["scheduledDeletion"]
