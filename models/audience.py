"""The audience: who watches a live now, how they react, what it came to, who wants a reminder."""

from peewee import (
    BigIntegerField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
)

from models.base import Link, MomentField, Table
from models.content import Content
from models.product import Product
from models.shop import Shop


class Presence(Link):
    """So many viewers watch until `due_at`: `key` is a pushing process's, or one polling page's."""

    content_id: int
    content = ForeignKeyField(Content, backref="presences", on_delete="CASCADE")
    key = CharField(max_length=64)
    count = IntegerField()
    due_at = MomentField()

    class Meta:
        primary_key = CompositeKey("content", "key")


class Reaction(Link):
    """How often a reaction was sent in a live."""

    content_id: int
    content = ForeignKeyField(Content, backref="reactions", on_delete="CASCADE")
    emoji = CharField(max_length=16)
    count = IntegerField(default=0)

    class Meta:
        primary_key = CompositeKey("content", "emoji")


class ProductClick(Link):
    """How often viewers of a live followed a product to its page."""

    content_id: int
    product_id: int
    content = ForeignKeyField(Content, backref="product_clicks", on_delete="CASCADE")
    product = ForeignKeyField(Product, backref="live_clicks", on_delete="CASCADE")
    count = IntegerField(default=0)

    class Meta:
        primary_key = CompositeKey("content", "product")


class LiveCount(Link):
    """What a live came to: most viewers at once, visits, seconds watched, clicks on products.

    `clicks` counts those on products that have been removed since, too.
    """

    content_id: int
    content = ForeignKeyField(Content, primary_key=True, backref="counts", on_delete="CASCADE")
    peak = IntegerField(default=0)
    visits = IntegerField(default=0)
    watch_s = BigIntegerField(default=0)
    clicks = IntegerField(default=0)


class Reminder(Table):
    """Somebody who asked for a mail before a live starts, and when they agreed to which wording.

    `shop` is the one on whose pages they asked; null: the live's own. `time_zone` is theirs, empty
    when it is not known. `told_for` is the start they were told of last; after a failed attempt
    the next one is not before `due_at`.
    """

    content_id: int
    content = ForeignKeyField(Content, backref="reminders", on_delete="CASCADE")
    shop = ForeignKeyField(Shop, null=True, backref="reminders", on_delete="CASCADE")
    mail = CharField(max_length=254, index=True)
    locale = CharField(max_length=35)
    time_zone = CharField(max_length=64, default="")
    wording = CharField(max_length=10, default="")
    consented_at = MomentField()
    told_for = MomentField(null=True)
    due_at = MomentField(null=True, index=True)
    tries = IntegerField(default=0)

    class Meta:
        indexes = ((("content", "mail"), True),)
