"""`/v1/calendars/auth/event`: what the user of the token has agreed to."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.calendar_shapes import (
    WORDS,
    Event,
    EventChange,
    MarketCalendar,
    NewEvent,
    as_calendar,
    as_event,
)
from api.marketplace.entering import guarded, own_user
from api.marketplace.envelope import answer
from api.marketplace.ids import EVENT, uid_of
from api.operation import Answer
from models.calendar import OfSubscription
from models.errors import NotFound
from usecases.market import calendars
from usecases.market.calendars import Occupied

routes = Blueprint("calendar_events", __name__)


@routes.post("")
@guarded(
    "Add an event to one's calendar",
    body=NewEvent,
    answer=MarketCalendar,
    errors=(Occupied,),
    words=WORDS,
)
def create(body: NewEvent) -> Answer:
    """Add an event; what makes its time unavailable must find it free."""
    user = own_user()
    calendars.add_event(shop(), user, **body.facts())
    return answer(as_calendar(shop(), user, calendars.of(shop(), user), events=True))


@routes.get("/<event_id>")
@guarded("Retrieve an event of one's calendar", answer=Event, errors=(NotFound,))
def show(event_id: str) -> Answer:
    """Show one event."""
    user = own_user()
    found = calendars.find_event(shop(), user, uid_of(EVENT, event_id))
    return answer(as_event(shop(), user, found))


@routes.put("/<event_id>")
@guarded(
    "Change an event of one's calendar",
    body=EventChange,
    answer=Event,
    errors=(NotFound, Occupied),
    words=WORDS,
)
def change(event_id: str, body: EventChange) -> Answer:
    """Change what is sent of an event."""
    user = own_user()
    changed = calendars.change_event(shop(), user, uid_of(EVENT, event_id), **body.facts())
    return answer(as_event(shop(), user, changed))


@routes.delete("/<event_id>")
@guarded(
    "Remove an event from one's calendar",
    answer=MarketCalendar,
    errors=(NotFound, OfSubscription),
)
def remove(event_id: str) -> Answer:
    """Remove an event that is no session of a subscription."""
    user = own_user()
    calendar = calendars.remove_event(shop(), user, uid_of(EVENT, event_id))
    return answer(as_calendar(shop(), user, calendar, events=True))
