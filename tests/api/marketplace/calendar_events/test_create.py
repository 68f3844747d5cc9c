"""`POST /v1/calendars/auth/event`."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_lesson, a_teacher, an_event
from tests.api.marketplace.permitted_times import EVENT
from tests.builders import a_product, a_user

PATH = "/calendars/auth/event"


def test_the_calendar_is_told_with_all_events(noors: Caller, noor: User, alice: Shop) -> None:
    lesson, guest = a_lesson(a_teacher(alice)), a_user(alice, "bob@shop.example", name="Bob")
    an_event(noor, "2026-06-16T09:00", "2026-06-16T10:00", title="Later")
    sent = {
        **EVENT,
        "description": "Bring the jacket.",
        "location": "Atelier",
        "color": "#0b6e4f",
        "service_id": f"serv_{lesson.uid}",
        "booked": "2026-06-01T12:00:00Z",
        "confirmed": "2026-06-02T12:00:00Z",
    }
    attendees = [
        {"user_id": f"user_{guest.uid}", "responseStatus": "accepted", "comment": "Yes!"},
        {"email": "eve@shop.example", "name": "Eve"},
    ]
    told = noors.told("POST", PATH, {**sent, "attendees": attendees})
    event, later = told["events"]
    assert (later["title"], told["user_id"]) == ("Later", f"user_{noor.uid}")
    assert {name: event[name] for name in sent} == sent
    first, second = event["attendees"]
    assert first.pop("id").startswith("att_")
    assert first.pop("created") == first.pop("updated")
    assert first == {
        "mode": "test",
        "calendar_event_id": event["id"],
        "user_id": f"user_{guest.uid}",
        "email": "bob@shop.example",
        "name": "Bob",
        "responseStatus": "accepted",
        "comment": "Yes!",
    }
    told_of_eve = [second[each] for each in ("user_id", "email", "name", "responseStatus")]
    assert told_of_eve == [None, "eve@shop.example", "Eve", "needsAction"]


def test_it_takes_its_time_unless_it_is_said_not_to(noors: Caller) -> None:
    sent = {name: each for name, each in EVENT.items() if name != "isUnavailable"}
    [event] = noors.told("POST", PATH, sent)["events"]
    assert event["isUnavailable"] is True


def test_what_meets_is_refused_unless_it_takes_no_time(noors: Caller) -> None:
    noors.told("POST", PATH, EVENT)
    meets = {**EVENT, "eventStart": "2026-06-15T09:59:59Z", "eventEnd": "2026-06-15T11:00:00Z"}
    assert refusal(noors.ask("POST", PATH, meets)) == (409, "occupied")
    touches = {**meets, "eventStart": EVENT["eventEnd"]}
    for sent in (
        touches,
        {**meets, "isUnavailable": False},
        {**meets, "cancelled": "2026-06-01T12:00:00Z"},
    ):
        noors.told("POST", PATH, sent)
    # Somebody else has time.
    assert noors.sees_as(a_user(noors.shop)).told("POST", PATH, EVENT)


def test_it_takes_place_at_the_same_moment_wherever_it_was_sent_from(noors: Caller) -> None:
    # The night in which New York puts its clock back: from one to one lasts an hour.
    night = {
        **EVENT,
        "eventStart": "2026-11-01T01:30:00-04:00",
        "eventEnd": "2026-11-01T01:30:00-05:00",
    }
    [event] = noors.told("POST", PATH, night)["events"]
    spans = (event["eventStart"], event["eventEnd"])
    assert spans == ("2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z")


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"title": ""},
        {"eventEnd": EVENT["eventStart"]},
        {"eventEnd": "2027-06-17T09:00:00Z"},
        {"eventStart": "2026-06-15T08:00:00"},
        {"attendees": [{"name": "Nobody"}]},
        {"attendees": [{"user_id": "user_x"}]},
        {"attendees": [{"email": "e@shop.example"}] * 201},
        {"service_id": "serv_x"},
        {"isUnavailable": "yes"},
    ],
    ids=lambda each: ",".join(each),
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    noors: Caller, changes: dict[str, Any]
) -> None:
    assert refusal(noors.ask("POST", PATH, {**EVENT, **changes})) == (422, "invalid")
    assert noors.told("GET", "/calendars/auth")["events"] == []


def test_another_platforms_people_and_products_are_none(noors: Caller, charlie: Shop) -> None:
    theirs = (
        {"service_id": f"serv_{a_product(charlie).uid}"},
        {"attendees": [{"user_id": f"user_{a_user(charlie).uid}"}]},
    )
    for each in theirs:
        assert refusal(noors.ask("POST", PATH, {**EVENT, **each})) == (422, "invalid")


def test_sent_again_under_its_key_it_is_added_once(noors: Caller) -> None:
    headers = {**noors.headers, "Idempotency-Key": "one"}
    answers = [noors.ask("POST", PATH, EVENT, headers=headers) for _ in "12"]
    assert answers[0].data == answers[1].data
    assert len(noors.told("GET", "/calendars/auth")["events"]) == 1


def test_who_is_named_by_their_address_is_known(noors: Caller, alice: Shop) -> None:
    ann = a_user(alice, "ann@shop.example")
    sent = {**EVENT, "attendees": [{"email": ann.email}]}
    [event] = noors.told("POST", PATH, sent)["events"]
    assert [each["user_id"] for each in event["attendees"]] == [f"user_{ann.uid}"]
