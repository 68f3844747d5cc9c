"""The waitlist entry: somebody who wants to be let into a shop."""

from peewee import CharField, ForeignKeyField

from models.base import MomentField, Table
from models.shop import Shop
from models.user import LONGEST_EMAIL


class WaitlistEntry(Table):
    """An address that waits, once in a shop; `granted_at`: since then it waits no more."""

    shop_id: int
    shop = ForeignKeyField(Shop, on_delete="CASCADE", index=False)
    email = CharField(max_length=LONGEST_EMAIL)
    name = CharField(max_length=200, null=True)
    granted_at = MomentField(null=True)

    class Meta:
        indexes = ((("shop", "email"), True), (("shop", "id"), False))
