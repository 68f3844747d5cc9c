"""Paths: what of a product a variant may have for itself, by the names that its API's clients send.

A path such as `mixins.dimensions.height` leads into a product's page: a map of all that variants
take from their parent, `{names, descriptions {language: text}, published, brand_code, seller_id,
template_id, template_version, mixins}` and those of SHEET, of which what is not told is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from models.errors import Problem
from models.product import Product
from models.shop import Shop
from usecases.catalog import tongues

Page = dict[str, Any]

SHEET = ("tax_classes", "related", "labels", "mixin_schemas", "schema", "weight_dependent")
PLAIN = ("published", "brand_code", "seller_id", "template_id", "template_version", "mixins")
# Where a path leads by its beginning; the longer ones first.
ROOTS = {
    ("metadata", "mixins"): "mixin_schemas",
    ("metadata", "schema"): "schema",
    ("name",): "names",
    ("description",): "descriptions",
    ("published",): "published",
    ("brandId",): "brand_code",
    ("vendor",): "seller_id",
    ("mixins",): "mixins",
    ("taxClasses",): "tax_classes",
    ("relatedItems",): "related",
    ("labelIds",): "labels",
    ("weightDependent",): "weight_dependent",
}
NEVER = ("id", "code", "template", "variantAttributes")
# A variant's own whatever is overridden: by these it differs from its sisters.
ATTRIBUTES = "productVariantAttributes"
OWN = ("mixins", ATTRIBUTES)
MOST_PATHS, LONGEST_PATH = 500, 500
_MISSING: Any = object()


def page_of(shop: Shop, product: Product) -> Page:
    """Read what variants of a product take from it, or what a variant has now."""
    sheet = product.sheet or {}
    page = {name: value for name in PLAIN if (value := getattr(product, name)) is not None}
    page |= {name: sheet[name] for name in SHEET if name in sheet}
    page["names"] = tongues.names_of(product, shop)
    page["descriptions"] = tongues.descriptions_of(product, shop)
    return page


def write_page(shop: Shop, product: Product, page: Page) -> bool:
    """Let a product's row say what stands on a page, and tell whether it said something else.

    What the row has besides stays.
    """
    kept = {name: value for name, value in (product.sheet or {}).items() if name not in SHEET}
    fields = {name: page.get(name) for name in PLAIN}
    fields["published"] = bool(fields["published"])
    fields["sheet"] = {**kept, **{name: page[name] for name in SHEET if name in page}} or None
    fields |= tongues.columns(shop, page["names"], page["descriptions"])._asdict()
    changed = {name for name, value in fields.items() if _differ(getattr(product, name), value)}
    for name in changed:
        setattr(product, name, fields[name])
    return bool(changed)


def taken(given: Page, own: Page, overridden: Iterable[str]) -> Page:
    """Give the page of a variant: its parent's, but for its own at the paths it overrides."""
    page = given
    # A whole before its parts.
    for path in sorted({OWN, *(place for each in overridden if (place := read(each)))}):
        page = _put(page, path, _at(own, path))
    # Every product has a name.
    return page if page.get("names") else {**page, "names": given["names"]}


def read(path: str) -> tuple[str, ...] | None:
    """Read where on a page a path leads; None: nowhere."""
    parts = tuple(path.split("."))
    for root, name in ROOTS.items():
        if parts[: len(root)] == root and all(parts):
            return (name, *parts[len(root) :])
    return None


def faults(overridden: Sequence[str]) -> list[Problem]:
    """Say which paths cannot be overridden."""
    if len(overridden) > MOST_PATHS:
        return [Problem("overridden", f"holds at most {MOST_PATHS} paths")]
    whys = [(index, _why_not(path)) for index, path in enumerate(overridden)]
    return [Problem(f"overridden/{index}", why) for index, why in whys if why]


def _why_not(path: str) -> str | None:
    if len(path) > LONGEST_PATH:
        return f"a path has at most {LONGEST_PATH} letters"
    if path.partition(".")[0] in NEVER:
        return f"never overridden: {', '.join(NEVER)}"
    if read(path) is None:
        return f"must begin with one of {', '.join('.'.join(each) for each in ROOTS)}"
    return None


def _differ(one: Any, other: Any) -> bool:
    # To Python true is 1, and so is 1.0.
    return one != other or (isinstance(one, dict) and _spelled(one) != _spelled(other))


def _spelled(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _at(page: Any, path: Sequence[str]) -> Any:
    for part in path:
        if not isinstance(page, dict) or part not in page:
            return _MISSING
        page = page[part]
    return page


def _put(page: Page, path: Sequence[str], value: Any) -> Page:
    """Give a page with another value at a path; the one given stays as it is."""
    first, *rest = path
    if rest:
        below = page.get(first)
        if not isinstance(below, dict):
            if value is _MISSING:
                return page
            below = {}
        value = _put(below, rest, value)
    if value is _MISSING:
        return {name: each for name, each in page.items() if name != first}
    return {**page, first: value}
