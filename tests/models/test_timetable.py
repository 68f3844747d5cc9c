"""Open hours and repeated sessions, at midnight and when clocks are put forward or back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from models.timetable import (
    EVERY,
    Hours,
    Span,
    hours_between,
    is_open,
    open_spans,
    period,
    sessions,
)

NEW_YORK, PARIS = ZoneInfo("America/New_York"), ZoneInfo("Europe/Paris")
KATHMANDU, APIA = ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")
MONDAY = date(2026, 6, 15)
DAY = timedelta(days=1)
NINE_TO_FIVE = Hours(time(9), time(17), weekday=0)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


def span(begins: str, ends: str) -> Span:
    return Span(utc(begins), utc(ends))


def on(day: date, *hours: Hours, zone: ZoneInfo = PARIS) -> list[Span]:
    return open_spans(hours, zone, day, day)


def test_hours_are_those_of_the_clock_on_the_wall() -> None:
    assert on(MONDAY, NINE_TO_FIVE) == [span("2026-06-15T07:00", "2026-06-15T15:00")]
    winter = date(2026, 1, 12)
    assert on(winter, NINE_TO_FIVE) == [span("2026-01-12T08:00", "2026-01-12T16:00")]
    assert on(MONDAY, NINE_TO_FIVE, zone=KATHMANDU) == [
        span("2026-06-15T03:15", "2026-06-15T11:15")
    ]


def test_other_weekdays_are_closed() -> None:
    assert on(MONDAY + timedelta(days=1), NINE_TO_FIVE) == []


def test_a_day_of_its_own_stands_for_its_weekday() -> None:
    short = Hours(time(10), time(11), day=MONDAY)
    assert on(MONDAY, NINE_TO_FIVE, short) == [span("2026-06-15T08:00", "2026-06-15T09:00")]
    closed = Hours(time(), time(), day=MONDAY)
    assert on(MONDAY, NINE_TO_FIVE, closed) == []
    assert len(on(MONDAY + timedelta(days=7), NINE_TO_FIVE, closed)) == 1


def test_several_rows_of_a_day_are_joined_where_they_touch() -> None:
    rows = [Hours(time(9), time(12), 0), Hours(time(12), time(13), 0), Hours(time(15), time(16), 0)]
    assert on(MONDAY, *rows) == [
        span("2026-06-15T07:00", "2026-06-15T11:00"),
        span("2026-06-15T13:00", "2026-06-15T14:00"),
    ]


def test_an_end_at_midnight_is_the_end_of_the_day_and_the_next_day_may_go_on() -> None:
    late, early = Hours(time(22), time(), 0), Hours(time(), time(2), 1)
    spans = open_spans([late, early], PARIS, MONDAY, MONDAY + timedelta(days=1))
    assert spans == [span("2026-06-15T20:00", "2026-06-16T00:00")]
    assert is_open([late, early], PARIS, span("2026-06-15T21:30", "2026-06-15T22:30"))


@pytest.mark.parametrize(
    ("day", "hours", "begins", "ends"),
    [
        pytest.param("2026-03-08", (1, 4), "06:00", "08:00", id="an hour less in spring"),
        pytest.param("2026-03-08", (2, 4), "07:00", "08:00", id="opening in the hour left out"),
        pytest.param("2026-11-01", (0, 3), "04:00", "08:00", id="an hour more in autumn"),
        pytest.param("2026-11-01", (1, 2), "05:00", "07:00", id="the hour that comes twice"),
    ],
)
def test_clocks_put_forward_and_back(
    day: str, hours: tuple[int, int], begins: str, ends: str
) -> None:
    sunday = Hours(time(hours[0]), time(hours[1]), 6)
    found = on(date.fromisoformat(day), sunday, zone=NEW_YORK)
    assert found == [span(f"{day}T{begins}", f"{day}T{ends}")]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        pytest.param(time(2, 15), time(2, 45), [], id="all of them"),
        pytest.param(time(1), time(2, 45), [("06:00", "07:00")], id="their end"),
        pytest.param(time(2, 15), time(4), [("07:00", "08:00")], id="their beginning"),
    ],
)
def test_hours_in_the_hour_left_out_are_none(
    start: time, end: time, found: list[tuple[str, str]]
) -> None:
    spans = [span(f"2026-03-08T{begins}", f"2026-03-08T{ends}") for begins, ends in found]
    assert on(date(2026, 3, 8), Hours(start, end, 6), zone=NEW_YORK) == spans


def test_a_session_in_the_hour_left_out_begins_when_the_clock_jumps() -> None:
    first = span("2026-03-07T07:30", "2026-03-07T08:00")
    found = sessions(first, "daily", NEW_YORK, utc("2026-03-10T00:00"))
    assert [each.begins for each in found] == [
        utc("2026-03-07T07:30"),
        utc("2026-03-08T07:00"),
        utc("2026-03-09T06:30"),
    ]


def test_a_day_that_a_place_has_left_out_breaks_nothing() -> None:
    # Samoa had no 30 December 2011, a Friday.
    friday = Hours(time(9), time(17), 4)
    found = open_spans([friday], APIA, date(2011, 12, 29), date(2011, 12, 31))
    assert all(each.begins < each.ends for each in found)


def test_somebody_is_there_only_for_all_of_a_span() -> None:
    assert is_open([NINE_TO_FIVE], PARIS, span("2026-06-15T07:00", "2026-06-15T15:00"))
    assert not is_open([NINE_TO_FIVE], PARIS, span("2026-06-15T06:59", "2026-06-15T08:00"))
    assert not is_open([NINE_TO_FIVE], PARIS, span("2026-06-15T14:00", "2026-06-15T15:01"))


def test_hours_are_added_up_over_days_both_included() -> None:
    rows = [NINE_TO_FIVE, Hours(time(13, 30), time(), 1), Hours(time(8), time(9), day=MONDAY)]
    assert hours_between(rows, MONDAY, MONDAY + timedelta(days=7)) == 1 + Fraction(21, 2) + 8
    assert hours_between(rows, MONDAY, MONDAY) == 1


FIRST = span("2026-10-19T08:00", "2026-10-19T09:30")


@pytest.mark.parametrize(
    ("cycle", "begins"),
    [
        ("daily", ["10-19T08:00", "10-20T08:00", "10-21T08:00"]),
        pytest.param(
            "weekly", ["10-19T08:00", "10-26T09:00", "11-02T09:00"], id="weekly, clocks put back"
        ),
        ("biweekly", ["10-19T08:00", "11-02T09:00", "11-16T09:00"]),
        ("monthly", ["10-19T08:00", "11-19T09:00", "12-19T09:00"]),
    ],
)
def test_sessions_keep_the_clock_on_the_wall(cycle: str, begins: list[str]) -> None:
    found = sessions(FIRST, cycle, PARIS, utc("2027-10-19T00:00"))  # type: ignore[arg-type]
    assert [each.begins for each in found[:3]] == [utc(f"2026-{each}") for each in begins]
    assert {each.ends - each.begins for each in found} == {timedelta(minutes=90)}


def test_a_month_without_the_day_has_it_on_its_last() -> None:
    first = span("2026-01-31T11:00", "2026-01-31T12:00")
    found = sessions(first, "monthly", PARIS, utc("2026-07-01T00:00"))
    assert [each.begins.date().isoformat()[5:] for each in found] == [
        "01-31",
        "02-28",
        "03-31",
        "04-30",
        "05-31",
        "06-30",
    ]


def test_a_year_without_the_29th_of_february_has_it_on_the_28th() -> None:
    first = span("2024-02-29T11:00", "2024-02-29T12:00")
    found = sessions(first, "yearly", PARIS, utc("2028-03-01T00:00"))
    assert [each.begins.date().isoformat() for each in found] == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


def test_a_first_session_in_the_second_of_two_alike_hours_stays_there() -> None:
    first = span("2026-11-01T06:30", "2026-11-01T07:00")
    found = sessions(first, "daily", NEW_YORK, utc("2026-11-04T00:00"))
    assert [each.begins for each in found] == [
        utc("2026-11-01T06:30"),
        utc("2026-11-02T06:30"),
        utc("2026-11-03T06:30"),
    ]


def test_what_begins_at_the_end_is_left_out() -> None:
    assert sessions(FIRST, "daily", PARIS, utc("2026-10-20T08:00")) == [FIRST]


def test_sessions_are_written_on_where_they_were_left() -> None:
    whole = sessions(FIRST, "daily", PARIS, utc("2027-10-19T00:00"))
    first = sessions(FIRST, "daily", PARIS, utc("2027-03-28T07:00"))
    rest = sessions(FIRST, "daily", PARIS, utc("2027-10-19T00:00"), utc("2027-03-28T07:00"))
    assert (len(first), len(rest), first + rest) == (160, 205, whole)


@pytest.mark.parametrize(
    ("cycle", "start", "at", "number", "begins", "ends"),
    [
        pytest.param(
            "monthly",
            "2026-01-31T11:00",
            "2026-03-01T00:00",
            1,
            "2026-02-28T11:00",
            # By the clock in Paris, where it is an hour earlier in summer.
            "2026-03-31T10:00",
            id="a month without the day",
        ),
        pytest.param(
            "monthly",
            "2026-01-31T23:30",
            "2026-02-28T23:29",
            0,
            "2026-01-31T23:30",
            "2026-02-28T23:30",
            id="it is the first of February in Paris",
        ),
        pytest.param(
            "daily",
            "2026-03-28T01:30",
            "2026-03-29T01:00",
            1,
            "2026-03-29T01:00",
            "2026-03-30T00:30",
            id="in the hour left out it begins when the clock jumps",
        ),
        pytest.param(
            "yearly",
            "2024-02-29T11:00",
            "2027-03-01T00:00",
            3,
            "2027-02-28T11:00",
            "2028-02-29T11:00",
            id="29 February",
        ),
        pytest.param(
            "weekly",
            "2026-10-19T08:00",
            "2026-10-01T00:00",
            0,
            "2026-10-19T08:00",
            "2026-10-26T09:00",
            id="before it starts",
        ),
    ],
)
def test_it_is_a_period_until_the_next_begins(
    cycle: str, start: str, at: str, number: int, begins: str, ends: str
) -> None:
    found = period(utc(start), cycle, PARIS, utc(at))  # type: ignore[arg-type]
    assert (found.number, found.begins, found.ends) == (number, utc(begins), utc(ends))


moments = some.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=some.just(UTC))
times = some.times().map(lambda each: each.replace(microsecond=0))
zones = some.sampled_from([NEW_YORK, PARIS, KATHMANDU, APIA, ZoneInfo("Australia/Lord_Howe")])
rows = some.builds(Hours, times, times, some.integers(0, 6)).filter(lambda each: each.ordered)


@given(some.lists(rows, max_size=6), zones, some.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_spans_are_in_order_and_apart(hours: list[Hours], zone: ZoneInfo, first: date) -> None:
    spans = open_spans(hours, zone, first, first + timedelta(days=9))
    assert all(each.begins < each.ends for each in spans)
    assert all(one.ends < other.begins for one, other in pairwise(spans))
    assert all(is_open(hours, zone, each) for each in spans[1:-1])


@given(moments, some.sampled_from(sorted(EVERY)), zones)
def test_the_first_session_is_itself_and_none_comes_twice(
    begins: datetime, cycle: str, zone: ZoneInfo
) -> None:
    begins = begins.replace(microsecond=0)
    first = Span(begins, begins + timedelta(hours=1))
    found = sessions(first, cycle, zone, begins + timedelta(days=800))  # type: ignore[arg-type]
    assert found[0].begins == begins
    assert sorted(set(found)) == found


@given(moments, some.sampled_from(sorted(EVERY)), zones, some.timedeltas(timedelta(0), 900 * DAY))
def test_every_moment_is_in_one_period(
    begins: datetime, cycle: str, zone: ZoneInfo, later: timedelta
) -> None:
    begins = begins.replace(microsecond=0)
    found = period(begins, cycle, zone, begins + later)  # type: ignore[arg-type]
    assert found.begins <= begins + later < found.ends
    after = period(begins, cycle, zone, found.ends)  # type: ignore[arg-type]
    assert (after.number, after.begins) == (found.number + 1, found.ends)
