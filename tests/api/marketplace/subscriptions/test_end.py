"""`DELETE /v1/subscriptions/auth/<id>`."""

from __future__ import annotations

from models import clock
from models.subscription import Subscription
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import WHEN, a_lesson, a_subscription, a_teacher, utc
from tests.builders import a_user


def test_it_ends_for_good_with_its_sessions_to_come(server: Caller, noor: User) -> None:
    begun = a_subscription(noor, a_lesson(a_teacher(noor.shop)), **WHEN)
    path = f"/subscriptions/auth/subs_{begun.uid}"
    with clock.frozen(utc("2026-10-20T12:00")):
        caller = server.sees_as(noor)
        told = caller.told("DELETE", path)
        events = caller.told("GET", "/calendars/auth")["events"]
        assert refusal(caller.ask("DELETE", path)) == (409, "wrong_state")
    assert (told["isActive"], told["ended"]) == (False, "2026-10-20T12:00:00Z")
    assert [each["cancelled"] is None for each in events[:3]] == [True, False, False]
    assert server.told("GET", f"/subscriptions/subs_{begun.uid}") == told


def test_its_place_is_free_again(server: Caller, noors: Caller, noor: User) -> None:
    lesson = a_lesson(a_teacher(noor.shop), subscription_limit=1)
    begun = a_subscription(noor, lesson)
    noors.told("DELETE", f"/subscriptions/auth/subs_{begun.uid}")
    assert a_subscription(a_user(noor.shop), lesson).active


def test_only_whose_it_is_ends_it(server: Caller, charlies: Caller, noor: User) -> None:
    begun = a_subscription(noor, a_lesson(a_teacher(noor.shop)))
    path = f"/subscriptions/auth/subs_{begun.uid}"
    for other in (a_user(server.shop), a_user(charlies.shop)):
        caller = Caller(server.client, other.shop).sees_as(other)
        assert refusal(caller.ask("DELETE", path)) == (404, "not_found")
    assert Subscription.get().active
