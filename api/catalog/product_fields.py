"""What is sent of a product, and what that is in the house's words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field

from api.body import Input, partial
from api.catalog.field_kinds import (
    MOST,
    Id,
    LocalizedName,
    LocalizedText,
    Mixins,
    Named,
    TemplateNumber,
)
from api.catalog.languages import Sent
from api.catalog.tree_fields import OWN, AboveId, OwnAttributes, facts_of_attributes
from api.fields import Clean, Line, Tag, Text, Url, Whole
from models.errors import Invalid, Problem

# House word -> word of this API, of what is sent as it is kept.
PLAIN = {
    "id": "id",
    "code": "code",
    "published": "published",
    "tax_classes": "taxClasses",
    "mixins": "mixins",
    "brand_code": "brandId",
    "labels": "labelIds",
    "weight_dependent": "weightDependent",
    "parent": "parentVariantId",
    "variant_type": "dynamicVariantType",
    "sellable": "sellable",
}
TEXTS = {"names": "name", "descriptions": "description"}
METADATA = {"mixin_schemas": "mixins", "overridden": "overridden", "version": "version"}
# Where the house finds faults -> where they stand here.
WORDS = {
    **PLAIN,
    **TEXTS,
    **{word: f"metadata/{spelled}" for word, spelled in METADATA.items()},
    "schema": "metadata/schema",
    "kind": "productType",
    "related": "relatedItems",
    "ref": "refId",
    "bundled": "bundledProducts",
    "product": "productId",
    "variant_attributes": "variantAttributes",
    "own_attributes": OWN,
    "seller": "vendor",
}
READ_ONLY = "Read only; what is sent of it is passed over."
SAMPLE = "545b4e3dfaee4c10def3db24"
_Names = Annotated[list[Line], Field(max_length=MOST)]
_Path = Annotated[str, Field(min_length=1, max_length=500), Clean]


class RelatedItemFields(Input):
    """Another product, and what it is to this one."""

    refId: Named = Field(description="Id of the other product.", examples=[SAMPLE])
    type: Line = Field(description="ACCESSORY or CONSUMABLE.", examples=["ACCESSORY"])


class BundledFields(Input):
    """A product of a bundle, and how many of it."""

    productId: Named = Field(
        description="Id of the product; `id` means the same.",
        examples=[SAMPLE],
        validation_alias=AliasChoices("productId", "id"),
    )
    amount: Whole = Field(description="How many.", ge=1, le=10**9, examples=[2])


class TemplateFields(Input):
    """The version of a template by which a product is made."""

    id: Named = Field(description="Id of the template.", examples=[SAMPLE])
    version: TemplateNumber = Field(
        description="Number of its version, or the same as text.", examples=[1]
    )


class VendorFields(Input):
    """Who sells a product."""

    id: Named = Field(description="Id of one of the shop's sellers.", examples=["VND001"])
    name: Text | None = Field(None, description="Passed over: a seller has one name everywhere.")


class ValueFields(Input):
    """A value of an attribute."""

    key: Annotated[str, Field(max_length=500), Clean] | bool | int | float = Field(
        description="The value itself.", examples=["RED"]
    )


class MetadataFields(Input):
    """What is said of a product's data."""

    version: Whole | None = Field(
        None,
        ge=0,
        le=2**31,
        description="The version that the caller has read: another one is not changed.",
        examples=[1],
    )
    mixins: Annotated[dict[Tag, Url | None], Field(max_length=MOST)] | None = Field(
        None, description="Addresses of the JSON Schemas of mixins, by their names."
    )
    schema_url: Url | None = Field(None, alias="schema", description="Address of a JSON Schema.")
    overridden: list[_Path] | None = Field(
        None, description="Paths of what a variant has for itself.", examples=[["name"]]
    )
    createdAt: Any = Field(None, description=READ_ONLY)
    modifiedAt: Any = Field(None, description=READ_ONLY)
    classificationMixins: Any = Field(None, description=READ_ONLY)
    dynamicVariantInfo: Any = Field(None, description=READ_ONLY)


class NewProduct(Input):
    """A product as callers send it."""

    id: Id | None = Field(
        None,
        description="An id of the caller's own: letters, digits, `-`, `_`, `.`, `~`.",
        examples=["abc-123"],
    )
    name: LocalizedName = Field(
        description="Name, in the language of Content-Language or as a map of languages.",
        examples=["Field jacket"],
    )
    code: Line = Field(description="The caller's own code, unique in the shop.", examples=["FJ-1"])
    description: LocalizedText | None = Field(
        None, description="Description, like the name.", examples=["Waxed cotton, two pockets"]
    )
    published: bool = Field(False, description="Whether shoppers see it.")
    productType: Literal["BASIC", "BUNDLE", "PARENT_VARIANT", "VARIANT", "DYNAMIC_VARIANT"] = Field(
        "BASIC", description="What kind of product it is, for good; a change passes it over."
    )
    taxClasses: Annotated[dict[Tag, Line], Field(max_length=MOST)] | None = Field(
        None, description="Tax classes by country.", examples=[{"EN": "STANDARD"}]
    )
    mixins: Mixins | None = Field(
        None,
        description="Attributes by the names of mixins, each as its JSON Schema says.",
        examples=[{"productCustomAttributes": {"minOrderQuantity": 2, "orderUnit": "H87"}}],
    )
    relatedItems: list[RelatedItemFields] | None = Field(
        None, description="Other products that go with it.", examples=[[]]
    )
    brandId: Line | None = Field(None, description="Id of its brand.", examples=["larch"])
    labelIds: _Names | None = Field(None, description="Ids of its labels.", examples=[["new"]])
    template: TemplateFields | None = Field(
        None, description="The template it is made by.", examples=[None]
    )
    vendor: VendorFields | None = Field(None, description="Who sells it.", examples=[None])
    weightDependent: bool | None = Field(None, description="Whether it is sold by its weight.")
    bundledProducts: list[BundledFields] | None = Field(
        None, description="What a BUNDLE holds.", examples=[None]
    )
    variantAttributes: dict[Tag, list[ValueFields]] | None = Field(
        None, description="What variants of a PARENT_VARIANT differ by.", examples=[None]
    )
    parentVariantId: AboveId | None = Field(
        None,
        description="The product that a new VARIANT is one of; a change passes it over. Of a "
        "DYNAMIC_VARIANT the one above it, which may come later and be another one after a change; "
        "a root has none.",
        examples=[None],
    )
    dynamicVariantType: Line | None = Field(
        None, description="Of a DYNAMIC_VARIANT: a label for its level.", examples=[None]
    )
    sellable: bool | None = Field(
        None, description="Whether a DYNAMIC_VARIANT can be bought itself.", examples=[None]
    )
    ownVariantAttributes: OwnAttributes | None = Field(
        None,
        description="What a DYNAMIC_VARIANT differs by from the one above it.",
        examples=[None],
    )
    metadata: MetadataFields | None = Field(
        None, description="Version, schemas, what is overridden.", examples=[{"version": 1}]
    )
    yrn: Any = Field(None, description=READ_ONLY)
    inheritedVariantAttributes: Any = Field(None, description=READ_ONLY)
    parentVariantPath: Any = Field(None, description=READ_ONLY)
    variants: Any = Field(None, description=READ_ONLY)
    media: Any = Field(None, description=READ_ONLY)
    brand: Any = Field(None, description=READ_ONLY)
    labels: Any = Field(None, description=READ_ONLY)
    customerSegmentIds: Any = Field(None, description=READ_ONLY)
    categoryIds: Any = Field(None, description=READ_ONLY)


class ChangedProduct(partial(NewProduct)):  # type: ignore[misc]
    """What is sent of a product that there is."""

    id: Named | None = Field(None, description="Its id, if sent.", examples=["abc-123"])


class ReplacedProduct(NewProduct):
    """A product of many, as it is to be."""

    id: Named = Field(description="Its id.", examples=["abc-123"])


def facts_of_product(body: NewProduct | ChangedProduct, languages: Sent) -> dict[str, Any]:
    """Give what was sent by the house's words. Raises `Invalid` for a language of no use."""
    sent = body.model_fields_set
    facts = {word: getattr(body, name) for word, name in PLAIN.items() if name in sent}
    for word, name in TEXTS.items():
        if name in sent:
            value = getattr(body, name)
            facts[word] = None if value is None else languages.texts(value, word)
    if "productType" in sent:
        facts["kind"] = body.productType.lower()
    if OWN in sent:
        facts["own_attributes"] = facts_of_attributes(getattr(body, OWN), languages)
    return facts | _nested(body, sent) | _of_metadata(body.metadata)


def named(body: ChangedProduct, product_id: str) -> dict[str, Any]:
    """Say which product a body is about; raises `Invalid` where it says so otherwise itself."""
    if body.id not in (None, product_id):
        raise Invalid(Problem("id", "must be the id in the address, or be left out"))
    return {"id": product_id}


def _nested(body: NewProduct | ChangedProduct, sent: set[str]) -> dict[str, Any]:
    related, bundled, template = body.relatedItems, body.bundledProducts, body.template
    attributes = body.variantAttributes
    facts = {
        "relatedItems": (
            "related",
            related and [{"ref": each.refId, "type": each.type} for each in related],
        ),
        "bundledProducts": (
            "bundled",
            bundled and [{"product": each.productId, "amount": each.amount} for each in bundled],
        ),
        "variantAttributes": (
            "variant_attributes",
            attributes
            and {name: [each.key for each in values] for name, values in attributes.items()},
        ),
        "template": ("template", template and {"id": template.id, "version": template.version}),
        "vendor": ("seller", body.vendor and body.vendor.id),
    }
    return {word: value for name, (word, value) in facts.items() if name in sent}


def _of_metadata(metadata: MetadataFields | None) -> dict[str, Any]:
    if metadata is None:
        return {}
    sent = metadata.model_fields_set
    facts = {word: getattr(metadata, name) for word, name in METADATA.items() if name in sent}
    return facts | ({"schema": metadata.schema_url} if "schema_url" in sent else {})
