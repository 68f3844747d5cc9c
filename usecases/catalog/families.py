"""Families: what products of each kind need of others, and what others become by them.

Whoever writes products calls `check` with their rows before they are saved and `settle` after, all
in one transaction that holds the shop. What one row names is to be saved before it is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from models.errors import Conflict, Problem
from models.product import BUNDLE, DYNAMIC_VARIANT, PARENT_VARIANT, VARIANT, Product
from models.shop import Shop
from usecases.catalog.attributes import MOST_FAULTS, WHERE
from usecases.catalog.branching import below, branch_faults
from usecases.catalog.family import Family, families_of, parents_of
from usecases.catalog.generating import generate
from usecases.catalog.inheriting import follow
from usecases.catalog.parents import (
    Versions,
    parent_faults,
    refuse_beyond,
    template_faults,
    versions_of,
)
from usecases.catalog.references import bundled_faults, existing, related_faults
from usecases.catalog.sisters import join

# What products of one kind alone have.
OF_KIND = {"bundled": BUNDLE, WHERE: PARENT_VARIANT, "overridden": VARIANT}


class VariantsRemain(Conflict):
    """The product has variants, which would be removed with it."""

    code = "variants-remain"


class Settled(NamedTuple):
    """What writing products entailed: variants that were made, and ones that were changed."""

    made: list[Product]
    changed: list[Product]


class _Known(NamedTuple):
    """What the check of some products needs to know, read at once."""

    ids: set[str]
    versions: Versions
    # Of variants, by the number of the parent as it is kept.
    joined: dict[int, Family]
    # Of parents, by the uid of the one that is about to be kept.
    led: dict[str, Family]


def check(
    shop: Shop, products: Sequence[Product], *, generating: bool = True, relating: bool = True
) -> list[list[Problem]]:
    """Say of each product what is wrong with it as one of its kind; fill variants in.

    Into a variant's row is written what it does not override, from its parent. `generating`: a
    parent is to get the variants it lacks. `relating`: related items must exist. Of many faults
    the first ones are told.
    """
    known = _Known(
        existing(shop, products, relating=relating),
        versions_of(products),
        families_of(shop, parents_of(each for each in products if each.kind == VARIANT)),
        _led(shop, [each for each in products if each.kind == PARENT_VARIANT]),
    )
    found = [
        branched
        + _misplaced(each)
        + related_faults(each, known.ids if relating else None)
        + template_faults(each, known.versions)
        + _kind_faults(shop, each, known, generating=generating)
        for each, branched in zip(products, branch_faults(shop, products), strict=True)
    ]
    parents = zip(products, found, strict=True)
    led = [(known.led[each.uid], problems) for each, problems in parents if each.uid in known.led]
    refuse_beyond(led, generating=generating)
    return [problems[:MOST_FAULTS] for problems in found]


def settle(shop: Shop, products: Sequence[Product], *, generating: bool = True) -> Settled:
    """Let variants follow their parents and make those that are missing; products are saved.

    The caller lets lives, pages and webhooks know of them (`keeping.follow`).
    """
    parents = [each for each in products if each.kind == PARENT_VARIANT]
    changed = follow(shop, parents)
    if not generating or not parents:
        return Settled([], changed)
    made = generate(shop, families_of(shop, parents).values(), versions_of(parents))
    return Settled(made, changed)


def to_remove(shop: Shop, product: Product, *, force: bool) -> list[Product]:
    """List what is removed with a product, itself last; raises `VariantsRemain` without `force`."""
    found = _variants(shop, product)
    if found and not force:
        raise VariantsRemain("the product has variants; force=true removes them with it")
    return [*found, product]


def _variants(shop: Shop, product: Product) -> list[Product]:
    if product.kind == DYNAMIC_VARIANT:
        return below(shop, product)
    variants: Any = Product.select().where(Product.parent == product).order_by(Product.id)
    return list(variants) if product.kind == PARENT_VARIANT else []


def _led(shop: Shop, parents: Sequence[Product]) -> dict[str, Family]:
    there = families_of(shop, parents)
    return {each.uid: there.get(each.id) or Family(shop, each) for each in parents}


def _misplaced(product: Product) -> list[Problem]:
    sheet = product.sheet or {}
    return [
        Problem(name, "does not belong to products of this type")
        for name, kind in OF_KIND.items()
        if sheet.get(name) and product.kind != kind
    ]


def _kind_faults(shop: Shop, product: Product, known: _Known, *, generating: bool) -> list[Problem]:
    if product.kind == BUNDLE:
        return bundled_faults(shop, product, known.ids)
    if product.kind == VARIANT:
        return join(product, known.joined.get(product.parent_id or 0))
    if product.kind == PARENT_VARIANT:
        return parent_faults(known.led[product.uid], known.versions, generating=generating)
    return []
