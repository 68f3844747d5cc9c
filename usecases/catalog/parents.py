"""Parents: the version of the template that a product is made by, and what variants it may have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from models.errors import Problem
from models.product import PARENT_VARIANT, VARIANT, Product
from models.product_template import TemplateVersion
from usecases.catalog.attributes import (
    MOST_VARIANTS,
    WHERE,
    chosen_faults,
    has_variants,
    too_many,
)
from usecases.catalog.family import Family
from usecases.catalog.vendors import seller_faults

# Variants that one call may concern: of more, others would wait too long for the shop.
MOST_AT_ONCE = 10_000
# By the numbers of a template and of its version.
Versions = Mapping[tuple[int, int], TemplateVersion]


def versions_of(products: Iterable[Product]) -> Versions:
    """Read the versions of the templates that products are made by, by one statement."""
    ids = sorted({each.template_id for each in products if each.template_id})
    if not ids:
        return {}
    found: Any = TemplateVersion.select().where(TemplateVersion.template.in_(ids))
    return {(each.template_id, each.version): each for each in found}


def version_of(product: Product, versions: Versions) -> TemplateVersion | None:
    """Give the version of a template that a product is made by."""
    return versions.get((product.template_id or 0, product.template_version or 0))


def template_faults(product: Product, versions: Versions) -> list[Problem]:
    """Say what is wrong with a product's template; a variant's is its parent's."""
    if product.kind == VARIANT or product.template_id is None:
        return []
    version = version_of(product, versions)
    if version is None:
        return [Problem("template/version", "the template has no such version")]
    if product.kind != PARENT_VARIANT and has_variants(version):
        why = "has variant attributes: only products that have variants are made by it"
        return [Problem("template", why)]
    return []


def parent_faults(family: Family, versions: Versions, *, generating: bool) -> list[Problem]:
    """Say what is wrong with a parent; `generating`: it is to get the variants it lacks."""
    parent = family.parent
    if parent.template_id is None:
        return [Problem("template", "is required: it says which attributes variants differ by")]
    if family.templates - {parent.template_id}:
        return [Problem("template/id", "stays the same while the product has variants")]
    version = version_of(parent, versions)
    if version is None:
        return []
    faults = seller_faults(family) + chosen_faults(parent, version, generating=generating)
    if generating and not faults and len(family.values) + len(family.missing) > MOST_VARIANTS:
        return [Problem(WHERE, too_many())]
    return faults


def refuse_beyond(families: Iterable[tuple[Family, list[Problem]]], *, generating: bool) -> None:
    """Find fault with parents from the one on whose variants are too many for one call."""
    number = 0
    for family, problems in families:
        if not problems:
            number += len(family.values) + (len(family.missing) if generating else 0)
            if number > MOST_AT_ONCE:
                why = f"a call concerns at most {MOST_AT_ONCE:,} variants: send fewer products"
                problems.append(Problem(WHERE, why))
