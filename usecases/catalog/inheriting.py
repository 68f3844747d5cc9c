"""Inheriting: variants say what their parent says, but for what each overrides.

A variant's row holds what it says in the end, so whatever reads products sees whole ones; what its
parent says is written into it whenever either of them changes (decision 0052).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import chunked

from models import clock
from models.product import PARENT_VARIANT, Product
from models.shop import Shop
from usecases.catalog.paths import Page, page_of, taken, write_page

# What a new variant has from its parent besides, and keeps: no path of its API leads to these.
GIVEN = (
    "currency",
    "price_amount",
    "discount_amount",
    "price_shown",
    "button",
    "url",
    "brand",
)
# Rows of one statement, of all their columns: SQLite takes 32,766 values in one.
AT_ONCE = 500


def endow(variant: Product, parent: Product) -> None:
    """Give a new variant what it has from its parent once, for itself from then on."""
    for name in GIVEN:
        setattr(variant, name, getattr(parent, name))


def inherit(shop: Shop, variant: Product, given: Page) -> set[str]:
    """Write what a parent's page gives into a variant's row; answer the columns it changed."""
    overridden = (variant.sheet or {}).get("overridden") or ()
    return write_page(shop, variant, taken(given, page_of(shop, variant), overridden))


def follow(shop: Shop, parents: Iterable[Product]) -> list[Product]:
    """Let the variants of parents say what these say now; answer those that changed, saved.

    Takes a fixed number of statements for each 500 variants.
    """
    given = {each.id: page_of(shop, each) for each in parents if each.kind == PARENT_VARIANT}
    if not given:
        return []
    query: Any = Product.select().where(Product.parent.in_(list(given))).order_by(Product.id)
    changed, columns = [], {"version", "updated_at"}
    for variant in query:
        differing = inherit(shop, variant, given[variant.parent_id])
        if differing:
            variant.version += 1
            variant.updated_at = clock.now()
            changed.append(variant)
            columns |= differing
    _save(changed, columns)
    return changed


def _save(products: Sequence[Product], columns: set[str]) -> None:
    fields: Any = Product._meta.sorted_fields
    written = [each for each in fields if each.column_name in columns]
    for some in chunked(products, AT_ONCE):
        # Each of these rows is there: the conflict is what is wanted.
        rows = [[each.__data__.get(field.name) for field in fields] for each in some]
        saving: Any = Product.insert_many(rows, fields=fields)
        saving.on_conflict(conflict_target=[Product.id], preserve=written).execute()
