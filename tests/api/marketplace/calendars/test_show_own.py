"""`GET /v1/calendars/auth`."""

from __future__ import annotations

from typing import Any

import pytest

from models.database import database
from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import (
    WHEN,
    a_lesson,
    a_subscription,
    a_teacher,
    an_event,
)
from tests.builders import a_user


def test_everybody_has_a_calendar_which_is_empty_at_first(
    noors: Caller, noor: User, alice: Shop
) -> None:
    told = noors.told("GET", "/calendars/auth")
    assert noors.told("GET", "/calendars/auth") == told
    assert told.pop("id").startswith("cal_")
    assert told.pop("created") == told.pop("updated")
    assert told == {
        "mode": "test",
        "platform_id": f"plat_{alice.uid}",
        "user_id": f"user_{noor.uid}",
        "name": "Noor Doe",
        "description": None,
        "googleCalendarIds": [],
        "availability": [],
        "events": [],
    }


def test_an_event_is_told_field_for_field(noors: Caller, noor: User, alice: Shop) -> None:
    a_subscription(noor, lesson := a_lesson(a_teacher(alice)), **WHEN)
    calendar = noors.told("GET", "/calendars/auth")
    first = calendar["events"][0]
    assert first.pop("id").startswith("calev_")
    assert first.pop("subscription_id").startswith("subs_")
    stamps = [first.pop(each) for each in ("created", "updated", "booked", "confirmed")]
    assert all(each.endswith("Z") and len(each) == 20 for each in stamps)
    assert first == {
        "mode": "test",
        "calendar_id": calendar["id"],
        "user_id": f"user_{noor.uid}",
        "service_id": f"serv_{lesson.uid}",
        "googleCalendarEventId": None,
        "title": "Sewing lesson",
        "description": None,
        "location": None,
        "color": None,
        "eventStart": "2026-10-19T08:00:00Z",
        "eventEnd": "2026-10-19T09:00:00Z",
        "isDefault": False,
        "isUnavailable": True,
        "cancelled": None,
        "attendees": [],
    }


def test_events_are_told_in_the_order_they_happen(noors: Caller, noor: User) -> None:
    for hour in (14, 8, 11):
        an_event(noor, f"2026-06-15T{hour:02}:00", f"2026-06-15T{hour:02}:30", title=str(hour))
    a_user_elsewhere = a_user(noor.shop)
    an_event(a_user_elsewhere, "2026-06-15T09:00", "2026-06-15T10:00")
    events = noors.told("GET", "/calendars/auth")["events"]
    assert [each["title"] for each in events] == ["8", "11", "14"]


def test_more_events_cost_no_more_queries(
    noors: Caller, noor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = database.obj.execute_sql

    def listen(sql: str, *rest: Any, **options: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest, **options)

    noors.told("GET", "/calendars/auth")
    guests = [{"user": a_user(noor.shop).uid} for _ in "12"]
    an_event(noor, "2026-06-15T09:00", "2026-06-15T10:00", attendees=guests)
    a_subscription(noor, a_lesson(a_teacher(noor.shop, "Elm")), **WHEN)
    monkeypatch.setattr(database.obj, "execute_sql", listen)
    counts = []
    for more in (False, True):
        if more:
            an_event(noor, "2026-06-16T09:00", "2026-06-16T10:00", attendees=guests)
            a_subscription(noor, a_lesson(a_teacher(noor.shop)), **WHEN)
        asked.clear()
        noors.told("GET", "/calendars/auth")
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0
