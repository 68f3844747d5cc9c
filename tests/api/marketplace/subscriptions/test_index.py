"""`GET /v1/subscriptions/user/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_lesson, a_subscription, a_teacher
from tests.builders import a_user


def test_a_users_subscriptions_are_listed_newest_first(server: Caller, noor: User) -> None:
    teacher = a_teacher(noor.shop)
    lesson = a_lesson(teacher)
    first, second = (a_subscription(noor, lesson) for _ in "12")
    a_subscription(a_user(noor.shop), lesson)
    told = server.told("GET", f"/subscriptions/user/user_{noor.uid}")
    assert [each["id"] for each in told] == [f"subs_{each.uid}" for each in (second, first)]
    assert told[0] == server.told("GET", f"/subscriptions/subs_{second.uid}")
    assert server.told("GET", f"/subscriptions/user/user_{teacher.uid}") == []


def test_of_whom_the_platform_does_not_know_there_are_none(charlies: Caller, noor: User) -> None:
    a_subscription(noor, a_lesson(a_teacher(noor.shop)))
    for path in (f"user_{noor.uid}", noor.uid, "user_x"):
        answer = charlies.ask("GET", f"/subscriptions/user/{path}")
        assert refusal(answer) == (404, "not_found")
