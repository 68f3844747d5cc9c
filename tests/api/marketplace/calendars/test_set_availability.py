"""`POST /v1/calendars/auth/availability`."""

from __future__ import annotations

from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.calendars.availability import CHRISTMAS, MONDAY, PATH, REFUSED
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import an_event


def test_all_hours_are_told_with_the_calendar(noors: Caller) -> None:
    told = noors.told("POST", PATH, [MONDAY, CHRISTMAS])
    monday, christmas = told["availability"]
    for row in (monday, christmas):
        assert row.pop("id").startswith("avail_")
        assert row.pop("created") == row.pop("updated")
        assert (row.pop("mode"), row.pop("calendar_id")) == ("test", told["id"])
    assert monday == {
        "dayOfWeek": "monday",
        "overrideDate": None,
        "startTime": "09:00:00",
        "endTime": "17:00:00",
    }
    assert christmas == CHRISTMAS


def test_days_may_have_several_rows_and_end_at_midnight(noors: Caller) -> None:
    late = {**MONDAY, "startTime": "22:00", "endTime": "00:00"}
    closed = {**CHRISTMAS, "startTime": "00:00", "endTime": "00:00"}
    told = noors.told("POST", PATH, [MONDAY, late, closed])
    spans = [(each["startTime"], each["endTime"]) for each in told["availability"]]
    assert spans == [
        ("09:00:00", "17:00:00"),
        ("22:00:00", "00:00:00"),
        ("00:00:00", "00:00:00"),
    ]


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/New_York", "2026-12-23"), ("Europe/Paris", "2026-12-24")],
)
def test_a_moment_names_the_day_it_is_by_the_users_clock(
    noors: Caller, zone: str, day: str
) -> None:
    noors.told("PUT", "/users/auth", {"timezone": zone})
    row = {**CHRISTMAS, "dayOfWeek": None, "overrideDate": "2026-12-23T23:30:00.000Z"}
    [told] = noors.told("POST", PATH, [row])["availability"]
    assert (told["dayOfWeek"], told["overrideDate"]) == (None, day)


def test_an_empty_list_takes_all_away_and_leaves_events(noors: Caller, noor: User) -> None:
    an_event(noor, "2026-06-15T09:00", "2026-06-15T10:00")
    noors.told("POST", PATH, [MONDAY])
    told = noors.told("POST", PATH, [])
    assert (told["availability"], len(told["events"])) == ([], 1)


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_changes_nothing(noors: Caller, body: Any) -> None:
    before = noors.told("POST", PATH, [MONDAY])
    assert refusal(noors.ask("POST", PATH, body)) == (422, "invalid")
    assert noors.told("GET", "/calendars/auth") == before
