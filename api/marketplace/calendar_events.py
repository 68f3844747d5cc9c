"""`/v1/calendars/auth/event`: what the user of the token has agreed to."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.calendar_fields import WORDS, EventChange, NewEvent
from api.marketplace.calendar_shapes import MarketCalendar, as_calendar
from api.marketplace.entering import guarded, own_user
from api.marketplace.envelope import answer
from api.marketplace.ids import EVENT, uid_of
from api.operation import Answer
from models.calendar import CalendarEvent, OfSubscription
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
    calendars.add_event(shop(), own_user(), **body.facts())
    return _told()


@routes.get("/<event_id>")
@guarded("Retrieve an event of one's calendar", answer=MarketCalendar, errors=(NotFound,))
def show(event_id: str) -> Answer:
    """Show the calendar with this event alone."""
    return _told(calendars.find_event(shop(), own_user(), uid_of(EVENT, event_id)))


@routes.put("/<event_id>")
@guarded(
    "Change an event of one's calendar",
    body=EventChange,
    answer=MarketCalendar,
    errors=(NotFound, Occupied),
    words=WORDS,
)
def change(event_id: str, body: EventChange) -> Answer:
    """Change what is sent of an event, and show the calendar with it alone."""
    uid = uid_of(EVENT, event_id)
    return _told(calendars.change_event(shop(), own_user(), uid, **body.facts()))


@routes.delete("/<event_id>")
@guarded(
    "Remove an event from one's calendar",
    answer=MarketCalendar,
    errors=(NotFound, OfSubscription),
)
def remove(event_id: str) -> Answer:
    """Remove an event that is no session of a subscription."""
    calendars.remove_event(shop(), own_user(), uid_of(EVENT, event_id))
    return _told()


def _told(event: CalendarEvent | None = None) -> Answer:
    user = own_user()
    calendar = calendars.of(shop(), user)
    return answer(as_calendar(shop(), user, calendar, None if event is None else [event]))
