"""`/v1/calendars`: when users can be had."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field, RootModel

from api.auth import shop
from api.marketplace.calendar_fields import NewHours
from api.marketplace.calendar_shapes import MarketCalendar, as_calendar
from api.marketplace.entering import guarded, own_user
from api.marketplace.envelope import answer
from api.operation import Answer
from usecases.market import calendars
from usecases.market.calendars import MOST_HOURS

routes = Blueprint("calendars", __name__)


class AllHours(RootModel[list[NewHours]]):
    """All hours of a user, old and new."""

    root: list[NewHours] = Field(max_length=MOST_HOURS)


@routes.post("/availability")
@guarded("Set one's availability", body=AllHours, answer=MarketCalendar)
def set_availability(body: AllHours) -> Answer:
    """Say anew when the user can be had: all rows, those with a known id stay."""
    return _set(body)


@routes.put("/availability")
@guarded("Change one's availability", body=AllHours, answer=MarketCalendar)
def change_availability(body: AllHours) -> Answer:
    """Say anew when the user can be had: all rows, those with a known id stay."""
    return _set(body)


@routes.get("")
@guarded("Retrieve one's calendar", answer=MarketCalendar)
def show_own() -> Answer:
    """Show the user's hours and events."""
    user = own_user()
    return answer(as_calendar(shop(), user, calendars.of(shop(), user)))


def _set(body: AllHours) -> Answer:
    user = own_user()
    calendar = calendars.open_when(shop(), user, [each.row(user) for each in body.root])
    return answer(as_calendar(shop(), user, calendar))
