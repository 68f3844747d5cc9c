"""`PUT /v1/calendars/auth/availability`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.marketplace.calendars.availability import CHRISTMAS, MONDAY, PATH, REFUSED
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user


def test_rows_that_are_sent_back_stay_and_others_come_and_go(noors: Caller) -> None:
    monday, christmas = noors.told("PUT", PATH, [MONDAY, CHRISTMAS])["availability"]
    tuesday = {**MONDAY, "dayOfWeek": "tuesday"}
    told = noors.told("PUT", PATH, [{**monday, "endTime": "16:00"}, tuesday])["availability"]
    assert [each["dayOfWeek"] for each in told] == ["monday", "tuesday"]
    assert (told[0]["id"], told[0]["endTime"]) == (monday["id"], "16:00:00")
    assert told[0]["created"] == monday["created"]
    assert told[1]["id"] not in (monday["id"], christmas["id"])
    assert noors.told("GET", "/calendars/auth")["availability"] == told


def test_a_day_becomes_a_weekday(noors: Caller) -> None:
    [row] = noors.told("PUT", PATH, [CHRISTMAS])["availability"]
    [told] = noors.told("PUT", PATH, [{**row, "dayOfWeek": "sunday"}])["availability"]
    assert (told["id"], told["dayOfWeek"], told["overrideDate"]) == (row["id"], "sunday", None)


def test_a_row_of_somebody_elses_is_theirs(noors: Caller) -> None:
    [row] = noors.told("PUT", PATH, [MONDAY])["availability"]
    others = noors.sees_as(a_user(noors.shop))
    [made] = others.told("PUT", PATH, [row])["availability"]
    assert made["id"] != row["id"]
    assert [each["id"] for each in noors.told("GET", "/calendars/auth")["availability"]] == [
        row["id"]
    ]


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_changes_nothing(noors: Caller, body: Any) -> None:
    before = noors.told("PUT", PATH, [MONDAY])
    assert refusal(noors.ask("PUT", PATH, body)) == (422, "invalid")
    assert noors.told("GET", "/calendars/auth") == before
