"""`GET /v1/transactions/volume`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_teacher
from tests.api.marketplace.transactions.moved import moved, moved_all


def test_what_all_buyers_paid_is_added_up(server: Caller, charlies: Caller, noor: User) -> None:
    moved_all(noor, a_teacher(noor.shop))
    moved(noor.shop, "outgoing", 1_000)
    assert server.told("GET", "/transactions/volume") == {"currency": "eur", "amount": 10_300}
    assert charlies.told("GET", "/transactions/volume")["amount"] == 0
