"""What happened with a shop's contents on its pages: sums of a day, and who agreed to be known."""

from __future__ import annotations

from peewee import BigIntegerField, CharField, CompositeKey, DateField, ForeignKeyField

from models.base import Link
from models.shop import Shop

# What is no component of a shop's page: the player opened by itself, and by the page's own doing.
ALONE, UNPLACED = "page", ""
# Stands where a count is of the whole content and not of one of its products.
WHOLE = ""


class DayCount(Link):
    """What was counted of a content on one day in the shop's time zone, in one component.

    `component` is a house word, ALONE or UNPLACED. `product` is WHOLE for what is of the content
    itself. Both are known by their uids and so outlive what they count. Nobody is named.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, backref="day_counts", on_delete="CASCADE", index=False)
    day = DateField()
    content = CharField(max_length=32)
    component = CharField(max_length=20)
    product = CharField(max_length=32)
    impressions = BigIntegerField(default=0)
    views = BigIntegerField(default=0)
    watch_s = BigIntegerField(default=0)
    completions = BigIntegerField(default=0)
    clicks = BigIntegerField(default=0)
    adds = BigIntegerField(default=0)

    class Meta:
        primary_key = CompositeKey("shop", "day", "content", "component", "product")


class Viewing(Link):
    """A visitor who agreed to be known watched a content on a day.

    `visitor` is a digest of what the browser calls itself, which is written down nowhere.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, backref="viewings", on_delete="CASCADE", index=False)
    day = DateField(index=True)
    visitor = CharField(max_length=64)
    content = CharField(max_length=32)

    class Meta:
        primary_key = CompositeKey("shop", "visitor", "day", "content")
        indexes = ((("shop", "day"), False),)
