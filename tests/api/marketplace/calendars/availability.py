"""What `POST` and `PUT` of `/v1/calendars/auth/availability` share: bodies, taken and refused."""

from __future__ import annotations

from typing import Any

PATH = "/calendars/auth/availability"
MONDAY = {"dayOfWeek": "monday", "startTime": "09:00", "endTime": "17:00"}
CHRISTMAS = {
    "dayOfWeek": None,
    "overrideDate": "2026-12-24",
    "startTime": "10:00:00",
    "endTime": "12:30:15",
}
REFUSED: dict[str, Any] = {
    "no list": MONDAY,
    "no day of the week": [{**MONDAY, "dayOfWeek": "Monday"}],
    "neither day nor weekday": [{**CHRISTMAS, "overrideDate": None}],
    "no day": [{**CHRISTMAS, "overrideDate": "2026-02-30"}],
    "no time": [{**MONDAY, "startTime": "24:00"}],
    "a time with a zone": [{**MONDAY, "startTime": "09:00+02:00"}],
    "a part of a second": [{**MONDAY, "startTime": "09:00:00.5"}],
    "an end before the beginning": [MONDAY, {**MONDAY, "startTime": "17:00", "endTime": "09:00"}],
    "no length": [{**MONDAY, "endTime": "09:00"}],
    "no end": [{"dayOfWeek": "monday", "startTime": "09:00"}],
    "too many": [MONDAY] * 501,
}
