"""What is told of a product, for the description: all but `id` and `yrn` may be missing.

A product does not have everything, and callers choose fields.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.catalog.template_shapes import AttributeTold
from api.catalog.tree_answers import OwnAttribute, TreeFaults, VariantEntry
from api.operation import Output

PRODUCT_ID = "545b4e3dfaee4c10def3db24"
YRN = f"urn:yaas:saasag:caasproduct:product:myshop;{PRODUCT_ID}"
Localized = str | dict[str, str]
Kind = Literal["BASIC", "BUNDLE", "PARENT_VARIANT", "VARIANT", "DYNAMIC_VARIANT"]


class KnownTemplate(Output):
    """The version of a template by which a product is made; whole with `expand=template`."""

    id: str | None = Field(None, examples=["633d774f37937d425ce5570f"])
    version: int | None = Field(None, examples=[1])
    name: dict[str, str] | None = None
    attributes: list[AttributeTold] | None = None
    metadata: dict[str, Any] | None = None


class AttributeValue(Output):
    """A value that an attribute may have."""

    key: str | int | float | bool = Field(examples=["RED"])


class BundledProduct(Output):
    """A product in a bundle, and how many of it."""

    productId: str = Field(examples=["53a358901b2e9dd2718b5c12"])
    amount: int | float = Field(examples=[1])


class RelatedItem(Output):
    """Another product, and what it is to this one."""

    refId: str = Field(examples=["631c6adac2d4ea73be34f0d1"])
    type: str = Field(examples=["ACCESSORY"])


class Vendor(Output):
    """Who sells a product."""

    id: str | None = Field(None, examples=["VND001"])
    name: str | None = Field(None, examples=["Larch & Co"])


class Medium(Output):
    """A picture; uncommitted while it is not kept here yet."""

    id: str | None = Field(None, examples=["9c2e5d1c0f2ab6f84f0e9d3f7c1a2b3c"])
    contentType: str | None = Field(None, examples=["image/webp"])
    url: str = Field(examples=["https://vitrine.example/media/pictures/9c2e/640.webp"])
    uncommittedMedia: bool = Field(examples=[False])


class Metadata(Output):
    """A product's version, its moments, the schemas of its mixins."""

    version: int | None = Field(None, examples=[1])
    createdAt: str | None = Field(None, examples=["2026-06-15T12:00:00.000Z"])
    modifiedAt: str | None = Field(None, examples=["2026-06-15T12:00:00.000Z"])
    mixins: dict[str, str] | None = Field(
        None,
        description="Where the schema of each mixin stands.",
        examples=[{"care": "https://shop.example/schemas/care.json"}],
    )
    schema_: str | None = Field(
        None, alias="schema", examples=["https://shop.example/schemas/product.json"]
    )
    overridden: list[str] | None = Field(
        None, description="What a variant has not from its parent.", examples=[["name"]]
    )
    dynamicVariantInfo: TreeFaults | None = None


class Brand(Output):
    """A brand; of one that is not kept here no more than its product says."""

    id: str | None = Field(None, examples=["larch"])
    name: str | None = Field(None, examples=["Larch"])
    description: str | None = Field(None, examples=["Clothes for rain"])
    image: str | None = Field(
        None, examples=["https://vitrine.example/media/pictures/9c2e/640.webp"]
    )


class Label(Output):
    """A label."""

    id: str = Field(examples=["new"])


class Product(Output):
    """A product, as far as it was asked for."""

    id: str = Field(examples=[PRODUCT_ID])
    yrn: str = Field(examples=[YRN])
    code: str | None = Field(None, examples=["BASIC001"])
    name: Localized | None = Field(None, examples=["Field jacket"])
    description: Localized | None = Field(None, examples=["Waxed cotton, four pockets"])
    published: bool | None = Field(None, examples=[True])
    productType: Kind | None = None
    parentVariantId: str | None = Field(None, description="Of a variant.", examples=[None])
    parentVariantPath: list[str] | None = Field(
        None,
        description="Of a DYNAMIC_VARIANT: from the product above it to the root.",
        examples=[None],
    )
    dynamicVariantType: str | None = Field(None, examples=[None])
    sellable: bool | None = Field(None, description="Of a DYNAMIC_VARIANT.", examples=[None])
    ownVariantAttributes: dict[str, OwnAttribute] | None = None
    inheritedVariantAttributes: dict[str, OwnAttribute] | None = Field(
        None, description="Those of all products above it."
    )
    variants: dict[str, VariantEntry] | None = Field(
        None, description="Of a root: all that stands below it, by their ids.", examples=[None]
    )
    template: KnownTemplate | None = None
    variantAttributes: dict[str, list[AttributeValue]] | None = Field(
        None,
        description="Of a parent: the values of which there are variants.",
        examples=[{"color": [{"key": "RED"}, {"key": "GREEN"}]}],
    )
    bundledProducts: list[BundledProduct] | None = None
    relatedItems: list[RelatedItem] | None = None
    taxClasses: dict[str, str] | None = Field(None, examples=[{"DE": "STANDARD"}])
    brandId: str | None = Field(None, examples=["larch"])
    labelIds: list[str] | None = Field(None, examples=[["new"]])
    vendor: Vendor | None = None
    weightDependent: bool | None = None
    mixins: dict[str, Any] | None = Field(
        None, examples=[{"productCustomAttributes": {"orderUnit": "H87", "minOrderQuantity": 2}}]
    )
    media: list[Medium] | None = None
    categoryIds: list[str] | None = Field(None, examples=[["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"]])
    metadata: Metadata | None = None
    brand: Brand | None = Field(None, description="With `expand=brand`.")
    labels: list[Label] | None = Field(None, description="With `expand=labels`.")
    parentVariant: dict[str, Any] | None = Field(
        None, description="With `expand=parentVariant`: the parent.", examples=[None]
    )
