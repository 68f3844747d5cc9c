"""`GET /v1/calendars/auth/event/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import an_event
from tests.builders import a_user


def test_the_calendar_is_told_with_the_one_event(noors: Caller, noor: User) -> None:
    an_event(noor, "2026-06-15T09:00", "2026-06-15T10:00", title="First")
    event = an_event(noor, "2026-06-16T09:00", "2026-06-16T10:00", title="Second")
    told = noors.told("GET", f"/calendars/auth/event/calev_{event.uid}")
    whole = noors.told("GET", "/calendars/auth")
    assert told == {**whole, "events": whole["events"][1:]}


def test_it_is_its_users_alone(noors: Caller, charlies: Caller, noor: User) -> None:
    event = an_event(noor, "2026-06-15T09:00", "2026-06-15T10:00")
    for other in (a_user(noors.shop), a_user(charlies.shop)):
        caller = Caller(noors.client, other.shop).sees_as(other)
        for path in (f"calev_{event.uid}", f"cal_{event.uid}", event.uid):
            answer = caller.ask("GET", f"/calendars/auth/event/{path}")
            assert refusal(answer) == (404, "not_found")
