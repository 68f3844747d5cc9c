"""A calendar with its hours and events, and what is sent of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from api.fields import Clean, Day, Filter, Line, Text
from api.fields import Moment as SentMoment
from api.marketplace.envelope import Mode, Moment, Sent, moment
from api.marketplace.ids import (
    ATTENDEE,
    CALENDAR,
    EVENT,
    HOURS,
    PLATFORM,
    PRODUCT,
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
    uid_of,
)
from api.operation import Output
from models.calendar import Calendar, CalendarEvent, EventAttendee, OpenHours
from models.shop import Shop
from models.timetable import Hours
from models.user import User
from usecases.market import calendars
from usecases.market.calendars import Row

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Response = Literal["accepted", "declined", "needsAction", "tentative"]
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
# House word -> word of this API.
WORDS = {
    "begins_at": "eventStart",
    "ends_at": "eventEnd",
    "product": "service_id",
    "user": "user_id",
}


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


def _clock(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("must be a time such as 09:00 or 09:00:00")
    try:
        at = time.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a time such as 09:00 or 09:00:00") from None
    if at.tzinfo is not None or at.microsecond or len(value) not in (5, 8):
        raise ValueError("must be a time such as 09:00 or 09:00:00")
    return at


Clock = Annotated[
    time,
    BeforeValidator(_clock, json_schema_input_type=Annotated[str, Field(pattern=CLOCK)]),
    Field(examples=["09:00"]),
]


class NewHours(Sent):
    """Hours as they are sent; kept rows have their id."""

    id: Annotated[str, Field(max_length=64)] | None = Field(None, description="Of a kept row.")
    dayOfWeek: Weekday | None = Field(None, description="Null: of overrideDate.")
    overrideDate: Day | None = Field(None, description="The one day; null: each such weekday.")
    startTime: Clock = Field(description="By the clock on the wall.")
    endTime: Clock = Field(description="Midnight is the end of the day.")

    def row(self) -> Row:
        """Give the row in the house's words."""
        day: date | None = None if self.dayOfWeek else self.overrideDate
        weekday = DAYS.index(self.dayOfWeek) if self.dayOfWeek else None
        hours = Hours(self.startTime, self.endTime, weekday, day)
        return Row(hours, uid_of(HOURS, self.id) if self.id is not None else None)


class NewAttendee(Sent):
    """Who is to take part."""

    user_id: Annotated[str, Field(max_length=64)] | None = Field(None, description="A user.")
    email: Annotated[str, Field(max_length=254), Clean] | None = Field(
        None, description="Address of who is no user."
    )
    name: Filter | None = Field(None, description="Name of who is no user.")
    responseStatus: Response = Field("needsAction", description="What they said to it.")
    comment: Annotated[str, Field(max_length=1000), Clean] | None = Field(None)

    def facts(self) -> dict[str, Any]:
        """Give what was sent by the house's words."""
        user = uid_of(USER, self.user_id) if self.user_id is not None else None
        told = {"answer": self.responseStatus, "comment": self.comment}
        return {"user": user, "email": self.email, "name": self.name, **told}


class EventChange(Sent):
    """What is changed of an event; the whole event may be sent back."""

    title: Line = Field("Event", description="What it is.", examples=["Fitting"])
    description: Text | None = Field(None, description="More about it.")
    location: Filter | None = Field(None, description="Where it is.")
    color: Annotated[str, Field(max_length=20), Clean] | None = Field(None)
    eventStart: SentMoment | None = Field(None, description="When it begins.")
    eventEnd: SentMoment | None = Field(None, description="When it ends.")
    isUnavailable: bool = Field(True, description="Nothing else is agreed to meanwhile.")
    service_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="The product it is about, by the word for services."
    )
    booked: SentMoment | None = Field(None, description="When it was booked.")
    confirmed: SentMoment | None = Field(None, description="When it was confirmed.")
    cancelled: SentMoment | None = Field(None, description="When it was cancelled.")
    attendees: Annotated[list[NewAttendee], Field(max_length=200)] = Field(
        [], description="Who takes part; all of them."
    )

    def facts(self) -> dict[str, Any]:
        """Give what was sent by the house's words."""
        sent = self.model_fields_set
        facts = {house: getattr(self, word) for word, house in FACTS.items() if word in sent}
        for needed in ("begins_at", "ends_at"):
            if facts.get(needed, "") is None:
                del facts[needed]
        if "service_id" in sent:
            named = (self.service_id or "").replace(f"{SERVICE}_", f"{PRODUCT}_", 1)
            facts["product"] = uid_of(PRODUCT, named) if self.service_id is not None else None
        if "attendees" in sent:
            facts["attendees"] = [each.facts() for each in self.attendees]
        return facts


FACTS = {
    "title": "title",
    "description": "description",
    "location": "location",
    "color": "color",
    "eventStart": "begins_at",
    "eventEnd": "ends_at",
    "isUnavailable": "unavailable",
    "booked": "booked_at",
    "confirmed": "confirmed_at",
    "cancelled": "cancelled_at",
}


class NewEvent(EventChange):
    """An event as callers send it."""

    title: Line = Field(description="What it is.", examples=["Fitting"])
    eventStart: SentMoment = Field(description="When it begins.")
    eventEnd: SentMoment = Field(description="When it ends.")


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
        "events": [_as_event(shop, user, each, attendees[each.id]) for each in found],
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
    shop: Shop, user: User, event: CalendarEvent, attendees: Iterable[EventAttendee]
) -> dict[str, Any]:
    subscription = event.subscription
    return {
        **_row(EVENT, event, shop),
        "calendar_id": id_of(CALENDAR, event.calendar.uid),
        "user_id": id_of(USER, user.uid),
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
