"""Appointments: the sessions of a subscription, written into the calendars of both who take part.

They keep the time by the clock of who does it, else of who has it done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from models import clock
from models.calendar import CalendarEvent
from models.subscription import Subscription
from models.timetable import Period, Span, period, sessions
from models.user import User
from usecases.market import calendars

# How far ahead sessions are written into calendars.
AHEAD = timedelta(days=366)


def zone_of(subscription: Subscription) -> ZoneInfo:
    """Give the time zone by whose clock a subscription recurs, its sessions and its bills alike."""
    return ZoneInfo((_seller(subscription) or subscription.user).time_zone)


def period_at(subscription: Subscription, at: datetime) -> Period:
    """Tell which of its periods a subscription is in at a moment."""
    cycle: Any = subscription.cycle
    return period(subscription.started_at, cycle, zone_of(subscription), at)


def write(subscription: Subscription, until: datetime | None = None) -> None:
    """Write the sessions before a moment that are not written yet; at first, those of a year."""
    item = subscription.item
    if not (item and item.starts_at and item.ends_at and item.starts_at < item.ends_at):
        return
    first, since = Span(item.starts_at, item.ends_at), subscription.sessions_until
    until = until or first.begins + AHEAD
    if since is not None and until <= since:
        return
    cycle: Any = subscription.cycle
    spans = sessions(first, cycle, zone_of(subscription), until, since)
    people = {each.id: each for each in (item.user, subscription.user) if each is not None}
    for user in people.values():
        product = subscription.product
        calendars.book(subscription.shop, user, spans, item.description, product, subscription)
    subscription.sessions_until = until
    subscription.save(only=[Subscription.sessions_until, Subscription.updated_at])


def write_on(subscription: Subscription) -> None:
    """Write the sessions that have come within a year."""
    write(subscription, clock.now() + AHEAD)


def cancel(
    subscription: Subscription,
    since: datetime,
    until: datetime | None = None,
    *,
    by_pause: bool = False,
) -> None:
    """Cancel the sessions that begin between two moments; without the second, all after."""
    events = (CalendarEvent.subscription == subscription) & (CalendarEvent.begins_at >= since)
    if until is not None:
        events &= CalendarEvent.begins_at < until
    now = clock.now()
    CalendarEvent.update(cancelled_at=now, by_pause=by_pause, updated_at=now).where(
        events, CalendarEvent.cancelled_at.is_null()
    ).execute()


def bring_back(subscription: Subscription, since: datetime) -> None:
    """Hold the sessions again that a pause has cancelled, and begin at a moment or later."""
    CalendarEvent.update(cancelled_at=None, by_pause=False, updated_at=clock.now()).where(
        CalendarEvent.subscription == subscription,
        CalendarEvent.begins_at >= since,
        CalendarEvent.by_pause,
    ).execute()


def _seller(subscription: Subscription) -> User | None:
    return subscription.item.user if subscription.item else None
