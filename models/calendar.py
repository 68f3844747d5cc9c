"""The calendar: when a user can be had, and what they have agreed to."""

from peewee import (
    BooleanField,
    CharField,
    ForeignKeyField,
    JSONField,
    SmallIntegerField,
    TextField,
)

from models.base import MomentField, Table
from models.errors import Conflict
from models.product import Product
from models.shop import Shop
from models.subscription import Subscription
from models.user import User

ANSWERS = ("accepted", "declined", "needsAction", "tentative")


class OfSubscription(Conflict):
    """The event is a session of a subscription, which ends or pauses as a whole."""

    code = "of-subscription"


class Calendar(Table):
    """A user's calendar; everybody has one. Its hours are by the clock in the user's time zone."""

    shop_id: int
    user_id: int
    shop = ForeignKeyField(Shop, on_delete="CASCADE")
    user = ForeignKeyField(User, unique=True, backref="calendars", on_delete="CASCADE")
    name = CharField(max_length=200)
    description = TextField(null=True)
    outside_ids = JSONField(default=list)


class OpenHours(Table):
    """Hours on a weekday (0 is Monday) or on one `day`; as `models/timetable.Hours`."""

    calendar_id: int
    calendar = ForeignKeyField(Calendar, backref="hours", on_delete="CASCADE")
    weekday = SmallIntegerField(null=True)
    # "2026-06-15"
    day = CharField(max_length=10, null=True)
    # "09:00:00"
    start = CharField(max_length=8)
    end = CharField(max_length=8)


class CalendarEvent(Table):
    """Something at a time; `unavailable`: nothing else is agreed to meanwhile.

    `by_pause`: a pause of its subscription has cancelled it, and it comes back with that.
    """

    calendar_id: int
    subscription_id: int | None
    calendar = ForeignKeyField(Calendar, backref="events", on_delete="CASCADE", index=False)
    product = ForeignKeyField(Product, null=True, on_delete="SET NULL")
    subscription = ForeignKeyField(Subscription, null=True, backref="sessions", on_delete="CASCADE")
    title = CharField(max_length=500)
    description = TextField(null=True)
    location = CharField(max_length=500, null=True)
    color = CharField(max_length=20, null=True)
    begins_at = MomentField()
    ends_at = MomentField()
    unavailable = BooleanField(default=True)
    booked_at = MomentField(null=True)
    confirmed_at = MomentField(null=True)
    cancelled_at = MomentField(null=True)
    by_pause = BooleanField(default=False)

    class Meta:
        indexes = ((("calendar", "begins_at"), False),)


class EventAttendee(Table):
    """Who takes part, and what they said to it."""

    event_id: int
    event = ForeignKeyField(CalendarEvent, backref="attendees", on_delete="CASCADE")
    user = ForeignKeyField(User, null=True, on_delete="SET NULL")
    email = CharField(max_length=254)
    name = CharField(max_length=200, null=True)
    answer = CharField(max_length=16, default="needsAction")
    comment = CharField(max_length=1000, null=True)
