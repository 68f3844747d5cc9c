"""The uploaded picture: sent for itself, to be named by what shows it; kept for a day."""

from peewee import CharField, ForeignKeyField

from models.base import Table
from models.shop import Shop


class UploadedPicture(Table):
    """A picture of a shop. What takes it over keeps a copy, so it can be forgotten."""

    shop_id: int
    shop = ForeignKeyField(Shop, on_delete="CASCADE")
    picture = CharField(max_length=200)
