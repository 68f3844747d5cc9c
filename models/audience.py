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
    """Somebody who is to be told before a live starts; `due_at` is when next."""

    content_id: int
    content = ForeignKeyField(Content, backref="reminders", on_delete="CASCADE")
    mail = CharField(max_length=254)
    locale = CharField(max_length=35)
    consented_at = MomentField()
    told_at = MomentField(null=True)
    due_at = MomentField(null=True, index=True)

    class Meta:
        indexes = ((("content", "mail"), True),)
