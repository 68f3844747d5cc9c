"""What products name by an id, told beside it for who asks by `expand`."""

from __future__ import annotations

from typing import Any

from api.catalog.template_shapes import as_template
from api.links import absolute
from models.brand import Brand
from models.product import Product
from usecases.catalog.expanding import BRAND, PARENT, TEMPLATE, Named
from usecases.pictures import picture_url

LABELS = "labels"
# Word of `expand` -> what is read for it; of labels the house knows nothing but their ids.
READ = {"template": TEMPLATE, "parentVariant": PARENT, "brand": BRAND, LABELS: LABELS}


def expanded(told: dict[str, Any], product: Product, named: Named) -> dict[str, Any]:
    """Put beside the ids that are told what they name, where it was asked for."""
    version = named.templates.get((product.template_id or 0, product.template_version or 0))
    if version is not None and "template" in told:
        told["template"] |= as_template(version)
    if BRAND in named.wanted and "brandId" in told:
        told["brand"] = _brand(told["brandId"], product.brand, named.brands.get(told["brandId"]))
    if LABELS in named.wanted and "labelIds" in told:
        told["labels"] = [{"id": each} for each in told["labelIds"]]
    return told


def _brand(code: str, name: str | None, brand: Brand | None) -> dict[str, Any]:
    """Spell a brand; of one the shop keeps no more of, what its product says."""
    known = {"name": name}
    if brand is not None:
        image = absolute(picture_url(brand.picture))
        known = {"name": brand.name, "description": brand.description, "image": image}
    return {"id": code, **{field: value for field, value in known.items() if value is not None}}
