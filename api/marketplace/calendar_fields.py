"""What is sent of calendars: hours and events, and how the house calls it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from api.fields import Clean, Day, Filter, Line, Moment, Text
from api.marketplace.calendar_shapes import DAYS, Response, Weekday
from api.marketplace.envelope import Sent, Typed
from api.marketplace.ids import HOURS, PRODUCT, SAMPLE, SERVICE, USER, uid_of
from models.timetable import Hours
from models.user import User
from usecases.market import calendars
from usecases.market.calendars import Row

BEGINS, ENDS = "2026-06-15T12:00:00Z", "2026-06-15T13:00:00Z"
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
# House word -> word of this API.
WORDS = {
    "begins_at": "eventStart",
    "ends_at": "eventEnd",
    "product": "service_id",
    "user": "user_id",
}


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
]


class NewHours(Typed):
    """Hours as they are sent; kept rows have their id."""

    id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="Of a kept row.", examples=[f"{HOURS}_{SAMPLE}"]
    )
    dayOfWeek: Weekday | None = Field(None, description="Null: of overrideDate alone.")
    overrideDate: Day | Moment | None = Field(
        None,
        description="Without a weekday, the one day; a moment means that by the user's clock.",
    )
    startTime: Clock = Field(description="By the clock on the wall.", examples=["09:00"])
    endTime: Clock = Field(description="Midnight is the end of the day.", examples=["17:00"])

    def row(self, user: User) -> Row:
        """Give the row of a user in the house's words."""
        sent = None if self.dayOfWeek else self.overrideDate
        day = calendars.day_of(user, sent) if isinstance(sent, datetime) else sent
        weekday = DAYS.index(self.dayOfWeek) if self.dayOfWeek else None
        hours = Hours(self.startTime, self.endTime, weekday, day)
        return Row(hours, uid_of(HOURS, self.id) if self.id is not None else None)


class NewAttendee(Sent):
    """Who is to take part."""

    user_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="A user.", examples=[f"{USER}_{SAMPLE}"]
    )
    email: Annotated[str, Field(max_length=254), Clean] | None = Field(
        None, description="Address of who is no user.", examples=["noor@shop.example"]
    )
    name: Filter | None = Field(None, description="Name of who is no user.")
    responseStatus: Response = Field("needsAction", description="What they said to it.")
    comment: Annotated[str, Field(max_length=1000), Clean] | None = Field(
        None, description="What they said about it."
    )

    def facts(self) -> dict[str, Any]:
        """Give what was sent by the house's words."""
        user = uid_of(USER, self.user_id) if self.user_id is not None else None
        told = {"answer": self.responseStatus, "comment": self.comment}
        return {"user": user, "email": self.email, "name": self.name, **told}


class EventChange(Typed):
    """What is changed of an event; the whole event may be sent back."""

    title: Line = Field("Event", description="What it is.", examples=["Fitting"])
    description: Text | None = Field(None, description="More about it.")
    location: Filter | None = Field(None, description="Where it is.")
    color: Annotated[str, Field(max_length=20), Clean] | None = Field(
        None, description="How calendars draw it.", examples=["#0b6e4f"]
    )
    eventStart: Moment | None = Field(None, description="When it begins.", examples=[BEGINS])
    eventEnd: Moment | None = Field(None, description="When it ends.", examples=[ENDS])
    isUnavailable: bool = Field(True, description="Nothing else is agreed to meanwhile.")
    service_id: Annotated[str, Field(max_length=64)] | None = Field(
        None,
        description="The product it is about, by the word for services.",
        examples=[f"{SERVICE}_{SAMPLE}"],
    )
    booked: Moment | None = Field(None, description="When it was booked.")
    confirmed: Moment | None = Field(None, description="When it was confirmed.")
    cancelled: Moment | None = Field(None, description="When it was cancelled.")
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
    eventStart: Moment = Field(description="When it begins.", examples=[BEGINS])
    eventEnd: Moment = Field(description="When it ends.", examples=[ENDS])
