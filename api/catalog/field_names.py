"""Names of fields that are searched and sorted by: the published one, and the path in the house."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.catalog.query import BadQuery
from models.errors import Problem

Path = tuple[str, ...]
# What a name is between its dots.
LEVEL = re.compile(r"[\w-]+")
# Field -> path in the house.
METADATA = {
    "metadata.version": "version",
    "metadata.createdAt": "created_at",
    "metadata.modifiedAt": "updated_at",
    "metadataCreatedAt": "created_at",
    "metadataModifiedAt": "updated_at",
    "metadataVersion": "version",
    "version": "version",
}
PRODUCT = METADATA | {
    "id": "id",
    "code": "code",
    "name": "names",
    "description": "descriptions",
    "published": "published",
    "productType": "kind",
    "parentVariantId": "parent",
    "parentVariantPath": "path",
    "dynamicVariantType": "variant_type",
    "sellable": "sellable",
    "ownVariantAttributes": "own_attributes",
    "template": "template",
    "template.id": "template.id",
    "template.version": "template.version",
    "brandId": "brand_code",
    "vendor": "seller",
    "vendor.id": "seller.id",
    "vendor.name": "seller.name",
    "labelIds": "labels",
    "categoryIds": "categories",
    "weightDependent": "weight_dependent",
    "taxClasses": "tax_classes",
    "variantAttributes": "variant_attributes",
    "relatedItems": "related",
    "relatedItems.refId": "related.ref",
    "relatedItems.type": "related.type",
    "bundledProducts": "bundled",
    "bundledProducts.productId": "bundled.product",
    "bundledProducts.id": "bundled.product",
    "bundledProducts.amount": "bundled.amount",
    "mixins": "mixins",
    "media": "picture",
    "metadata.schema": "schema",
    "metadata.overridden": "overridden",
    "metadata.mixins": "mixin_schemas",
}
TEMPLATE = METADATA | {
    "id": "id",
    "name": "names",
    "attributes": "attributes",
    "attributes.key": "attributes.key",
    "attributes.type": "attributes.type",
    "attributes.values": "attributes.values",
    "attributes.values.key": "attributes.values",
    "attributes.metadata.mandatory": "attributes.mandatory",
    "attributes.metadata.variantAttribute": "attributes.variant",
    "attributes.metadata.defaultValue": "attributes.default",
}
# Below these every name is a field: a language, a country, an attribute.
PRODUCT_OPEN = {
    "name": "names",
    "description": "descriptions",
    "taxClasses": "tax_classes",
    "variantAttributes": "variant_attributes",
    "mixins": "mixins",
    "metadata.mixins": "mixin_schemas",
    "ownVariantAttributes": "own_attributes",
}
TEMPLATE_OPEN = {"name": "names", "attributes.name": "attributes.name"}
# Names below which there are names.
DEEP = {"mixins", "ownVariantAttributes"}


@dataclass(frozen=True)
class Named:
    """The fields of a kind of thing."""

    fields: Mapping[str, str]
    open: Mapping[str, str]

    def path(self, field: Path, where: str) -> Path:
        """Give the house's path of a field. Raises `BadQuery`."""
        name = ".".join(field)
        if name in self.fields:
            return tuple(self.fields[name].split("."))
        for begin, house in self.open.items():
            rest = _below(begin, field)
            if rest and all(map(LEVEL.fullmatch, rest)) and (len(rest) == 1 or begin in DEEP):
                return (*house.split("."), *rest)
        raise BadQuery(Problem(where, f"no field is called {name[:100]}"))


PRODUCTS = Named(PRODUCT, PRODUCT_OPEN)
TEMPLATES = Named(TEMPLATE, TEMPLATE_OPEN)


def _below(begin: str, field: Path) -> Path:
    """Give what follows in a field that begins so; nothing for any other."""
    levels = tuple(begin.split("."))
    return field[len(levels) :] if field[: len(levels)] == levels else ()
