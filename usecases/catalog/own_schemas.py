"""Schemas of our own: those of every template's versions, and those of the mixins known here.

Each is served below the shop's addresses (`path_of`), open to everybody, as every schema is.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from models.errors import NotFound
from models.product_template import ProductTemplate, TemplateVersion
from models.shop import Shop
from usecases.catalog.schemas import MOMENT, Schema, read

HOME = Path(__file__).parent / "schemata"
DRAFT = "http://json-schema.org/draft-04/schema#"
TEMPLATE_MIXIN, VARIANT_MIXIN = "productTemplateAttributes", "productVariantAttributes"
# The mixins that have a schema of ours, whatever address they name, and its name.
KNOWN = {
    "productCustomAttributes": "productCustomAttributesMixIn-v1",
    "salePricesData": "salePricesDataMixIn-v1",
}
# A template's id (`usecases/catalog/templates.py`) and more.
OF_VERSION = re.compile("([A-Za-z0-9._~-]{1,32})-(variant|template)Attributes_v([1-9][0-9]{0,8})")
# ISO 8601 as most write it; what the calendar does not have is found by the format.
DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?"
ZONE = "([Zz]|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)"
TYPES: dict[str, dict[str, Any]] = {
    "TEXT": {"type": "string"},
    "NUMBER": {"type": "number"},
    "BOOLEAN": {"type": "boolean"},
    "DATETIME": {
        "type": "string",
        "format": MOMENT,
        "pattern": f"^{DATE}([Tt ]{TIME}{ZONE}?)?$",
    },
}

_public_url = ""


def configure(*, url: str) -> None:
    """Say what the server's public address is: what stands below it is not fetched."""
    global _public_url
    _public_url = url


def path_of(shop: Shop, name: str) -> str:
    """Give the path of a schema's public address."""
    return f"/product/{shop.slug}/schemas/{name}.json"


def names_of(template: str, version: int) -> dict[str, str]:
    """Name the schemas of a template's version, by the mixins they are for."""
    return {
        VARIANT_MIXIN: f"{template}-variantAttributes_v{version}",
        TEMPLATE_MIXIN: f"{template}-templateAttributes_v{version}",
    }


def find(shop: Shop, name: str) -> bytes:
    """Find a schema by its name, as JSON; raises `NotFound`."""
    if name in KNOWN.values():
        return _text(name).encode()
    asked = OF_VERSION.fullmatch(name)
    if asked:
        query: Any = TemplateVersion.select().join(ProductTemplate)
        mine = ProductTemplate.shop == shop, ProductTemplate.catalog_id == asked[1]
        version = query.where(*mine, TemplateVersion.version == int(asked[3])).first()
        if version is not None:
            return _of_version(version.attributes, variant=asked[2] == "variant")
    raise NotFound(f"this shop has no schema {name[:100]}")


def find_at(shop: Shop, url: str) -> Schema | str | None:
    """Find the schema at an address of this server's own; instead of one that is not, why not.

    None: the address is another server's.
    """
    if not _public_url or not url.startswith(f"{_public_url}/"):
        return None
    path = url.removeprefix(_public_url)
    name = path.rpartition("/")[2].removesuffix(".json")
    if path != path_of(shop, name):
        return "is no address of a schema of this shop"
    try:
        return read(find(shop, name).decode())
    except NotFound as error:
        return error.message


def known(mixin: str) -> Schema | None:
    """Give the schema of a mixin that is known here."""
    return read(_text(KNOWN[mixin])) if mixin in KNOWN else None


def of_version(version: TemplateVersion) -> dict[str, Schema]:
    """Give the schemas of a template's version, by the mixins they are for."""
    return {
        mixin: read(_of_version(version.attributes, variant=mixin == VARIANT_MIXIN).decode())
        for mixin in (VARIANT_MIXIN, TEMPLATE_MIXIN)
    }


@cache
def of_type(kind: str) -> Schema:
    """Give the schema of values of an attribute's type."""
    return read(orjson.dumps({"$schema": DRAFT, **TYPES[kind]}).decode())


def _of_version(attributes: list[dict[str, Any]], *, variant: bool) -> bytes:
    mine = [each for each in attributes if each["variant"] is variant]
    required = [each["key"] for each in mine if each["mandatory"]]
    schema = {
        "$schema": DRAFT,
        "type": "object",
        "properties": {each["key"]: _of_attribute(each) for each in mine},
        "additionalProperties": False,
        # Draft 4 has no empty list of these.
        **({"required": required} if required else {}),
    }
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2)


def _of_attribute(attribute: dict[str, Any]) -> dict[str, Any]:
    told = {**TYPES[attribute["type"]], "title": next(iter(attribute["name"].values()))}
    if attribute["values"] is not None:
        told["enum"] = attribute["values"]
    if attribute["default"] is not None:
        told["default"] = attribute["default"]
    return told


@cache
def _text(name: str) -> str:
    return (HOME / f"{name}.json").read_text()
