"""Products with families in tests: a template of clothes, parents made by it, rows written."""

from __future__ import annotations

from typing import Any

from models.database import exclusive
from models.errors import Invalid
from models.product import PARENT_VARIANT, VARIANT, Product
from models.product_template import ProductTemplate, TemplateVersion
from models.shop import Shop
from usecases.catalog import families, keeping
from usecases.catalog.families import Settled
from usecases.catalog.paths import ATTRIBUTES

COLORS, SIZES = ["GREEN", "RED", "BLUE"], ["S", "M", "L"]


def an_attribute(key: str, values: list[Any] | None = None, **facts: Any) -> dict[str, Any]:
    """Say what a template says of an attribute: with values, one that variants differ by."""
    plain = {"name": {"en": key}, "type": "TEXT", "mandatory": False, "default": None}
    return {"key": key, "variant": values is not None, "values": values, **plain, **facts}


CLOTHES = [an_attribute("color", COLORS), an_attribute("size", SIZES), an_attribute("fabric")]


def a_template(shop: Shop, attributes: list[dict[str, Any]] | None = None) -> ProductTemplate:
    """Make a template, of clothes unless told otherwise."""
    template = ProductTemplate.create(shop=shop, catalog_id=f"template-{_count(ProductTemplate)}")
    a_version(template, CLOTHES if attributes is None else attributes)
    return template


def a_version(template: ProductTemplate, attributes: list[dict[str, Any]]) -> int:
    """Make another version of a template, and answer its number."""
    number = TemplateVersion.select().where(TemplateVersion.template == template).count() + 1
    named = {"name": {"en": "Clothes"}, "created_at": template.created_at}
    TemplateVersion.create(template=template, version=number, attributes=attributes, **named)
    return number


def a_parent(shop: Shop, attributes: dict[str, list[Any]], **facts: Any) -> Product:
    """Make a product with variants of all combinations, by a template of clothes unless told."""
    template = facts.pop("template", None) or a_template(shop)
    sheet = {"variant_attributes": attributes, **facts.pop("sheet", {})}
    plain = {"name": "Field jacket", "ref": "JACKET", "currency": shop.currency}
    made = {**plain, "template": template, "template_version": 1, "sheet": sheet, **facts}
    return written(Product(shop=shop, kind=PARENT_VARIANT, **made))


def a_variant(parent: Product, values: dict[str, Any], **facts: Any) -> Product:
    """Make a variant by hand."""
    row = {"name": "A name of its own", "currency": "EUR", "mixins": {}, **facts}
    row["mixins"] = {**row["mixins"], ATTRIBUTES: values}
    return written(Product(shop=parent.shop, kind=VARIANT, parent=parent, **row))


def written(product: Product, *, generating: bool = True, **how: bool) -> Product:
    """Write a product as the product service does; raises `Invalid`."""
    settled(product, generating=generating, **how)
    return product


def settled(product: Product, *, generating: bool = True, **how: bool) -> Settled:
    """Write a product, and answer what that entailed; raises `Invalid`."""
    with exclusive(product.shop):
        [problems] = families.check(product.shop, [product], generating=generating, **how)
        if problems:
            raise Invalid(*problems)
        new = product.id is None
        (keeping.insert if new else keeping.save)([product])
        entailed = families.settle(product.shop, [product], generating=generating)
        made, changed = ([product], []) if new else ([], [product])
        keeping.follow(product.shop, [*made, *entailed.made], [*changed, *entailed.changed])
    return entailed


def variants_of(parent: Product) -> list[Product]:
    """Read the variants of a product, in the order in which they were made."""
    return list(Product.select().where(Product.parent == parent).order_by(Product.id))


def values_in(parent: Product) -> list[tuple[Any, ...]]:
    """Tell the values of each variant of a product, sorted."""
    each_of = [(each.mixins or {})[ATTRIBUTES] for each in variants_of(parent)]
    return sorted((tuple(values[name] for name in sorted(values)) for values in each_of), key=repr)


def _count(table: Any) -> int:
    return int(table.select().count())
