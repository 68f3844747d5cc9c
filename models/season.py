"""The seasonal price: what a product costs from one moment to another."""

from peewee import BigIntegerField, ForeignKeyField

from models.base import MomentField, Table
from models.product import Product


class SeasonalPrice(Table):
    """A price for a season; where several hold, the one that began last does."""

    product_id: int
    product = ForeignKeyField(Product, backref="seasons", on_delete="CASCADE")
    begins_at = MomentField()
    ends_at = MomentField()
    amount = BigIntegerField()
