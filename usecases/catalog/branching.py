"""Branching: a dynamic variant takes its place in a tree, and is held against what it must be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.errors import Problem
from models.product import CATALOG_ID, DYNAMIC_VARIANT, Product
from models.shop import Shop
from usecases.catalog.drafts import Draft
from usecases.catalog.trees import Place, Trees, own_attributes, read_around, read_below

MOST_LEVELS, MOST_IN_TREE, MOST_ATTRIBUTES = 4, 1_000, 100
# What such products alone have, in their sheets.
OF_KIND = ("variant_type", "sellable", "own_attributes")
MISPLACED = "does not belong to products of this type"
# What a qualifier is by the type of its value.
TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "STRING": ((str,), "text"),
    "NUMBER": ((int, float), "a number"),
    "DECIMAL": ((int, float), "a number"),
    "BOOLEAN": ((bool,), "true or false"),
}


def stand(drafts: Sequence[Draft]) -> None:
    """Let dynamic variants stand where they are sent to: below a product, or null: as a root.

    What is not sent stays as it is.
    """
    for each in drafts:
        if each.product.kind != DYNAMIC_VARIANT:
            continue
        each.product.sheet = {"sellable": False, **(each.product.sheet or {})}
        above = each.sent.get("parent", each.product.above) or None
        if above is not None and not CATALOG_ID.fullmatch(above):
            each.problems.append(Problem("parent", "is no id that a product can have"))
        elif above != each.product.above:
            each.product.above = above


def branch_faults(shop: Shop, products: Sequence[Product]) -> list[list[Problem]]:
    """Say of each product what is wrong with it as a dynamic variant; others must not be like one.

    A place is looked at where it is new, each after those before it, by a statement a level.
    """
    found = [_own_faults(each) for each in products]
    moved = [
        (each, faults)
        for each, faults in zip(products, found, strict=True)
        if each.kind == DYNAMIC_VARIANT and not faults and _is_moved(each)
    ]
    if moved:
        ids = {name for each, _ in moved for name in (each.catalog_id, each.above) if name}
        trees = read_around(shop, ids)
        for each, faults in moved:
            faults += _place_faults(trees, each)
    return found


def below(shop: Shop, product: Product) -> list[Product]:
    """List what stands below a dynamic variant, the lowest first, as whole rows."""
    trees = Trees()
    trees.put(product)
    read_below(shop, trees, [product.catalog_id or ""])
    ids = [each.id for level in reversed(trees.levels_below(product)) for each in level]
    rows: Any = Product.select().where(Product.id.in_(ids)) if ids else ()
    whole = {each.id: each for each in rows}
    return [whole[each] for each in ids]


def _is_moved(product: Product) -> bool:
    return not product.id or bool({"above", "seller"} & {*product.dirty_field_names})


def _own_faults(product: Product) -> list[Problem]:
    if product.kind != DYNAMIC_VARIANT:
        return [Problem(each, MISPLACED) for each in OF_KIND if each in (product.sheet or {})]
    if product.template_id is not None:
        return [Problem("template", MISPLACED)]
    attributes = own_attributes(product)
    if len(attributes) > MOST_ATTRIBUTES:
        return [Problem("own_attributes", f"holds at most {MOST_ATTRIBUTES} attributes")]
    return [
        Problem(f"own_attributes/{_escaped(name)}/value/qualifier", f"must be {TYPES[kind][1]}")
        for name, value, kind in (
            (n, a["value"], a["value"]["type"]) for n, a in attributes.items()
        )
        if not _fits(value["qualifier"], kind)
    ]


def _fits(qualifier: Any, kind: str) -> bool:
    # A truth is a number to Python, and is none.
    return isinstance(qualifier, TYPES[kind][0]) and (
        isinstance(qualifier, bool) == (kind == "BOOLEAN")
    )


def _place_faults(trees: Trees, product: Product) -> list[Problem]:
    """Say what is wrong with a product's place; a product without fault is in the trees then."""
    before = trees.rows.get(product.catalog_id or "")
    trees.put(product)
    wrong = _misplacement(trees, product)
    if wrong is None:
        return []
    trees.take_out(product)
    if before is not None:
        trees.put(before)
    return [Problem("parent", wrong)]


def _misplacement(trees: Trees, product: Product) -> str | None:
    if product.above == product.catalog_id:
        return "a product does not stand below itself"
    if product.above in trees.others:
        return "is a product of another type: only a DYNAMIC_VARIANT has these below it"
    place = trees.place(product)
    height = 1 + len(trees.levels_below(product))
    depth = max(len(place.path) + 1, height) if place.cyclic else len(place.path) + height
    if depth > MOST_LEVELS:
        return f"a tree has at most {MOST_LEVELS} levels"
    if _size(trees, product, place) > MOST_IN_TREE:
        return f"a tree has at most {MOST_IN_TREE:,} products"
    return None


def _size(trees: Trees, product: Product, place: Place) -> int:
    top = trees.rows[place.path[-1]] if place.path else product
    return 1 + sum(map(len, trees.levels_below(top)))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
