"""A product as it is told whole: what it does not have is missing, localized fields are maps.

`api/catalog/chosen.py` narrows that to what is asked for; `api/catalog/answers.py` describes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from api.catalog.template_links import schemas_of
from api.links import absolute
from models.shop import Shop
from usecases.catalog import tongues
from usecases.catalog.facts import code_of
from usecases.catalog.reading import Entry

YRN = "urn:yaas:saasag:caasproduct:product:"
# House word in `Product.sheet` -> field, told as it is kept.
PLAIN = {"tax_classes": "taxClasses", "labels": "labelIds", "weight_dependent": "weightDependent"}
# The file endings of pictures the house keeps.
CONTENT_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


def yrn_of(tenant: str, catalog_id: str) -> str:
    """Spell the name by which other services know a product."""
    return f"{YRN}{tenant};{catalog_id}"


def id_in(yrn: str, tenant: str) -> str | None:
    """Read the id in a product's YRN; None for what names no product of the tenant.

    Of two ids, as a variant's may carry, the first one counts.
    """
    begins = f"{YRN}{tenant};"
    return yrn.removeprefix(begins).partition(";")[0] if yrn.startswith(begins) else None


def as_product(entry: Entry, shop: Shop) -> dict[str, Any]:
    """Spell a product of the shop with everything there is to tell."""
    product, catalog_id = entry.product, entry.product.catalog_id or ""
    sheet = product.sheet or {}
    told = {
        "id": catalog_id,
        "yrn": yrn_of(shop.slug, catalog_id),
        "code": code_of(product),
        "name": tongues.names_of(product, shop),
        "description": tongues.descriptions_of(product, shop) or None,
        "published": product.published,
        "productType": product.kind.upper(),
        "parentVariantId": entry.parent,
        "template": _template(entry),
        "variantAttributes": _attributes(sheet.get("variant_attributes")),
        "bundledProducts": _bundled(sheet.get("bundled")),
        "relatedItems": _related(sheet.get("related")),
        "brandId": product.brand_code,
        "vendor": entry.vendor and entry.vendor._asdict(),
        "mixins": product.mixins,
        "media": _media(entry),
        "categoryIds": list(entry.categories) or None,
        "metadata": _metadata(entry, shop, sheet),
        **{field: sheet.get(word) for word, field in PLAIN.items()},
    }
    return _present(told)


def moment(at: datetime) -> str:
    """Spell a moment to the millisecond: `2026-06-15T12:00:00.000Z`."""
    return f"{at.isoformat(timespec='milliseconds')[:-6]}Z"


def _present(told: Mapping[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in told.items() if value is not None}


def _metadata(entry: Entry, shop: Shop, sheet: Mapping[str, Any]) -> dict[str, Any]:
    product = entry.product
    schemas = {**(sheet.get("mixin_schemas") or {}), **_template_schemas(entry, shop)}
    return _present(
        {
            "version": product.version,
            "createdAt": moment(product.created_at),
            "modifiedAt": moment(product.updated_at),
            "schema": sheet.get("schema"),
            "mixins": schemas or None,
            "overridden": sheet.get("overridden"),
        }
    )


def _template_schemas(entry: Entry, shop: Shop) -> dict[str, str]:
    version = entry.product.template_version
    if entry.template is None or version is None:
        return {}
    return schemas_of(shop, entry.template, version)


def _template(entry: Entry) -> dict[str, Any] | None:
    if entry.template is None:
        return None
    return {"id": entry.template, "version": entry.product.template_version}


def _attributes(kept: Mapping[str, list[Any]] | None) -> dict[str, list[dict[str, Any]]] | None:
    if kept is None:
        return None
    return {name: [{"key": value} for value in values] for name, values in kept.items()}


def _bundled(kept: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    if kept is None:
        return None
    return [{"productId": each["product"], "amount": each["amount"]} for each in kept]


def _related(kept: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    if kept is None:
        return None
    return [{"refId": each["ref"], "type": each["type"]} for each in kept]


def _media(entry: Entry) -> list[dict[str, Any]] | None:
    """Tell the picture; one that has not been fetched yet is known by its address alone."""
    if entry.picture_url is None:
        return None
    url = absolute(entry.picture_url)
    picture = entry.product.picture
    if picture is None:
        return [{"url": url, "uncommittedMedia": True}]
    name = picture.rpartition("/")[2]
    kind = CONTENT_TYPES[entry.picture_url.rpartition(".")[2]]
    return [{"id": name, "contentType": kind, "url": url, "uncommittedMedia": False}]
