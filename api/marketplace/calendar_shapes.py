"""A calendar with its hours and events, and what is sent of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import Field

from api.marketplace.envelope import Mode, Moment, moment
from api.marketplace.ids import (
    ATTENDEE,
    CALENDAR,
    EVENT,
    HOURS,
    PLATFORM,
    SERVICE,
    SUBSCRIPTION,
    USER,
    AttendeeId,
    CalendarId,
    EventId,
    HoursId,
    PlatformId,
    UserId,
    id_of,
)
from api.operation import Output
from models.calendar import Calendar, CalendarEvent, EventAttendee, OpenHours
from models.shop import Shop
from models.user import User
from usecases.market import calendars

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Response = Literal["accepted", "declined", "needsAction", "tentative"]


class Availability(Output):
    """Hours on a weekday or on one day, by the clock in the user's time zone."""

    id: HoursId
    mode: Mode
    created: Moment
    updated: Moment | None
    calendar_id: CalendarId
    dayOfWeek: Weekday | None
    overrideDate: str | None = Field(examples=["2026-12-24"])
    startTime: str = Field(examples=["09:00:00"])
    endTime: str = Field(examples=["17:00:00"])


class Attendee(Output):
    """Who takes part in an event."""

    id: AttendeeId
    mode: Mode
    created: Moment
    updated: Moment | None
    calendar_event_id: EventId
    user_id: UserId | None
    email: str = Field(examples=["noor@shop.example"])
    name: str | None = Field(examples=["Noor Doe"])
    responseStatus: Response
    comment: str | None


class Event(Output):
    """Something at a time."""

    id: EventId
    mode: Mode
    created: Moment
    updated: Moment | None
    calendar_id: CalendarId
    user_id: UserId
    service_id: str | None
    subscription_id: str | None
    googleCalendarEventId: str | None
    title: str = Field(examples=["Fitting"])
    description: str | None
    location: str | None
    color: str | None
    eventStart: Moment
    eventEnd: Moment
    isDefault: bool
    isUnavailable: bool
    cancelled: Moment | None
    booked: Moment | None
    confirmed: Moment | None
    attendees: list[Attendee]


class MarketCalendar(Output):
    """A user's calendar."""

    id: CalendarId
    mode: Mode
    created: Moment
    updated: Moment | None
    platform_id: PlatformId
    user_id: UserId
    name: str = Field(examples=["Noor Doe"])
    description: str | None
    googleCalendarIds: list[str]
    availability: list[Availability]
    events: list[Event]


def as_calendar(
    shop: Shop, user: User, calendar: Calendar, events: Sequence[CalendarEvent] | None = None
) -> dict[str, Any]:
    """Spell a user's calendar with its events, or with some of them alone."""
    found = calendars.events_of(calendar) if events is None else events
    attendees = calendars.attendees_of(found)
    return {
        **_row(CALENDAR, calendar, shop),
        "platform_id": id_of(PLATFORM, shop.uid),
        "user_id": id_of(USER, user.uid),
        "name": calendar.name,
        "description": calendar.description,
        "googleCalendarIds": calendar.outside_ids,
        "availability": [_as_hours(each, calendar, shop) for each in calendars.hours_of(calendar)],
        "events": [
            {
                **_as_event(shop, each, attendees[each.id]),
                "calendar_id": id_of(CALENDAR, calendar.uid),
                "user_id": id_of(USER, user.uid),
            }
            for each in found
        ],
    }


def _row(kind: str, row: Any, shop: Shop) -> dict[str, Any]:
    return {
        "id": id_of(kind, row.uid),
        "mode": shop.mode,
        "created": moment(row.created_at),
        "updated": moment(row.updated_at),
    }


def _as_hours(row: OpenHours, calendar: Calendar, shop: Shop) -> dict[str, Any]:
    return {
        **_row(HOURS, row, shop),
        "calendar_id": id_of(CALENDAR, calendar.uid),
        "dayOfWeek": None if row.weekday is None else DAYS[row.weekday],
        "overrideDate": row.day,
        "startTime": row.start,
        "endTime": row.end,
    }


def _as_event(
    shop: Shop, event: CalendarEvent, attendees: Iterable[EventAttendee]
) -> dict[str, Any]:
    subscription = event.subscription
    return {
        **_row(EVENT, event, shop),
        "service_id": id_of(SERVICE, event.product.uid) if event.product else None,
        "subscription_id": id_of(SUBSCRIPTION, subscription.uid) if subscription else None,
        "googleCalendarEventId": None,
        "title": event.title,
        "description": event.description,
        "location": event.location,
        "color": event.color,
        "eventStart": moment(event.begins_at),
        "eventEnd": moment(event.ends_at),
        "isDefault": False,
        "isUnavailable": event.unavailable,
        "cancelled": moment(event.cancelled_at),
        "booked": moment(event.booked_at),
        "confirmed": moment(event.confirmed_at),
        "attendees": [_as_attendee(each, event, shop) for each in attendees],
    }


def _as_attendee(row: EventAttendee, event: CalendarEvent, shop: Shop) -> dict[str, Any]:
    return {
        **_row(ATTENDEE, row, shop),
        "calendar_event_id": id_of(EVENT, event.uid),
        "user_id": id_of(USER, row.user.uid) if row.user else None,
        "email": row.email,
        "name": row.name,
        "responseStatus": row.answer,
        "comment": row.comment,
    }
