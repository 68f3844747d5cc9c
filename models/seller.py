"""The brand or shop-in-shop that content and products belong to."""

from peewee import BooleanField, CharField, ForeignKeyField, JSONField, TextField

from models.base import Table
from models.errors import Forbidden
from models.shop import Shop
from models.user import User

LINKS = ("profile", "store", "message", "survey", "save")


class ShopDecides(Forbidden):
    """A key of the shop does this, a seller's key does not."""

    code = "shop-decides"


class Seller(Table):
    """A seller; `external_id` is the merchant's own id for it, unique in the shop.

    `user` is the person who sells there and is paid for it, if one.
    `app_links` are addresses inside the merchant's app, by what they open (LINKS), null for none.
    """

    shop_id: int
    user_id: int | None
    shop = ForeignKeyField(Shop, backref="sellers", on_delete="CASCADE")
    name = CharField(max_length=200)
    external_id = CharField(max_length=200)
    url = TextField(null=True)
    description = TextField(null=True)
    picture = CharField(max_length=200, null=True)
    moderated = BooleanField(default=False)
    app_links = JSONField(null=True)
    user = ForeignKeyField(User, null=True, unique=True, backref="sellers", on_delete="SET NULL")

    class Meta:
        indexes = ((("shop", "external_id"), True),)
