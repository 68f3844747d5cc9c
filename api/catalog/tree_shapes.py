"""What a dynamic variant is told with besides: its place, its attributes, all below a root."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.product import DYNAMIC_VARIANT, Product
from models.shop import Shop
from usecases.catalog import tongues
from usecases.catalog.facts import code_of
from usecases.catalog.trees import Attributes, Place, Trees, own_attributes

Spell = Callable[[Mapping[str, str]], Any]
VARIANTS = "variants"


def wants_below(fields: Sequence[str]) -> bool:
    """Tell whether what is below roots is among the fields to tell; none named: all are told."""
    return not fields or any(each.strip().partition(".")[0] == VARIANTS for each in fields)


def add_tree(
    told: dict[str, Any],
    product: Product,
    trees: Trees,
    *,
    shop: Shop,
    spell: Spell,
    unpublished: bool,
) -> None:
    """Put beside what is told of a product where it stands in its tree; `spell` spells texts."""
    if product.kind != DYNAMIC_VARIANT:
        return
    sheet, place = product.sheet or {}, trees.place(product)
    facts = {
        "dynamicVariantType": sheet.get("variant_type"),
        "ownVariantAttributes": _spelled(own_attributes(product), spell) or None,
        "inheritedVariantAttributes": _spelled(trees.inherited(place), spell) or None,
        "parentVariantPath": list(place.path) or None,
    }
    told |= {field: value for field, value in facts.items() if value is not None}
    told["sellable"] = bool(sheet.get("sellable"))
    if faults := _faults(place):
        told["metadata"]["dynamicVariantInfo"] = faults
    if product.above is None:
        told[VARIANTS] = _variants(product, trees, shop, spell, unpublished=unpublished)


def _variants(
    root: Product, trees: Trees, shop: Shop, spell: Spell, *, unpublished: bool
) -> dict[str, Any]:
    """Spell all that stands below a root, the upper levels first, with the attributes of all."""
    joined = {root.catalog_id: own_attributes(root)}
    told: dict[str, Any] = {}
    for each in (each for level in trees.levels_below(root) for each in level):
        joined[each.catalog_id] = joined[each.above] | own_attributes(each)
        if each.published or unpublished:
            attributes = _spelled(joined[each.catalog_id], spell)
            told[each.catalog_id or ""] = {
                **_entry(each, shop, spell),
                **({"published": each.published} if unpublished else {}),
                "variantAttributes": attributes,
            }
    return told


def _entry(product: Product, shop: Shop, spell: Spell) -> dict[str, Any]:
    sheet = product.sheet or {}
    kind = sheet.get("variant_type")
    return {
        "version": product.version,
        "code": code_of(product),
        "name": spell(tongues.names_of(product, shop)),
        "parentVariantId": product.above,
        "sellable": bool(sheet.get("sellable")),
        **({"dynamicVariantType": kind} if kind else {}),
    }


def _spelled(attributes: Attributes, spell: Spell) -> dict[str, Any]:
    return {
        key: {**_named(each, spell), "value": {**each["value"], **_named(each["value"], spell)}}
        for key, each in attributes.items()
    }


def _named(told: Mapping[str, Any], spell: Spell) -> dict[str, Any]:
    return {"name": spell(told["name"])} if "name" in told else {}


def _faults(place: Place) -> dict[str, Any]:
    if place.cyclic:
        return {"cycleDetected": True}
    return {} if place.missing is None else {"missingAncestorId": place.missing}
