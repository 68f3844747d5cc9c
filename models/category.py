"""Categories: the tree in which a shop sorts its products."""

import re
import unicodedata

from peewee import CharField, ForeignKeyField

from models.base import Table
from models.shop import Shop

LONGEST_SLUG = 80
# What stands in an address for a category whose name has neither letters nor digits.
NAMELESS = "category"
BETWEEN_WORDS = re.compile(r"[\W_]+")


class Category(Table):
    """One branch; its name is unique below its parent, its slug in the shop and permanent."""

    shop_id: int
    parent_id: int | None
    shop = ForeignKeyField(Shop, backref="categories", on_delete="CASCADE")
    parent = ForeignKeyField("self", null=True, backref="children", on_delete="CASCADE")
    name = CharField(max_length=200)
    slug = CharField(max_length=100)

    class Meta:
        indexes = (
            (("shop", "parent", "name"), True),
            (("shop", "slug"), True),
        )


def slug_from(name: str, taken: set[str]) -> str:
    """Make a slug that is not taken: `Hair care` is `hair-care`, a second one `hair-care-2`.

    Letters of every alphabet stay, without their accents.
    """
    bare = [each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each)]
    plain = unicodedata.normalize("NFC", "".join(bare)).casefold()
    slug = BETWEEN_WORDS.sub("-", plain)[:LONGEST_SLUG].strip("-") or NAMELESS
    number = 1
    while (numbered := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return numbered
