"""Keeping: rows of products written, many at a time, with all that follows from it.

Call it in a transaction that holds the shop (`models/database.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import chunked

from models import clock
from models.display_rule import PRODUCT, forget_rules, rules_of_product, write_rules_of_many
from models.product import Product
from models.shop import Shop
from usecases.auctions import offers
from usecases.events import tell_all
from usecases.screens import shows_of, tell_screen

# Rows of one statement: SQLite takes 32,766 values in one.
AT_ONCE = 500


def insert(products: Sequence[Product]) -> None:
    """Insert new products; they have their numbers then."""
    fields: Any = [each for each in Product._meta.sorted_fields if each.name != "id"]
    for some in chunked(products, AT_ONCE):
        rows = [[each.__data__.get(field.name) for field in fields] for each in some]
        made: Any = Product.insert_many(rows, fields=fields).returning(Product.id, Product.uid)
        numbers = {uid: number for number, uid in made.tuples().execute()}
        for each in some:
            each.id = numbers[each.uid]


def save(products: Sequence[Product]) -> None:
    """Save what was changed of products that there are; their versions count on."""
    for each in products:
        each.version += 1
        each.updated_at = clock.now()
    names = {name for each in products for name in each.dirty_field_names}
    every: Any = Product._meta.sorted_fields
    written = [each for each in every if each.name in names]
    # What a row must have, and what is to be written.
    fields = [each for each in every if not each.null or each.name in names]
    for some in chunked(products, AT_ONCE):
        # Each of these rows is there: the conflict is what is wanted.
        rows = [[each.__data__.get(field.name) for field in fields] for each in some]
        saving: Any = Product.insert_many(rows, fields=fields)
        saving.on_conflict(conflict_target=[Product.id], preserve=written).execute()


def follow(shop: Shop, made: Sequence[Product], changed: Sequence[Product]) -> None:
    """Let lives, pages and webhooks know of new products and of changed ones. Call it last."""
    if not (made or changed):
        return
    # Read under the lock: the parameters may have changed since the caller came in.
    fresh = Shop.get_by_id(shop.id)
    rules = [(each.id, rules_of_product(each)) for each in (*made, *changed)]
    write_rules_of_many(fresh, PRODUCT, rules)
    for show in shows_of(each.id for each in changed):
        tell_screen(show)
    if shown := [each for each in changed if "published" in each.dirty_field_names]:
        offers.follow_products(*shown)
    tell_all(made, "created")
    tell_all(changed, "updated")


def remove(products: Sequence[Product]) -> None:
    """Remove products from the shelf and from every content that carries them."""
    ids = [each.id for each in products]
    forget_rules(PRODUCT, ids)
    shows = shows_of(ids)
    offers.forget_products(*products)
    Product.delete().where(Product.id.in_(ids)).execute()
    for show in shows:
        tell_screen(show)
    tell_all(products, "removed")
