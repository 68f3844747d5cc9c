"""`GET /v1/calendar/localtime`."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_token, a_user

PATH = "/calendar/localtime"


def asked(caller: Caller, date: str, **query: str) -> Any:
    return caller.told("GET", PATH, query_string={"date": date, **query})


@pytest.fixture
def anybody(client: FlaskClient, alice: Shop) -> Caller:
    """Who shows nothing."""
    return Caller(client, alice)


@pytest.mark.parametrize(
    ("date", "zone", "clock", "offset"),
    [
        pytest.param(
            "2026-06-15T12:00:00Z", "America/New_York", "2026-06-15T08:00:00", "-04:00", id="summer"
        ),
        pytest.param(
            "2026-06-15T23:30:00Z", "Asia/Kathmandu", "2026-06-16T05:15:00", "+05:45", id="next day"
        ),
        pytest.param(
            "2026-12-31T23:00:00Z", "Europe/Paris", "2027-01-01T00:00:00", "+01:00", id="midnight"
        ),
        pytest.param(
            "2026-03-29T00:59:59Z", "Europe/Paris", "2026-03-29T01:59:59", "+01:00", id="before"
        ),
        pytest.param(
            "2026-03-29T01:00:00Z",
            "Europe/Paris",
            "2026-03-29T03:00:00",
            "+02:00",
            id="put forward",
        ),
        pytest.param(
            "2026-11-01T05:30:00Z", "America/New_York", "2026-11-01T01:30:00", "-04:00", id="once"
        ),
        pytest.param(
            "2026-11-01T06:30:00Z", "America/New_York", "2026-11-01T01:30:00", "-05:00", id="twice"
        ),
    ],
)
def test_what_the_clock_shows(
    anybody: Caller, date: str, zone: str, clock: str, offset: str
) -> None:
    told = asked(anybody, date, timezone=zone)
    assert told == {"date": date, "timezone": zone, "localtime": clock, "offset": offset}


def test_a_date_of_another_zone_is_told_in_utc(anybody: Caller) -> None:
    told = asked(anybody, "2026-06-15T12:00:00+02:00")
    assert (told["date"], told["timezone"]) == ("2026-06-15T10:00:00Z", "UTC")


def test_the_zone_is_the_users_else_the_platforms(server: Caller, alice: Shop) -> None:
    alice.time_zone = "Europe/Paris"
    alice.save()
    user = a_user(alice, time_zone="America/New_York")
    token = a_token(user)
    when = "2026-06-15T12:00:00Z"
    zones = [
        asked(Caller(server.client, alice, *shown), when)["timezone"]
        for shown in ((server.key,), ("", token), (server.key, token))
    ]
    assert zones == ["Europe/Paris", "America/New_York", "America/New_York"]


def test_a_token_beside_another_platforms_key_is_refused(charlies: Caller, noor: User) -> None:
    answer = charlies.sees_as(noor).ask("GET", f"{PATH}?date=2026-06-15T12:00:00Z")
    assert refusal(answer) == (401, "bad_session")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"date": "yesterday"},
        {"date": "2026-06-15T12:00:00"},
        {"date": "1999-12-31T23:59:59Z"},
        {"date": "2026-06-15T12:00:00Z", "timezone": "Mars/Olympus"},
        {"date": "2026-06-15T12:00:00Z", "timezone": "../../etc/passwd"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(anybody: Caller, query: dict[str, str]) -> None:
    assert refusal(anybody.ask("GET", PATH, query_string=query)) == (422, "invalid")
