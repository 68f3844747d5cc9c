"""`PUT /v1/calendars/auth/event/<id>`."""

from __future__ import annotations

from typing import Any

import pytest

from models.calendar import CalendarEvent
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import WHEN, a_lesson, a_subscription, a_teacher, an_event
from tests.builders import a_user

ATTENDEES = [{"email": "eve@shop.example", "name": "Eve"}, {"email": "dan@shop.example"}]


@pytest.fixture
def path(noor: User) -> str:
    """A fitting of Noor's, with two people."""
    event = an_event(noor, "2026-06-15T09:00", "2026-06-15T10:00", attendees=ATTENDEES)
    return f"/calendars/auth/event/calev_{event.uid}"


def test_the_whole_event_may_be_sent_back(noors: Caller, path: str) -> None:
    [event] = noors.told("GET", path)["events"]
    sent = {**event, "title": "Second fitting", "location": "Atelier", "color": None}
    [told] = noors.told("PUT", path, sent)["events"]
    eve, dan = (each["id"] for each in event["attendees"])
    assert [each["id"] for each in told["attendees"]] == [eve, dan]
    stamps = {name: told[name] for name in ("updated", "attendees")}
    assert told == {**sent, **stamps}


def test_who_is_not_named_any_more_goes_and_who_is_stays(noors: Caller, path: str) -> None:
    [event] = noors.told("GET", path)["events"]
    eve = {**event["attendees"][0], "responseStatus": "declined"}
    sent = {"attendees": [eve, {"email": "fay@shop.example"}]}
    [told] = noors.told("PUT", path, sent)["events"]
    first, second = told["attendees"]
    assert (first["id"], first["responseStatus"]) == (eve["id"], "declined")
    assert second["email"] == "fay@shop.example"


def test_what_is_not_sent_stays(noors: Caller, path: str) -> None:
    before = noors.told("PUT", path, {"description": "Bring it."})["events"][0]
    [told] = noors.told("PUT", path, {"eventEnd": "2026-06-15T11:00:00Z"})["events"]
    assert told == {**before, "eventEnd": "2026-06-15T11:00:00Z", "updated": told["updated"]}
    assert noors.told("PUT", path, {"description": None})["events"][0]["description"] is None


def test_what_is_cancelled_takes_no_time_until_it_is_called_back(
    noors: Caller, noor: User, path: str
) -> None:
    noors.told("PUT", path, {"cancelled": "2026-06-01T12:00:00Z"})
    an_event(noor, "2026-06-15T09:30", "2026-06-15T10:30")
    assert refusal(noors.ask("PUT", path, {"cancelled": None})) == (409, "occupied")
    assert noors.told("PUT", path, {"title": "Perhaps"})["events"][0]["cancelled"]


def test_what_keeps_its_time_is_renamed_also_where_sessions_meet(noors: Caller, noor: User) -> None:
    for name in ("Larch", "Elm"):
        a_subscription(noor, a_lesson(a_teacher(noor.shop, name)), **WHEN)
    event = CalendarEvent.select().where(CalendarEvent.title == "Sewing lesson").first()
    first = noors.told("GET", "/calendars/auth")["events"][0]
    path = f"/calendars/auth/event/{first['id']}"
    assert event is not None
    [told] = noors.told("PUT", path, {**first, "title": "Sewing"})["events"]
    assert told["title"] == "Sewing"
    moved = {"eventStart": "2026-10-19T08:30:00Z"}
    assert refusal(noors.ask("PUT", path, moved)) == (409, "occupied")


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"eventEnd": "2026-06-15T09:00:00Z"},
        {"eventStart": "2026-06-15T10:00:00Z"},
        {"attendees": [{"name": "Nobody"}]},
        {"service_id": "serv_x"},
    ],
    ids=lambda each: ",".join(each),
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    noors: Caller, path: str, changes: dict[str, Any]
) -> None:
    before = noors.told("GET", path)
    answer = noors.ask("PUT", path, {"description": "New", **changes})
    assert refusal(answer) == (422, "invalid")
    assert noors.told("GET", path) == before


def test_it_is_its_users_alone(noors: Caller, charlies: Caller, path: str) -> None:
    for other in (a_user(noors.shop), a_user(charlies.shop)):
        caller = Caller(noors.client, other.shop).sees_as(other)
        assert refusal(caller.ask("PUT", path, {"title": "Mine"})) == (404, "not_found")
