"""`/v1/calendar/localtime`: what the clock shows somewhere at a moment."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo

from flask import Blueprint
from pydantic import Field

from api.auth import user as entered_user
from api.fields import Clean
from api.fields import Moment as SentMoment
from api.marketplace.entering import guarded, known_shop
from api.marketplace.envelope import Moment, Sent, answer, moment
from api.operation import Answer, Output
from models.errors import Invalid, Problem
from usecases.time_zones import is_time_zone

routes = Blueprint("localtime", __name__)


class When(Sent):
    """A moment, and where."""

    date: SentMoment = Field(description="In UTC.")
    timezone: Annotated[str, Field(max_length=64), Clean] | None = Field(
        None, description="Null: the user's, else the platform's.", examples=["America/New_York"]
    )


class LocalTime(Output):
    """What the clock shows."""

    date: Moment
    timezone: str = Field(examples=["America/New_York"])
    localtime: str = Field(examples=["2026-06-15T08:00:00"])
    offset: str = Field(description="From UTC.", examples=["-04:00"])


@routes.get("")
@guarded("Convert a date to local time", query=When, answer=LocalTime)
def show(query: When) -> Answer:
    """Tell what a clock shows in a time zone at a moment."""
    user, shop = entered_user(), known_shop()
    zone = query.timezone or (user.time_zone if user else shop.time_zone if shop else "UTC")
    if not is_time_zone(zone):
        raise Invalid(Problem("timezone", "is no time zone; send one such as Europe/Paris"))
    there = query.date.astimezone(ZoneInfo(zone))
    return answer(
        {
            "date": moment(query.date),
            "timezone": zone,
            "localtime": there.replace(tzinfo=None).isoformat(timespec="seconds"),
            "offset": there.strftime("%z")[:3] + ":" + there.strftime("%z")[3:5],
        }
    )
