"""Variant attributes: what a template lists, what a parent takes of it, how variants differ by it.

Values are texts, numbers and booleans. A combination is one value of each of a parent's attributes,
as marks in their order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from itertools import product as combined
from math import prod
from typing import Any

from models.errors import Problem
from models.product import Product
from models.product_template import TemplateVersion
from usecases.catalog.paths import ATTRIBUTES

Combination = tuple[str, ...]

WHERE = "variant_attributes"
MOST_VARIANTS, MOST_FAULTS = 1_000, 20


def mark(value: Any) -> str:
    """Spell a value so that equal ones are alike: to JSON 1 is 1.0, and true is neither."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, sort_keys=True)


def has_variants(version: TemplateVersion) -> bool:
    """Tell whether a template has attributes that variants differ by."""
    return any(each["variant"] for each in version.attributes)


def attributes_of(parent: Product) -> dict[str, list[Any]]:
    """Give the attributes that a parent's variants differ by, with their values."""
    told: dict[str, list[Any]] = (parent.sheet or {}).get(WHERE) or {}
    return told


def combination(names: Iterable[str], values: Mapping[str, Any]) -> Combination:
    """Give the combination of values; a mark that no value has stands for one that is missing."""
    return tuple(mark(values[name]) if name in values else "" for name in names)


def combinations(attributes: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Go through the combinations of attributes, the last attribute quickest."""
    for values in combined(*attributes.values()):
        yield dict(zip(attributes, values, strict=True))


def chosen_faults(parent: Product, version: TemplateVersion, *, generating: bool) -> list[Problem]:
    """Say what is wrong with a parent's attributes, by its template's version."""
    attributes = attributes_of(parent)
    if not attributes:
        return [Problem(WHERE, "must name the attributes that the variants differ by")]
    known = {each["key"]: each for each in version.attributes}
    found = (
        fault
        for name, values in attributes.items()
        for fault in _attribute_faults(name, values, known.get(name), version.version)
    )
    faults = list(islice(found, MOST_FAULTS))
    if generating and not faults and prod(map(len, attributes.values())) > MOST_VARIANTS:
        faults = [Problem(WHERE, too_many())]
    return faults


def variant_faults(parent: Product, values: Mapping[str, Any], before: Any = None) -> list[Problem]:
    """Say what is wrong with a variant's values: one of its parent's for each of its attributes.

    Those it had `before` it keeps, even where the parent lists them no more.
    """
    if isinstance(before, dict) and mark(before) == mark(values):
        return []
    return list(islice(_value_faults(attributes_of(parent), values), MOST_FAULTS))


def too_many() -> str:
    """Say that a parent would have more variants than it may."""
    return f"make more than {MOST_VARIANTS:,} variants: name fewer values, or let none be generated"


def _value_faults(
    attributes: Mapping[str, Sequence[Any]], values: Mapping[str, Any]
) -> Iterator[Problem]:
    where = f"mixins/{ATTRIBUTES}"
    for name in values:
        if name not in attributes:
            place = f"{where}/{_pointed(name)}"
            yield Problem(place, "is none of the parent's variant attributes")
    for name, listed in attributes.items():
        if name not in values:
            yield Problem(f"{where}/{name}", "is required: variants differ by it")
        elif mark(values[name]) not in map(mark, listed):
            yield Problem(f"{where}/{name}", f"must be one of {_listed(listed)}")


def _attribute_faults(
    name: str, values: Sequence[Any], known: Mapping[str, Any] | None, number: int
) -> Iterator[Problem]:
    where = f"{WHERE}/{_pointed(name)}"
    if known is None or not known["variant"]:
        yield Problem(where, f"is no variant attribute of the template's version {number}")
    elif not values:
        yield Problem(where, "must have a value at least")
    else:
        yield from _listing_faults(where, values, known["values"] or [])


def _listing_faults(where: str, values: Sequence[Any], listed: Sequence[Any]) -> Iterator[Problem]:
    left, allowed = {mark(each) for each in listed}, _listed(listed)
    known = set(left)
    for index, each in enumerate(map(mark, values)):
        if each not in known:
            yield Problem(f"{where}/{index}", f"must be one of {allowed}")
        elif each not in left:
            yield Problem(f"{where}/{index}", "stands in the list already")
        left.discard(each)


def _pointed(name: str) -> str:
    """Spell a name as part of a JSON pointer (RFC 6901), as much of it as anybody reads."""
    return name[:100].replace("~", "~0").replace("/", "~1")


def _listed(values: Sequence[Any]) -> str:
    shown = ", ".join(mark(each) for each in values[:20])
    return f"{shown} and others" if len(values) > 20 else shown
