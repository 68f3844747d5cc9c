"""`GET /v1/calendars/auth`: sessions at midnight, at months' ends and where clocks are changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import clock
from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_contract, a_lesson, a_teacher, utc

NEW_YORK, PARIS = "America/New_York", "Europe/Paris"


@pytest.mark.parametrize(
    ("zone", "cycle", "starts"),
    [
        pytest.param(
            NEW_YORK,
            "daily",
            ["2026-03-07T07:30", "2026-03-08T07:00", "2026-03-09T06:30"],
            id="in the hour that is left out it begins when the clock jumps",
        ),
        pytest.param(
            NEW_YORK,
            "daily",
            ["2026-10-31T05:30", "2026-11-01T05:30", "2026-11-02T06:30"],
            id="in the hour that comes twice it is at the first",
        ),
        pytest.param(
            PARIS,
            "weekly",
            ["2026-10-17T21:30", "2026-10-24T21:30", "2026-10-31T22:30"],
            id="over midnight into the day on which the clock is put back",
        ),
        pytest.param(
            PARIS,
            "monthly",
            ["2026-01-30T23:00", "2026-02-27T23:00", "2026-03-30T22:00", "2026-04-29T22:00"],
            id="at midnight on the last of the month",
        ),
        pytest.param(
            PARIS,
            "biweekly",
            ["2026-03-16T23:00", "2026-03-30T22:00"],
            id="at midnight, every other week over spring",
        ),
        pytest.param(
            PARIS, "yearly", ["2028-02-28T23:00", "2029-02-27T23:00"], id="on 29 February"
        ),
    ],
)
def test_sessions_keep_to_the_teachers_clock(
    server: Caller, noor: User, zone: str, cycle: str, starts: list[str]
) -> None:
    teacher = a_teacher(noor.shop, zone=zone)
    first = utc(starts[0])
    with clock.frozen(first - timedelta(days=7)):
        when = {"starts_at": first, "ends_at": first + timedelta(minutes=45)}
        contract = a_contract(noor, a_lesson(teacher, cycle), **when)
        noors = server.sees_as(noor)
        noors.told("POST", f"/subscriptions/auth/contract/inv_{contract.uid}")
        for caller in (noors, server.sees_as(teacher)):
            events = caller.told("GET", "/calendars/auth")["events"][: len(starts)]
            assert [each["eventStart"] for each in events] == [f"{each}:00Z" for each in starts]
            ends = [f"{utc(each) + timedelta(minutes=45):%Y-%m-%dT%H:%M:%SZ}" for each in starts]
            assert [each["eventEnd"] for each in events] == ends
