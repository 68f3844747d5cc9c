"""When somebody can be had: open hours by the clock on the wall, told as spans in UTC.

Rows are of a weekday or of one date, which then stands for the weekday's. Clocks that are put
forward or back are those of the IANA time zones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import chain, pairwise, takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
MIDNIGHT = time()
# More than any cycle takes.
LONGEST_CYCLE = timedelta(days=400)
Cycle = Literal["daily", "weekly", "biweekly", "monthly", "yearly"]
# What is sold by the hour is not in it: it is bought for as many hours, and then is over.
EVERY: dict[str, tuple[Literal[0, 1, 2, 3], int]] = {
    "daily": (DAILY, 1),
    "weekly": (WEEKLY, 1),
    "biweekly": (WEEKLY, 2),
    "monthly": (MONTHLY, 1),
    "yearly": (YEARLY, 1),
}


@dataclass(frozen=True)
class Hours:
    """Open from `start` to `end` on a weekday (0 is Monday), or on one `day`.

    An end at midnight is the end of the day. Of one day from midnight to midnight: closed.
    """

    start: time
    end: time
    weekday: int | None = None
    day: date | None = None

    @property
    def closed(self) -> bool:
        """Tell whether this says that nobody is there on its day."""
        return self.day is not None and self.start == self.end == MIDNIGHT

    @property
    def ordered(self) -> bool:
        """Tell whether it ends after it begins, or is closed."""
        return self.closed or self.end == MIDNIGHT or self.start < self.end


@dataclass(frozen=True, order=True)
class Span:
    """From a moment to another, both in UTC; the second is outside."""

    begins: datetime
    ends: datetime

    def holds(self, other: Span) -> bool:
        """Tell whether all of another lies within."""
        return self.begins <= other.begins and other.ends <= self.ends

    def meets(self, other: Span) -> bool:
        """Tell whether both have a moment in common."""
        return self.begins < other.ends and other.begins < self.ends


def open_spans(hours: Sequence[Hours], zone: ZoneInfo, first: date, last: date) -> list[Span]:
    """List when somebody is there from one day to another, both included; what touches is one."""
    spans = sorted(_span(each, day, zone) for day in _days(first, last) for each in of(hours, day))
    joined: list[Span] = []
    for span in spans:
        if span.begins >= span.ends:
            continue
        if joined and span.begins <= joined[-1].ends:
            joined[-1] = Span(joined[-1].begins, max(joined[-1].ends, span.ends))
        else:
            joined.append(span)
    return joined


def is_open(hours: Sequence[Hours], zone: ZoneInfo, span: Span) -> bool:
    """Tell whether somebody is there for all of a span."""
    first, last = (each.astimezone(zone).date() for each in (span.begins, span.ends))
    return any(each.holds(span) for each in open_spans(hours, zone, first - DAY, last + DAY))


def first_hours(
    hours: Sequence[Hours], zone: ZoneInfo, first: date, last: date, length: timedelta
) -> tuple[list[Span], bool]:
    """List the first open hours from one day to another, both included, up to a length.

    It is counted by the clock on the wall. Tell with them whether there is as much.
    """
    found, left = [], length
    for span in open_spans(hours, zone, first, last):
        begins, ends = (_wall(each, zone) for each in (span.begins, span.ends))
        if ends - begins <= left:
            found.append(span)
        elif left:
            # As hours that are open: until the second time that it is so late.
            until = _on_clock((begins + left).replace(fold=1), zone)
            found.append(Span(span.begins, min(until, span.ends)))
        left -= min(left, ends - begins)
        if not left:
            break
    return found, not left


def hours_between(hours: Sequence[Hours], first: date, last: date) -> Fraction:
    """Add up the hours on the wall from one day to another, both included."""
    seconds = sum(
        _seconds(each.end) - _seconds(each.start) + (86_400 if each.end == MIDNIGHT else 0)
        for day in _days(first, last)
        for each in of(hours, day)
    )
    return Fraction(seconds, 3600)


def of(hours: Iterable[Hours], day: date) -> list[Hours]:
    """Give the rows of a day: its own if it has any, else those of its weekday."""
    rows = list(hours)
    own = [each for each in rows if each.day == day]
    found = own or [each for each in rows if each.day is None and each.weekday == day.weekday()]
    return [each for each in found if not each.closed]


@dataclass(frozen=True)
class Period:
    """The `number`th period of something that recurs, from 0, and when the next one begins."""

    number: int
    begins: datetime
    ends: datetime


def period(start: datetime, cycle: Cycle, zone: ZoneInfo, at: datetime) -> Period:
    """Tell which period it is at a moment; before the start it is the first."""
    moments = pairwise(repeated(start, cycle, zone, max(at, start) + LONGEST_CYCLE))
    return next(
        Period(number, begins, ends) for number, (begins, ends) in enumerate(moments) if at < ends
    )


def sessions(
    first: Span, cycle: Cycle, zone: ZoneInfo, until: datetime, since: datetime | None = None
) -> list[Span]:
    """Repeat a session by the clock on the wall; those from `since` on (the first), before `until`.

    It lasts as long as the first one.
    """
    length, since = first.ends - first.begins, since or first.begins
    starts = repeated(first.begins, cycle, zone, until)
    return [Span(each, each + length) for each in starts if each >= since]


def repeated(first: datetime, cycle: Cycle, zone: ZoneInfo, until: datetime) -> Iterator[datetime]:
    """Repeat a moment by the clock on the wall, from the first one on, before `until`.

    One on a day that a month or a year does not have is on the last day it has.
    """
    wall = first.astimezone(zone).replace(tzinfo=None)
    last = until.astimezone(zone).replace(tzinfo=None)
    found = (_on_clock(each, zone) for each in _rule(wall, cycle, last))
    # The first is itself, also in an hour that comes twice; a rule would take the earlier one.
    return takewhile(until.__gt__, chain([first], (each for each in found if each > first)))


def _rule(wall: datetime, cycle: Cycle, last: datetime) -> rrule:
    frequency, interval = EVERY[cycle]
    ends: dict[str, object] = {}
    if wall.day > 28 and (cycle == "monthly" or (cycle == "yearly" and wall.month == 2)):
        # The rule for "the day, or the last one before it" (RFC 5545, BYSETPOS).
        ends = {"bymonthday": range(28, wall.day + 1), "bysetpos": -1}
        ends |= {"bymonth": wall.month} if cycle == "yearly" else {}
    return rrule(frequency, interval=interval, dtstart=wall, until=last, **ends)  # type: ignore[arg-type]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + each * DAY for each in range((last - first).days + 1))


def _span(hours: Hours, day: date, zone: ZoneInfo) -> Span:
    ends = day + DAY if hours.end == MIDNIGHT else day
    # When the clock is put back, an hour comes twice: opening at the first, closing at the second.
    closing = datetime.combine(ends, hours.end).replace(fold=1)
    return Span(_on_clock(datetime.combine(day, hours.start), zone), _on_clock(closing, zone))


def _on_clock(wall: datetime, zone: ZoneInfo) -> datetime:
    """Tell when a clock shows a time; what it jumps over is the moment when it jumps."""
    there = wall.replace(tzinfo=zone)
    at = there.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(fold=0):
        return at
    # PEP 495: without and with the fold, a time left out is read on either side of the jump.
    before, after = sorted(there.replace(fold=each).astimezone(UTC) for each in (0, 1))
    offset = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // 2 // SECOND * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
