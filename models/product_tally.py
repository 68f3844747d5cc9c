"""How many products a shop has, has published, and each seller has, counted by the database.

Lists are newest first and cut into numbered pages, with the number of all beside them. Counting
and skipping row by row takes as long as the catalogue is large. Triggers (migrations 0008 and
0024) keep a count for every 256 neighbouring ids, and for every 65,536, inside the transaction of
the change, so a page anywhere is found by adding up a few of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from peewee import CompositeKey, IntegerField, SmallIntegerField

from models.base import Link
from models.database import read_rows

# Ids that differ only in so many low bits are counted together: the bits of both levels.
SMALL, LARGE = 8, 16
# In the place of a seller's id, which begin at 1: whatever seller there is, none at all, and
# whatever seller there is of what is published.
ALL, NOBODY, PUBLISHED = 0, -1, -2


class ProductTally(Link):
    """A shop has `number` products whose id shifted by `level` is `bucket`.

    They are those of a seller, or of ALL or PUBLISHED in its place. There is no row for nothing.
    Only the triggers write here.
    """

    shop_id = IntegerField()
    seller_id = IntegerField()
    level = SmallIntegerField()
    bucket = IntegerField()
    number = IntegerField()

    class Meta:
        primary_key = CompositeKey("shop_id", "seller_id", "level", "bucket")


class Place(NamedTuple):
    """Where a part of a list begins: after `skip` of the products whose id is below `below`.

    `total` is how many there are in the whole list; `below` None stands for any id.
    """

    total: int
    below: int | None
    skip: int


def place_of(shop_id: int, seller_id: int, offset: int) -> Place:
    """Find where the product stands that `offset` newer ones of the shop's (seller's) precede."""
    large = _counts(shop_id, seller_id, LARGE, 0, 1 << 31)
    total = sum(number for _, number in large)
    if offset < 1 << SMALL or offset >= total:
        return Place(total, None, offset)
    bucket, left = _walk(large, offset)
    first = bucket << (LARGE - SMALL)
    small = _counts(shop_id, seller_id, SMALL, first, first + (1 << (LARGE - SMALL)))
    bucket, left = _walk(small, left)
    return Place(total, (bucket + 1) << SMALL, left)


def _counts(shop: int, seller: int, level: int, first: int, end: int) -> list[tuple[int, int]]:
    found = read_rows(
        "select bucket, number from product_tally where shop_id = ? and seller_id = ?"
        " and level = ? and bucket >= ? and bucket < ? order by bucket desc",
        (shop, seller, level, first, end),
    )
    return [(bucket, number) for bucket, number in found]


def _walk(counts: Iterable[tuple[int, int]], offset: int) -> tuple[int, int]:
    for bucket, number in counts:
        if offset < number:
            return bucket, offset
        offset -= number
    # Others have removed so much since the larger counts were read: then nothing is left to show.
    return 0, offset
