"""The collection: contents in an order, with a layout."""

from peewee import CharField, CompositeKey, ForeignKeyField, IntegerField

from models.base import Link, Table
from models.content import Content
from models.shop import Shop


class Collection(Table):
    """A named, ordered list of contents."""

    shop_id: int
    shop = ForeignKeyField(Shop, backref="collections", on_delete="CASCADE")
    name = CharField(max_length=200)
    layout = CharField(max_length=20, default="carousel")


class CollectionItem(Link):
    """A content at its place in a collection."""

    collection_id: int
    content_id: int
    collection = ForeignKeyField(Collection, backref="items", on_delete="CASCADE")
    content = ForeignKeyField(Content, backref="collection_links", on_delete="CASCADE")
    position = IntegerField(default=0)

    class Meta:
        primary_key = CompositeKey("collection", "content")
