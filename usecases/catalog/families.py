"""Families: what products of each kind need of others, and what others become by them.

Whoever writes products calls `check` with their rows before they are saved and `settle` after, all
in one transaction that holds the shop. What one row names is to be saved before it is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from models.errors import Conflict, Problem
from models.product import BUNDLE, PARENT_VARIANT, VARIANT, Product
from models.product_template import TemplateVersion
from models.shop import Shop
from usecases.catalog.attributes import MOST_VARIANTS, WHERE, has_variants, parent_faults, too_many
from usecases.catalog.family import Family, families_of, parents_of
from usecases.catalog.generating import generate, version_of
from usecases.catalog.inheriting import follow
from usecases.catalog.references import bundled_faults, existing, related_faults
from usecases.catalog.sisters import join
from usecases.catalog.vendors import seller_faults

# Facts that other APIs change, and where variants have them: by names of this one's clients.
PATHS = {
    "name": "name",
    "description": "description",
    "published": "published",
    "brand_code": "brandId",
    "seller": "vendor",
}
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
    versions: dict[tuple[int, int], TemplateVersion]
    # By the number of the parent: as it is kept, and as it is about to be.
    joined: dict[int, Family]
    led: dict[int, Family]


def check(
    shop: Shop, products: Sequence[Product], *, generating: bool = True, relating: bool = True
) -> list[list[Problem]]:
    """Say of each product what is wrong with it as one of its kind; fill variants in.

    Into a variant's row is written what it does not override, from its parent. `generating`: a
    parent is to get the variants it lacks. `relating`: related items must exist.
    """
    known = _Known(
        existing(shop, products, relating=relating),
        _versions(products),
        families_of(shop, parents_of(each for each in products if each.kind == VARIANT)),
        families_of(shop, (each for each in products if each.kind == PARENT_VARIANT)),
    )
    return [
        _misplaced(each)
        + related_faults(each, known.ids if relating else None)
        + _template_faults(each, known)
        + _kind_faults(shop, each, known, generating=generating)
        for each in products
    ]


def settle(shop: Shop, products: Sequence[Product], *, generating: bool = True) -> Settled:
    """Let variants follow their parents and make those that are missing; products are saved.

    The caller lets lives, pages and webhooks know of them (`keeping.follow`).
    """
    parents = [each for each in products if each.kind == PARENT_VARIANT]
    changed = follow(shop, parents)
    if not generating or not parents:
        return Settled([], changed)
    orders = {key: _names(version) for key, version in _versions(parents).items()}
    made = generate(shop, families_of(shop, parents).values(), orders)
    return Settled(made, changed)


def keep_own(product: Product, facts: Iterable[str]) -> None:
    """Let a variant keep what another API has changed of it, by the facts of `products.change`."""
    if product.kind == VARIANT:
        sheet = product.sheet or {}
        own = sheet.get("overridden") or []
        more = [PATHS[each] for each in facts if each in PATHS and PATHS[each] not in own]
        product.sheet = {**sheet, "overridden": [*own, *more]} if more else product.sheet


def to_remove(product: Product, *, force: bool) -> list[Product]:
    """List what is removed with a product, itself last; raises `VariantsRemain` without `force`."""
    variants: Any = Product.select().where(Product.parent == product).order_by(Product.id)
    found = list(variants) if product.kind == PARENT_VARIANT else []
    if found and not force:
        raise VariantsRemain("the product has variants; force=true removes them with it")
    return [*found, product]


def _versions(products: Iterable[Product]) -> dict[tuple[int, int], TemplateVersion]:
    ids = sorted({each.template_id for each in products if each.template_id})
    if not ids:
        return {}
    found: Any = TemplateVersion.select().where(TemplateVersion.template.in_(ids))
    return {(each.template_id, each.version): each for each in found}


def _names(version: TemplateVersion) -> list[str]:
    return [each["key"] for each in version.attributes]


def _misplaced(product: Product) -> list[Problem]:
    sheet = product.sheet or {}
    return [
        Problem(name, "does not belong to products of this type")
        for name, kind in OF_KIND.items()
        if sheet.get(name) and product.kind != kind
    ]


def _template_faults(product: Product, known: _Known) -> list[Problem]:
    if product.kind == VARIANT or product.template_id is None:
        return []
    version = _version(product, known)
    if version is None:
        return [Problem("template/version", "the template has no such version")]
    if product.kind != PARENT_VARIANT and has_variants(version):
        why = "has variant attributes: only products that have variants are made by it"
        return [Problem("template", why)]
    return []


def _version(product: Product, known: _Known) -> TemplateVersion | None:
    return known.versions.get(version_of(product))


def _kind_faults(shop: Shop, product: Product, known: _Known, *, generating: bool) -> list[Problem]:
    if product.kind == BUNDLE:
        return bundled_faults(shop, product, known.ids)
    if product.kind == VARIANT:
        return join(product, known.joined.get(product.parent_id or 0))
    if product.kind == PARENT_VARIANT:
        return _parent_faults(shop, product, known, generating=generating)
    return []


def _parent_faults(
    shop: Shop, parent: Product, known: _Known, *, generating: bool
) -> list[Problem]:
    if parent.template_id is None:
        return [Problem("template", "is required: it says which attributes variants differ by")]
    family = known.led.get(parent.id) or Family(shop, parent)
    if family.templates - {parent.template_id}:
        return [Problem("template/id", "stays the same while the product has variants")]
    version = _version(parent, known)
    faults = seller_faults(family)
    faults += parent_faults(parent, version, generating=generating) if version else []
    if generating and version and not faults:
        number = len(family.values) + len(family.missing)
        faults = [Problem(WHERE, too_many())] if number > MOST_VARIANTS else []
    return faults
