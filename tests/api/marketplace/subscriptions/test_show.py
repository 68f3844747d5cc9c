"""`GET /v1/subscriptions/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_lesson, a_subscription, a_teacher


def test_a_subscription_is_told_also_when_its_product_is_gone(server: Caller, noor: User) -> None:
    lesson = a_lesson(a_teacher(noor.shop))
    path = f"/subscriptions/subs_{a_subscription(noor, lesson).uid}"
    told = server.told("GET", path)
    assert (told["user_id"], told["service_id"]) == (f"user_{noor.uid}", f"serv_{lesson.uid}")
    lesson.delete_instance()
    assert server.told("GET", path) == {**told, "service_id": None}


def test_another_platform_has_no_such(server: Caller, charlies: Caller, noor: User) -> None:
    begun = a_subscription(noor, a_lesson(a_teacher(noor.shop)))
    path = f"/subscriptions/subs_{begun.uid}"
    assert refusal(charlies.ask("GET", path)) == (404, "not_found")
    assert refusal(server.ask("GET", f"/subscriptions/inv_{begun.uid}")) == (404, "not_found")
