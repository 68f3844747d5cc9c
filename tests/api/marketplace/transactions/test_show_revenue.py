"""`GET /v1/transactions/user/<id>/revenue`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_teacher
from tests.api.marketplace.transactions.moved import moved_all


def test_what_a_user_was_paid_is_added_up(server: Caller, noor: User) -> None:
    larch = a_teacher(noor.shop)
    moved_all(noor, larch)
    told = server.told("GET", f"/transactions/user/user_{larch.uid}/revenue")
    assert told == {"user_id": f"user_{larch.uid}", "currency": "eur", "revenue": 8500}
    assert server.told("GET", f"/transactions/user/user_{noor.uid}/revenue")["revenue"] == 0


def test_another_platforms_user_is_none(charlies: Caller, noor: User) -> None:
    answer = charlies.ask("GET", f"/transactions/user/user_{noor.uid}/revenue")
    assert refusal(answer) == (404, "not_found")
