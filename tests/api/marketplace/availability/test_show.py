"""`GET /v1/calendars/user/<id>/availability`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.calendars.availability import CHRISTMAS, MONDAY, PATH
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import an_event
from tests.builders import a_user


def test_hours_are_told_and_what_is_agreed_to_is_not(
    server: Caller, noors: Caller, noor: User
) -> None:
    an_event(noor, "2026-06-15T09:00", "2026-06-15T10:00", title="Doctor")
    own = noors.told("POST", PATH, [MONDAY, CHRISTMAS])
    others = noors.sees_as(a_user(noor.shop))
    for caller in (server, others, noors):
        answer = caller.ask("GET", f"/calendars/user/user_{noor.uid}/availability")
        assert answer.json == {**own, "events": []}
        assert "Doctor" not in answer.text


def test_another_platforms_user_is_none(charlies: Caller, noor: User) -> None:
    for path in (f"user_{noor.uid}", f"cal_{noor.uid}"):
        answer = charlies.ask("GET", f"/calendars/user/{path}/availability")
        assert refusal(answer) == (404, "not_found")


def test_nobody_learns_an_address_by_it(server: Caller, noors: Caller) -> None:
    user = server.told("POST", "/users", {"email": "carl@shop.example", "username": "carl"})
    told = noors.told("GET", f"/calendars/user/{user['id']}/availability")
    assert told["name"] == "carl"
    assert "carl@shop" not in str(told)
