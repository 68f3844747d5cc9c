"""What is sent of a product, and what that is in the house's words."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.body import Input, Rows, partial, without_default
from api.campaigns.kinds import Id, exactly
from api.campaigns.names import MOST_ROWS, NamedProduct
from api.campaigns.new_campaigns import NamedSeller
from api.fields import Amount, Line, Name, Text, Url, Whole
from api.told import ADDRESS, PRICE

# House word -> word of this API.
WORDS = {
    "external_id": "customerProductId",
    "name": "name",
    "brand": "brand",
    "brand_code": "brandIdentifier",
    "description": "description",
    "url": "url",
    "ref": "sku",
    "picture_url": "imageUrl",
    "currency": "currency",
    "price_shown": "showPrice",
    "price": "originalPrice",
    "discount_price": "discountPrice",
    "button": "ctaButtonTitle",
}
TERMS = {
    "starting_amount": "bidStartingPrice",
    "maximum_amount": "bidMaximumPrice",
    "duration_s": "bidDuration",
    "increment_amount": "bidIncrementalAmount",
    "extending": "extendBidDuration",
}
# Where the house finds faults -> where they stand here.
PLACES = {**WORDS, **{f"auction/{word}": spelled for word, spelled in TERMS.items()}}
_Money = Annotated[Amount, exactly(PRICE, 'must be a number, or text such as "19.90"')]
_Address = Annotated[Url, exactly(ADDRESS, "must begin with https: or http:")]
_Seconds = Annotated[Whole, Field(ge=1, le=86_400)]


class SentProduct(Input):
    """A product as callers send it; money is numbers, or decimal text."""

    customerProductId: Line | None = Field(
        None, description="The shop's own id, unique in the shop.", examples=["P-1001"]
    )
    name: Name = Field(description="Product name.", examples=["Field jacket"])
    brand: Line | None = Field(None, description="Name of the brand.", examples=["Larch"])
    brandIdentifier: Line | None = Field(
        None, description="The shop's own id of the brand.", examples=["larch"]
    )
    description: Text | None = Field(None, description="Product description.")
    url: _Address | None = Field(None, description="Address of the product's page.")
    sku: Line | None = Field(
        None, description="Reference (SKU), unique in the shop.", examples=["SKU-1"]
    )
    imageUrl: _Address | None = Field(
        None,
        description="Address of a picture (JPEG, PNG, WebP, GIF), fetched and kept.",
        examples=["https://shop.example/p/field-jacket.jpg"],
    )
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = Field(
        "",
        description="ISO 4217; the shop's currency unless sent.",
        examples=["EUR"],
        json_schema_extra=without_default,
    )
    showPrice: bool = Field(True, description="Whether shoppers are told the price.")
    originalPrice: _Money | None = Field(
        None, description="Price without discount.", examples=[129.0]
    )
    discountPrice: _Money | None = Field(
        None, description="Discounted price, not above the other.", examples=[99.0]
    )
    enableAuction: bool = Field(False, description="Whether it is auctioned.")
    bidStartingPrice: _Money | None = Field(
        None, description="First price; required for an auction.", examples=[70.0]
    )
    bidMaximumPrice: _Money | None = Field(
        None, description="A bid of so much ends the auction.", examples=[200.0]
    )
    bidDuration: _Seconds | None = Field(
        None, description="Seconds; required for an auction.", examples=[120]
    )
    bidIncrementalAmount: _Money | None = Field(
        None, description="Least step between bids; required for an auction.", examples=[5.0]
    )
    extendBidDuration: bool | None = Field(
        None, description="A bid in the last ten seconds adds ten; true unless sent."
    )
    ctaButtonTitle: Annotated[Line, Field(max_length=50)] | None = Field(
        None, description="What the way to the product's page says.", examples=["Buy now"]
    )
    sellerId: Id | None = Field(
        None, description="Number of the seller it belongs to.", examples=["1"]
    )
    seller: NamedSeller | None = Field(None, description="The same.")


class ChangedProduct(partial(SentProduct), NamedProduct):  # type: ignore[misc]
    """What changes of a product, by its number or else by the shop's own id."""


class NewProducts(Rows[SentProduct]):
    """Products to put on the shelf."""

    root: Annotated[list[SentProduct], Field(max_length=MOST_ROWS)]


class ChangedProducts(Rows[ChangedProduct]):
    """Products to change."""

    root: Annotated[list[ChangedProduct], Field(max_length=MOST_ROWS)]


def facts_of_product(body: SentProduct) -> dict[str, Any]:
    """Give what was sent by the house's words."""
    sent = body.model_fields_set
    facts = {word: getattr(body, spelled) for word, spelled in WORDS.items() if spelled in sent}
    for name, numeral in (("sellerId", body.sellerId), ("seller", _number(body.seller))):
        if name in sent:
            facts["seller"] = numeral
    if sent & {"enableAuction", *TERMS.values()}:
        facts |= _terms(body, sent)
    return facts


def _number(seller: NamedSeller | None) -> str | None:
    return seller.sellerId if seller else None


def _terms(body: SentProduct, sent: set[str]) -> dict[str, Any]:
    """Give the terms of an auction, None for no auction; nothing where nothing is said of them."""
    terms = {word: getattr(body, name) for word, name in TERMS.items() if name in sent}
    if terms.get("extending", True) is None:
        del terms["extending"]
    if "enableAuction" in sent and not body.enableAuction:
        return {"auction": None}
    said = any(each is not None for each in terms.values())
    return {"auction": terms} if said or "enableAuction" in sent else {}
