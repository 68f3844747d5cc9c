"""`/v1/calendars/user/<id>/availability`: when a user can be had, for those who ask for one."""

from __future__ import annotations

from flask import Blueprint

from api.auth import shop
from api.marketplace.calendar_shapes import MarketCalendar, as_calendar
from api.marketplace.entering import guarded
from api.marketplace.envelope import answer
from api.marketplace.ids import USER, uid_of
from api.operation import Answer
from models.errors import NotFound
from usecases import people
from usecases.market import calendars

routes = Blueprint("availability", __name__)


@routes.get("")
@guarded("Retrieve a user's availability", answer=MarketCalendar, errors=(NotFound,))
def show(user_id: str) -> Answer:
    """Show a user's hours, without what they have agreed to."""
    user = people.find(shop(), uid_of(USER, user_id))
    return answer(as_calendar(shop(), user, calendars.of(shop(), user), []))
