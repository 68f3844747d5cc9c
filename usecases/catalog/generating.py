"""Generating: the variants that a parent's attributes have combinations for, made where missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from models.product import VARIANT, Product, new_catalog_id
from models.shop import Shop
from usecases.catalog import keeping
from usecases.catalog.attributes import mark
from usecases.catalog.family import Family, values_of
from usecases.catalog.inheriting import endow, inherit
from usecases.catalog.parents import Versions, version_of
from usecases.catalog.paths import ATTRIBUTES

LONGEST_CODE = 200


def variant_id(parent: Product) -> str:
    """Make an id for a variant: its parent's and 24 lower-case hex characters of its own."""
    return f"{parent.catalog_id}--{new_catalog_id()}"


def generate(shop: Shop, families: Iterable[Family], versions: Versions) -> list[Product]:
    """Make the variants that families lack; answers them, inserted.

    Takes a fixed number of statements for each 500 variants. Call it while the shop is held.
    """
    made: list[Product] = []
    for family in families:
        # A database may keep a map in an order of its own; codes tell values in one order for good.
        version = version_of(family.parent, versions)
        order = [each["key"] for each in version.attributes] if version else []
        for values in family.missing:
            names = sorted(values, key=order.index)
            made.append(_variant(shop, family, {name: values[name] for name in names}))
    if made:
        _give_codes(shop, made)
        keeping.insert(made)
    return made


def _variant(shop: Shop, family: Family, values: dict[str, Any]) -> Product:
    parent = family.parent
    # Its name is its parent's from the start: every row has one.
    variant = Product(shop=shop, parent=parent, kind=VARIANT, name=parent.name)
    variant.catalog_id = variant_id(parent)
    variant.mixins = {ATTRIBUTES: values}
    endow(variant, parent)
    inherit(shop, variant, family.page)
    return variant


def _give_codes(shop: Shop, variants: Sequence[Product]) -> None:
    """Give each the parent's code and its values, and what its id ends with where that is taken."""
    wanted = [_code(each) for each in variants]
    codes: Any = Product.select(Product.ref)
    codes = codes.where(Product.shop == shop, Product.ref.in_(sorted(set(wanted))))
    taken = {code for (code,) in codes.tuples()}
    for each, code in zip(variants, wanted, strict=True):
        own = f"-{str(each.catalog_id)[-12:]}"
        each.ref = code if code not in taken else code[: LONGEST_CODE - len(own)] + own
        taken.add(each.ref)


def _code(variant: Product) -> str:
    begins = variant.parent.ref or variant.parent.catalog_id
    return "-".join((begins, *map(_spelled, values_of(variant).values())))[:LONGEST_CODE]


def _spelled(value: Any) -> str:
    return value if isinstance(value, str) else mark(value)
