"""`GET /v1/transactions/arr`."""

from __future__ import annotations

import pytest

from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_lesson, a_subscription, a_teacher

TIMES = {"daily": 365, "weekly": 52, "biweekly": 26, "monthly": 12, "yearly": 1}


@pytest.mark.parametrize(("cycle", "times"), TIMES.items(), ids=TIMES)
def test_what_recurs_is_told_as_often_as_it_does(
    server: Caller, charlies: Caller, noor: User, cycle: str, times: int
) -> None:
    a_subscription(noor, a_lesson(a_teacher(noor.shop), cycle))
    told = server.told("GET", "/transactions/arr")
    assert told == {"currency": "eur", "amount": times * 4_500}
    assert charlies.told("GET", "/transactions/arr")["amount"] == 0


def test_what_is_paused_or_has_ended_does_not_count(
    server: Caller, noors: Caller, noor: User
) -> None:
    lesson = a_lesson(a_teacher(noor.shop))
    paused, ended, _ = (a_subscription(noor, lesson) for _ in "123")
    server.told("PUT", f"/subscriptions/subs_{paused.uid}/pause", {})
    noors.told("DELETE", f"/subscriptions/auth/subs_{ended.uid}")
    assert server.told("GET", "/transactions/arr")["amount"] == 52 * 4_500
