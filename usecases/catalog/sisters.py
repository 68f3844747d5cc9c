"""Sisters: a variant takes its place among the others of its parent."""

from __future__ import annotations

from typing import Any

from models.errors import Problem
from models.product import PARENT_VARIANT, Product
from usecases.catalog.attributes import MOST_VARIANTS, variant_faults
from usecases.catalog.family import Family, values_of
from usecases.catalog.inheriting import endow, inherit
from usecases.catalog.paths import ATTRIBUTES, faults


def join(variant: Product, family: Family | None) -> list[Problem]:
    """Fill a variant in from its parent, and say what is wrong with it among its sisters.

    What is sound is counted in, so that the next one of the same values is refused.
    """
    if family is None or family.parent.kind != PARENT_VARIANT:
        return [Problem("parent", "is required: the product that this is a variant of")]
    wrong = faults((variant.sheet or {}).get("overridden") or ())
    if wrong:
        return wrong
    before = family.values.get(variant.id) if variant.id else None
    if before is None:
        endow(variant, family.parent)
    elif ATTRIBUTES not in (variant.mixins or {}):
        variant.mixins = {**(variant.mixins or {}), ATTRIBUTES: before}
    inherit(family.shop, variant, family.page)
    return _attribute_faults(variant, family, before)


def _attribute_faults(
    variant: Product, family: Family, before: dict[str, Any] | None
) -> list[Problem]:
    values = values_of(variant)
    wrong = variant_faults(family.parent, values, before)
    if wrong:
        return wrong
    own = family.combination(values)
    if own in family.taken and (before is None or family.taken[own] != variant.id):
        where = f"mixins/{ATTRIBUTES}"
        return [Problem(where, "another variant of the parent has these values")]
    if before is None and len(family.values) >= MOST_VARIANTS:
        return [Problem("parent", f"has {MOST_VARIANTS:,} variants, as many as it may")]
    family.taken[own] = variant.id
    return []
