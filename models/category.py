"""Categories: the tree in which a shop sorts its products."""

from peewee import CharField, ForeignKeyField

from models.base import Table
from models.shop import Shop


class Category(Table):
    """One branch; its name is unique below its parent."""

    shop_id: int
    parent_id: int | None
    shop = ForeignKeyField(Shop, backref="categories", on_delete="CASCADE")
    parent = ForeignKeyField("self", null=True, backref="children", on_delete="CASCADE")
    name = CharField(max_length=200)

    class Meta:
        indexes = ((("shop", "parent", "name"), True),)
