"""Where the JSON Schemas of a template's attributes stand, which this server makes itself."""

from __future__ import annotations

from api.links import absolute
from models.shop import Shop

TEMPLATE_ATTRIBUTES, VARIANT_ATTRIBUTES = "productTemplateAttributes", "productVariantAttributes"
# Mixin -> its word in the name of its schema.
WORDS = {TEMPLATE_ATTRIBUTES: "templateAttributes", VARIANT_ATTRIBUTES: "variantAttributes"}


def schemas_of(shop: Shop, template_id: str, version: int) -> dict[str, str]:
    """Give the addresses of the schemas of a template's version, by the mixins they are for."""
    return {mixin: _address(shop, template_id, word, version) for mixin, word in WORDS.items()}


def _address(shop: Shop, template_id: str, word: str, version: int) -> str:
    name = f"{template_id}-{word}_v{version}.json"
    return absolute(f"/product/{shop.slug}/schemas/{name}") or ""
