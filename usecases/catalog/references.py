"""References: what a product is related to and what a bundle is made of, by ids of the shop's.

What a reference leads to may be removed later; nothing is held back by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from peewee import chunked

from models.errors import Problem
from models.product import BUNDLE, Product
from models.shop import Shop
from usecases.rows import owned

RELATIONS = ("ACCESSORY", "CONSUMABLE")
MOST, MOST_AMOUNT = 1_000, 1_000_000_000
# Bundles inside of bundles.
MOST_LEVELS = 20
# Ids asked for by one statement.
AT_ONCE = 5_000
NONE_SUCH = "this shop has no product with this id"


def related_of(product: Product) -> list[dict[str, Any]]:
    """Give what a product is related to: [{ref, type}]."""
    return (product.sheet or {}).get("related") or []


def bundled_of(product: Product) -> list[dict[str, Any]]:
    """Give what a bundle is made of: [{product, amount}]."""
    return (product.sheet or {}).get("bundled") or []


def existing(shop: Shop, products: Iterable[Product], *, relating: bool = True) -> set[str]:
    """Find which of the ids that products name are the caller's products; `relating`: all of them.

    Takes a statement, whatever the number of products, unless they name thousands.
    """
    named = {each["product"] for product in products for each in bundled_of(product)[:MOST]}
    if relating:
        named |= {each["ref"] for product in products for each in related_of(product)[:MOST]}
    # No id holds what cannot be printed, such as a NUL, at which PostgreSQL would break.
    ids = sorted(each for each in named if each.isprintable())
    return {each for some in chunked(ids, AT_ONCE) for each in _found(shop, some)}


def related_faults(product: Product, known: Collection[str] | None) -> list[Problem]:
    """Say what is wrong with what a product is related to; `known` None: it need not exist."""
    related = related_of(product)
    if len(related) > MOST:
        return [Problem("related", f"holds at most {MOST:,} products")]
    faults = [
        Problem(f"related/{index}/type", f"must be one of {', '.join(RELATIONS)}")
        for index, each in enumerate(related)
        if each["type"] not in RELATIONS
    ]
    return faults + [
        Problem(f"related/{index}/ref", NONE_SUCH)
        for index, each in enumerate(related)
        if known is not None and each["ref"] not in known
    ]


def bundled_faults(shop: Shop, bundle: Product, known: Collection[str]) -> list[Problem]:
    """Say what is wrong with what a bundle is made of; the amounts are whole and above 0."""
    if "bundled" not in (bundle.sheet or {}):
        return [Problem("bundled", "is required: the products that the bundle is made of")]
    bundled = bundled_of(bundle)
    if len(bundled) > MOST:
        return [Problem("bundled", f"holds at most {MOST:,} products")]
    faults = []
    for index, each in enumerate(bundled):
        amount, own = each["amount"], each["product"] == bundle.catalog_id
        if type(amount) is not int or not 1 <= amount <= MOST_AMOUNT:
            why = f"must be a whole number from 1 to {MOST_AMOUNT:,}"
            faults.append(Problem(f"bundled/{index}/amount", why))
        if own or each["product"] not in known:
            why = "a bundle does not hold itself" if own else NONE_SUCH
            faults.append(Problem(f"bundled/{index}/product", why))
    if not faults and (wrong := _nesting_fault(shop, bundle)):
        faults = [Problem("bundled", wrong)]
    return faults


def _nesting_fault(shop: Shop, bundle: Product) -> str | None:
    """Say what is wrong with bundles inside of a bundle, if anything; a statement a level."""
    seen: set[str] = set()
    reached = {each["product"] for each in bundled_of(bundle)}
    for _ in range(MOST_LEVELS):
        seen |= reached
        parts = {each["product"] for held in _bundles(shop, reached) for each in bundled_of(held)}
        if bundle.catalog_id in parts:
            return "one of these holds this bundle itself"
        reached = parts - seen
        if not reached:
            return None
    return f"bundles are nested at most {MOST_LEVELS} deep"


def _bundles(shop: Shop, ids: Iterable[str]) -> list[Product]:
    query: Any = Product.select(Product.id, Product.catalog_id, Product.sheet)
    mine = query.where(Product.shop == shop, Product.kind == BUNDLE)
    return [each for some in chunked(ids, AT_ONCE) for each in mine.where(_named(some))]


def _found(shop: Shop, ids: Sequence[str]) -> list[str]:
    query: Any = Product.select(Product.catalog_id).where(owned(Product, shop), _named(ids))
    return [each for (each,) in query.tuples()]


def _named(ids: Sequence[str]) -> Any:
    return Product.catalog_id.in_(ids)
