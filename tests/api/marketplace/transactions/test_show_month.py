"""`GET /v1/transactions/mrr`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_lesson, a_subscription, a_teacher


def test_what_recurs_in_a_month_is_a_twelfth_of_a_year(
    server: Caller, charlies: Caller, noor: User
) -> None:
    teacher = a_teacher(noor.shop)
    a_subscription(noor, lesson := a_lesson(teacher))
    assert server.told("GET", "/transactions/mrr") == {"currency": "eur", "amount": 19_500}
    lesson.selling = {"cycle": "monthly"}
    lesson.save()
    a_subscription(noor, lesson)
    assert server.told("GET", "/transactions/mrr")["amount"] == 19_500 + 4_500
    assert charlies.told("GET", "/transactions/mrr")["amount"] == 0
