"""Inheriting: variants say what their parent says, but for what each overrides.

A variant's row holds what it says in the end, so whatever reads products sees whole ones; what its
parent says is written into it whenever either of them changes (decision 0052).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.product import PARENT_VARIANT, VARIANT, Product
from models.shop import Shop
from usecases.catalog import keeping
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

# Facts that other APIs change, and where variants have them: by names of this one's clients.
PATHS = {
    "name": "name",
    "description": "description",
    "published": "published",
    "brand_code": "brandId",
    "seller": "vendor",
}


def endow(variant: Product, parent: Product) -> None:
    """Give a new variant what it has from its parent once, for itself from then on."""
    for name in GIVEN:
        setattr(variant, name, getattr(parent, name))


def inherit(shop: Shop, variant: Product, given: Page) -> bool:
    """Write what a parent's page gives into a variant's row; tell whether that changed it."""
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
    changed = [each for each in query if inherit(shop, each, given[each.parent_id])]
    keeping.save(changed)
    return changed


def keep_own(product: Product, facts: Iterable[str]) -> None:
    """Let a variant keep what another API has changed of it, by the facts of `products.change`."""
    if product.kind == VARIANT:
        sheet = product.sheet or {}
        own = sheet.get("overridden") or []
        more = [PATHS[each] for each in facts if each in PATHS and PATHS[each] not in own]
        product.sheet = {**sheet, "overridden": [*own, *more]} if more else product.sheet
