"""What the product service says of a product, as one map: read from its row and written into it.

Facts: `id, code, kind, names, descriptions {language: text}, published, brand_code, mixins, parent`
(an id), `template {id, version}`, `seller` (its external id or uid) and those of SHEET, which have
the shapes of `Product.sheet`. What is not told is missing or None.
"""

from __future__ import annotations

from typing import Any

from models.product import BASIC, Product
from models.shop import Shop
from usecases.catalog.tongues import columns, descriptions_of, names_of

Facts = dict[str, Any]

SHEET = (
    "tax_classes",
    "related",
    "bundled",
    "labels",
    "variant_attributes",
    "overridden",
    "mixin_schemas",
    "schema",
    "weight_dependent",
    "variant_type",
    "sellable",
    "own_attributes",
)
PLAIN = ("brand_code", "mixins")
# What a change joins with what there is, by its first level.
MERGED = ("names", "descriptions", "mixins", "mixin_schemas")


def facts_of(shop: Shop, product: Product) -> Facts:
    """Give all facts of a product but for its parent and its seller, which stay unless sent."""
    sheet = product.sheet or {}
    told: Facts = {name: sheet[name] for name in SHEET if name in sheet}
    told |= {name: getattr(product, name) for name in PLAIN}
    told |= {"names": names_of(product, shop), "descriptions": descriptions_of(product, shop)}
    if product.template is not None:
        told["template"] = {
            "id": product.template.catalog_id,
            "version": product.template_version,
        }
    return {
        **told,
        "id": product.catalog_id,
        "code": code_of(product),
        "kind": product.kind,
        "published": product.published,
    }


def code_of(product: Product) -> str:
    """Give a product's code: its reference, else its id."""
    return product.ref or product.catalog_id or ""


def merged(before: Facts, sent: Facts) -> Facts:
    """Join what is sent of a product with what it is: maps by their first level, null removes."""
    joined = {**before, **sent}
    for name in MERGED:
        if sent.get(name) is not None:
            parts = {**(before.get(name) or {}), **sent[name]}
            joined[name] = {part: value for part, value in parts.items() if value is not None}
    return joined


def write(shop: Shop, product: Product, facts: Facts) -> None:
    """Let the row say these facts, but for what leads to other rows."""
    code = facts["code"]
    # What came without a reference goes by its id.
    product.ref = None if product.ref is None and code == product.catalog_id else code
    if product.published != (published := bool(facts.get("published"))):
        product.published = published
    for name in PLAIN:
        setattr(product, name, facts.get(name))
    sheet = {name: facts[name] for name in SHEET if facts.get(name) is not None}
    product.sheet = sheet or None
    texts = columns(shop, facts["names"], facts.get("descriptions") or {})
    for column, value in texts._asdict().items():
        setattr(product, column, value)


def new_row(shop: Shop, facts: Facts) -> Product:
    """Begin the row of a new product."""
    product = Product(shop=shop, currency=shop.currency, kind=facts.get("kind") or BASIC)
    product.catalog_id = facts.get("id") or product.catalog_id
    # Its code is its own, even where it equals its id.
    product.ref = facts["code"]
    return product
