"""Calendars: when users can be had, and what they have agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, IntegrityError

from models import clock
from models.base import UID
from models.calendar import (
    Calendar,
    CalendarEvent,
    EventAttendee,
    OfSubscription,
    OpenHours,
)
from models.database import exclusive
from models.errors import Conflict, Invalid, NotFound, Problem
from models.product import Product
from models.shop import Shop
from models.subscription import Subscription
from models.timetable import Hours, Span, is_open
from models.user import User
from usecases.rows import find_one_named, only_sent

MOST_HOURS, MOST_EVENTS, MOST_ATTENDEES = 500, 10_000, 200
LONGEST = timedelta(days=366)
FIELDS = (
    "title",
    "description",
    "location",
    "color",
    "begins_at",
    "ends_at",
    "unavailable",
    "booked_at",
    "confirmed_at",
    "cancelled_at",
)


class Occupied(Conflict):
    """Something else is agreed to at this time."""

    code = "occupied"


@dataclass(frozen=True)
class Row:
    """Hours as they are sent; `uid` of a row that is kept."""

    hours: Hours
    uid: str | None = None


def of(shop: Shop, user: User) -> Calendar:
    """Give a user's calendar; everybody has one from the first time it is asked for."""
    found: Calendar | None = Calendar.get_or_none(Calendar.user == user)
    if found is not None:
        return found
    try:
        with exclusive(shop):
            made: Calendar = Calendar.create(shop=shop, user=user, name=user.called or "Calendar")
    except IntegrityError:
        # Another page of theirs was faster.
        return Calendar.get(Calendar.user == user)
    return made


def hours_of(calendar: Calendar) -> list[OpenHours]:
    """List the hours of a calendar: those of weekdays first, then those of days, in order."""
    rows = OpenHours.select().where(OpenHours.calendar == calendar)
    # SQLite sorts what is null first unless it is told to, PostgreSQL last.
    day = OpenHours.day.asc(nulls="first")
    return list(rows.order_by(day, OpenHours.weekday, OpenHours.start, OpenHours.id))


def open_when(shop: Shop, user: User, rows: Iterable[Row]) -> Calendar:
    """Say anew when a user can be had, all of it; rows with a known uid stay. Raises `Invalid`."""
    sent = list(rows)
    faults = [Problem(f"{at}", why) for at, each in enumerate(sent) if (why := _fault(each.hours))]
    if len(sent) > MOST_HOURS:
        faults = [Problem("", f"a calendar has at most {MOST_HOURS} rows of hours")]
    if faults:
        raise Invalid(*faults)
    calendar = of(shop, user)
    with exclusive(shop):
        kept = {each.uid: each for each in hours_of(calendar)}
        for each in sent:
            row = kept.pop(each.uid or "", None) or OpenHours(calendar=calendar)
            row.weekday = each.hours.weekday
            row.day = each.hours.day.isoformat() if each.hours.day else None
            row.start, row.end = each.hours.start.isoformat(), each.hours.end.isoformat()
            row.save()
        for row in kept.values():
            row.delete_instance()
    return calendar


def day_of(user: User, at: datetime) -> date:
    """Tell what day it is at a moment by a user's clock."""
    return at.astimezone(ZoneInfo(user.time_zone)).date()


def _fault(hours: Hours) -> str | None:
    if hours.weekday is None and hours.day is None:
        return "needs a day of the week, or a day"
    return None if hours.ordered else "must end after it begins"


def is_free(shop: Shop, user: User, span: Span, beside: Product | None = None) -> bool:
    """Tell whether a user can be had for all of a span, and nothing else is agreed to.

    Who has said no hours can be had at any. Events of the product `beside` are nothing else.
    """
    hours = said_hours(shop, user)
    there = not hours or is_open(hours, ZoneInfo(user.time_zone), span)
    return there and not _busy(of(shop, user), span, None, beside)


def said_hours(shop: Shop, user: User) -> list[Hours]:
    """List the hours at which a user has said to be there."""
    return [as_hours(each) for each in hours_of(of(shop, user))]


def book(
    shop: Shop,
    user: User,
    spans: Iterable[Span],
    title: str,
    product: Product | None,
    subscription: Subscription | None = None,
) -> None:
    """Write what is agreed to into a user's calendar, whatever it meets there."""
    calendar, now = of(shop, user), clock.now()
    for span in spans:
        CalendarEvent.create(
            calendar=calendar,
            product=product,
            subscription=subscription,
            title=title,
            begins_at=span.begins,
            ends_at=span.ends,
            booked_at=now,
            confirmed_at=now,
        )


def as_hours(row: OpenHours) -> Hours:
    """Read the hours of a row."""
    day = date.fromisoformat(row.day) if row.day else None
    return Hours(time.fromisoformat(row.start), time.fromisoformat(row.end), row.weekday, day)


def events_of(calendar: Calendar) -> list[CalendarEvent]:
    """List the events of a calendar in order, with their products and subscriptions."""
    rows = _events().where(CalendarEvent.calendar == calendar)
    return list(rows.order_by(CalendarEvent.begins_at, CalendarEvent.id).limit(MOST_EVENTS))


def find_event(shop: Shop, user: User, uid: str) -> CalendarEvent:
    """Find an event of a user's, or raise `NotFound`."""
    own = CalendarEvent.calendar == of(shop, user)
    found: Any = UID.fullmatch(uid) and CalendarEvent.get_or_none(own, CalendarEvent.uid == uid)
    if not found:
        raise NotFound("this calendar has no event with this id")
    event: CalendarEvent = found
    return event


def add_event(shop: Shop, user: User, **facts: Any) -> CalendarEvent:
    """Add an event: FIELDS, a `product` (uid), `attendees` [{user | email, name, answer, comment}].

    What makes its time unavailable must find it free. Raises `Invalid`, `Occupied`.
    """
    calendar = of(shop, user)
    with exclusive(shop):
        if CalendarEvent.select().where(CalendarEvent.calendar == calendar).count() >= MOST_EVENTS:
            raise Invalid(Problem("", f"a calendar has at most {MOST_EVENTS:,} events"))
        return _write(shop, CalendarEvent(calendar=calendar), facts)


def change_event(shop: Shop, user: User, uid: str, **facts: Any) -> CalendarEvent:
    """Change what is sent of an event. Raises `NotFound`, `Invalid`, `Occupied`."""
    with exclusive(shop):
        return _write(shop, find_event(shop, user, uid), facts)


def remove_event(shop: Shop, user: User, uid: str) -> Calendar:
    """Remove an event that is no session of a subscription. Raises `NotFound`, `OfSubscription`."""
    with exclusive(shop):
        event = find_event(shop, user, uid)
        if event.subscription_id is not None:
            raise OfSubscription("this is a session of a subscription; pause or end that")
        event.delete_instance()
    return of(shop, user)


def attendees_of(events: Iterable[CalendarEvent]) -> dict[int, list[EventAttendee]]:
    """Give who takes part in each event, by its id, with their users."""
    found: dict[int, list[EventAttendee]] = {each.id: [] for each in events}
    rows: Any = EventAttendee.select(EventAttendee, User).join(User, JOIN.LEFT_OUTER)
    for each in rows.where(EventAttendee.event.in_(list(found))).order_by(EventAttendee.id):
        found[each.event_id].append(each)
    return found


def _events() -> Any:
    rows: Any = CalendarEvent.select(CalendarEvent, Product, Subscription)
    joined = rows.join(Product, JOIN.LEFT_OUTER).switch(CalendarEvent)
    return joined.join(Subscription, JOIN.LEFT_OUTER)


def _write(shop: Shop, event: CalendarEvent, facts: dict[str, Any]) -> CalendarEvent:
    before = _taking(event) if event.id else None
    cancelled = _to_the_second(event.cancelled_at)
    for name, value in only_sent(facts, FIELDS).items():
        setattr(event, name, value)
    if _to_the_second(event.cancelled_at) != cancelled:
        # By hand from now on; sent back as it was told, to the second, it is as before.
        event.by_pause = False
    if "product" in facts:
        event.product = find_one_named(Product, shop, facts["product"], "product")
    if not event.begins_at < event.ends_at <= event.begins_at + LONGEST:
        raise Invalid(Problem("ends_at", "must be after the beginning, and within a year of it"))
    # What takes no other time than before may be renamed where sessions meet.
    taken = _taking(event)
    if taken is not None and taken != before and _busy(event.calendar, taken, event):
        raise Occupied("something else is agreed to at this time")
    event.save()
    if "attendees" in facts:
        _invite(shop, event, facts["attendees"])
    return event


def _to_the_second(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(microsecond=0)


def _taking(event: CalendarEvent) -> Span | None:
    """Tell what time an event makes unavailable."""
    taken = event.unavailable and not event.cancelled_at
    return Span(event.begins_at, event.ends_at) if taken else None


def _busy(
    calendar: Calendar, span: Span, but: CalendarEvent | None, beside: Product | None = None
) -> bool:
    meets = (CalendarEvent.begins_at < span.ends) & (CalendarEvent.ends_at > span.begins)
    others = CalendarEvent.select().where(
        CalendarEvent.calendar == calendar,
        meets,
        CalendarEvent.unavailable,
        CalendarEvent.cancelled_at.is_null(),
        CalendarEvent.id != (but.id if but and but.id else 0),
        CalendarEvent.product.is_null() | (CalendarEvent.product != (beside.id if beside else 0)),
    )
    found: bool = others.exists()
    return found


def _invite(shop: Shop, event: CalendarEvent, sent: list[dict[str, Any]]) -> None:
    if len(sent) > MOST_ATTENDEES:
        raise Invalid(Problem("attendees", f"an event has at most {MOST_ATTENDEES}"))
    rows = EventAttendee.select().where(EventAttendee.event == event)
    kept = {each.email: each for each in rows}
    for at, each in enumerate(sent):
        user = find_one_named(User, shop, each.get("user"), f"attendees/{at}")
        email = user.email if user else each.get("email")
        user = user or User.get_or_none(User.shop == shop, User.email == email)
        if not email:
            raise Invalid(Problem(f"attendees/{at}", "name a user, or send an e-mail address"))
        row = kept.pop(email, None) or EventAttendee(event=event, email=email)
        row.user, row.name = user, user.name if user else each.get("name")
        for name, value in only_sent(each, ("answer", "comment")).items():
            setattr(row, name, value)
        row.save()
    gone = [each.id for each in kept.values()]
    EventAttendee.delete().where(EventAttendee.id.in_(gone)).execute()
