"""The brand that a content is shown under; the operator keeps a shop's brands."""

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from models.base import Table
from models.errors import Conflict
from models.shop import Shop


class IdentifierTaken(Conflict):
    """Another brand of the shop has this identifier already."""

    code = "identifier-taken"


class Brand(Table):
    """A brand; `identifier` is the merchant's own word for it, unique in the shop.

    `picture` is one as of products; `width` and `height` are those of its largest size.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, backref="brands", on_delete="CASCADE", index=False)
    name = CharField(max_length=200)
    identifier = CharField(max_length=100)
    description = TextField(null=True)
    picture = CharField(max_length=200, null=True)
    width = IntegerField(null=True)
    height = IntegerField(null=True)

    class Meta:
        indexes = ((("shop", "identifier"), True),)
