"""`DELETE /v1/calendars/auth/event/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import WHEN, a_lesson, a_subscription, a_teacher, an_event
from tests.builders import a_user


def test_the_calendar_is_told_without_it(noors: Caller, noor: User) -> None:
    event = an_event(noor, "2026-06-15T09:00", "2026-06-15T10:00")
    an_event(noor, "2026-06-16T09:00", "2026-06-16T10:00", title="Other")
    path = f"/calendars/auth/event/calev_{event.uid}"
    told = noors.told("DELETE", path)
    assert [each["title"] for each in told["events"]] == ["Other"]
    assert refusal(noors.ask("DELETE", path)) == (404, "not_found")


def test_a_session_of_a_subscription_stays(noors: Caller, noor: User) -> None:
    a_subscription(noor, a_lesson(a_teacher(noor.shop)), **WHEN)
    events = noors.told("GET", "/calendars/auth")["events"]
    answer = noors.ask("DELETE", f"/calendars/auth/event/{events[0]['id']}")
    assert refusal(answer) == (409, "of_subscription")
    assert noors.told("GET", "/calendars/auth")["events"] == events


def test_it_is_its_users_alone(noors: Caller, charlies: Caller, noor: User) -> None:
    event = an_event(noor, "2026-06-15T09:00", "2026-06-15T10:00")
    for other in (a_user(noors.shop), a_user(charlies.shop)):
        caller = Caller(noors.client, other.shop).sees_as(other)
        answer = caller.ask("DELETE", f"/calendars/auth/event/calev_{event.uid}")
        assert refusal(answer) == (404, "not_found")
    assert len(noors.told("GET", "/calendars/auth")["events"]) == 1
