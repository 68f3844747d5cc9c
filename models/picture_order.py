"""The picture order: a picture that is only known by its address until it has been fetched."""

from peewee import BigAutoField, ForeignKeyField, IntegerField, TextField

from models.base import Link, MomentField
from models.product import Product
from models.seller import Seller


class PictureOrder(Link):
    """The picture at `url` is to be that of a product or of a seller.

    It is fetched from `due_at` on, after `tries` attempts; null: it could not be taken.
    """

    product_id: int | None
    seller_id: int | None
    id = BigAutoField()
    product = ForeignKeyField(
        Product, null=True, unique=True, backref="picture_orders", on_delete="CASCADE"
    )
    seller = ForeignKeyField(
        Seller, null=True, unique=True, backref="picture_orders", on_delete="CASCADE"
    )
    url = TextField()
    due_at = MomentField(null=True, index=True)
    tries = IntegerField(default=0)
