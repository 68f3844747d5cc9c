"""What is sent and told of products."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from api.body import Input, without_default
from api.content import auction_shapes
from api.content.auction_shapes import NewTerms, Terms, as_terms
from api.content.choices import Choices, NewChoices, as_choices
from api.content.envelope import item, moment
from api.fields import Extra, Gtin, Line, Name, Picture, Price, Tag, Text, Uid, Url
from api.links import absolute
from api.operation import Output
from models.money import text_of
from usecases.auctions.terms import of_product
from usecases.pictures import picture_url
from usecases.shelf import Article

# House word -> word of this API.
WORDS = {
    **auction_shapes.WORDS,
    "picture": "thumbnail",
    "seller": "seller_id",
    "extra": "complementary_informations",
    "overridden": "overrides",
}
Overridable = Literal["name", "description", "url", "ean", "price", "in_stock", "thumbnail"]


class ProductAttributes(Output):
    """What is told of a product."""

    name: str = Field(examples=["Field jacket"])
    description: str | None = Field(examples=["Waxed cotton, four pockets"])
    ref: str | None = Field(examples=["SKU-1"])
    seller_id: str | None = Field(examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"])
    ean: str | None = Field(examples=["4006381333931"])
    price: str | None = Field(examples=["129.00"])
    discount_price: str | None = Field(examples=["99.00"])
    currency: str = Field(description="Extension: ISO 4217.", examples=["EUR"])
    in_stock: bool | None
    url: str | None = Field(examples=["https://shop.example/p/field-jacket"])
    thumbnail_url: str | None = Field(
        examples=["https://vitrine.example/media/pictures/9c2e/640.webp"]
    )
    complementary_informations: dict[str, Any] = Field(examples=[{"fabric": "cotton"}])
    categories: list[str] = Field(description="Extension.", examples=[["Jackets"]])
    published: bool = Field(description="Extension.", examples=[True])
    choices: Choices | None = Field(
        description="Extension: its options, and the variants that are sold."
    )
    auction: Terms | None = Field(
        description="Extension: how lives that carry it auction it, unless they say otherwise."
    )
    feed_id: str | None = Field(
        description="Extension: the feed it follows.", examples=["7f8091a2b3c4d5e6f708192a3b4c5d6e"]
    )
    overrides: list[Overridable] = Field(
        description="Extension: what it has of its own, whatever its feed says.",
        examples=[["name"]],
    )
    created_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])
    updated_at: str = Field(examples=["2026-06-15T12:00:00.000Z"])


class ProductItem(Output):
    """A product."""

    id: str = Field(examples=["5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e"])
    type: Literal["product"]
    attributes: ProductAttributes


class NewProduct(Input):
    """A product as callers send it."""

    name: Name = Field(description="Product name.", examples=["Field jacket"])
    description: Text | None = Field(
        None, description="Product description.", examples=["Waxed cotton, four pockets"]
    )
    thumbnail: Picture | None = Field(None, description="Picture (JPEG, PNG, WebP, GIF).")
    ref: Line | None = Field(
        None, description="Reference (SKU), unique in the shop.", examples=["SKU-1"]
    )
    seller_id: Uid | None = Field(
        None, description="The seller it belongs to.", examples=["0f6b1c3d5e7f4a2b8c9d0e1f2a3b4c5d"]
    )
    ean: Gtin | None = Field(
        None, description="GTIN (EAN, UPC): 8, 12, 13 or 14 digits.", examples=["4006381333931"]
    )
    price: Price | None = Field(
        None,
        description="Base price as exact decimal text, without discount.",
        examples=["129.00"],
    )
    discount_price: Price | None = Field(
        None, description="Discounted price, not above the price.", examples=["99.00"]
    )
    in_stock: bool | None = Field(None, description="Whether it is in stock.", examples=[True])
    url: Url | None = Field(None, description="Address of the product's page.")
    complementary_informations: Extra | None = Field(
        None, description="Anything of your own, at most 20,000 bytes of JSON."
    )
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = Field(
        "",
        description="Extension: ISO 4217; the shop's currency unless sent.",
        examples=["EUR"],
        json_schema_extra=without_default,
    )
    categories: Annotated[list[Tag], Field(max_length=20)] | None = Field(
        None, description="Extension: names of categories.", examples=[["Jackets"]]
    )
    published: bool = Field(True, description="Extension: whether pages show it.")
    choices: NewChoices | None = Field(
        None,
        description="Extension: its options (at most 5) and the variants that are sold (at most "
        "250). Never taken from a feed.",
    )
    auction: NewTerms | None = Field(
        None,
        description="Extension: how lives that carry it auction it, unless they say otherwise; "
        "stays as it is while one is on air (409 `product-locked`).",
    )


class ChangedProduct(NewProduct):
    """A product as callers change it."""

    overrides: Annotated[list[Overridable], Field(max_length=7)] | None = Field(
        None,
        description="Extension: what stays as it is whatever the feed says; the rest follows it "
        "again. Fields changed by the same call are added. `price` takes the discounted price and "
        "the currency along.",
        examples=[["name"]],
    )


class AddedProduct(NewProduct):
    """A product as callers add it: its name, or the reference of an item in one of the feeds."""

    name: Name = Field(
        "",
        description="Product name; required unless a feed has the ref.",
        examples=["Field jacket"],
        json_schema_extra=without_default,
    )

    @model_validator(mode="wrap")
    @classmethod
    def named(cls, sent: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Ask for a name where no ref can stand for it, together with all other faults."""
        lacking = isinstance(sent, dict) and "name" not in sent and not sent.get("ref")
        fault = InitErrorDetails(type="missing", loc=("name",), input=sent)
        try:
            body = handler(sent)
        except ValidationError as error:
            if not lacking:
                raise
            found = [
                InitErrorDetails(
                    type=PydanticCustomError(each["type"], each["msg"].replace("{", "{{")),
                    loc=each["loc"],
                    input=each["input"],
                )
                for each in error.errors(include_url=False)
            ]
            raise ValidationError.from_exception_data(cls.__name__, [fault, *found]) from None
        if lacking:
            raise ValidationError.from_exception_data(cls.__name__, [fault])
        return body


def as_product(article: Article) -> dict[str, Any]:
    """Spell a product."""
    product = article.product
    attributes = {
        "name": product.name,
        "description": product.description,
        "ref": product.ref,
        "seller_id": article.seller,
        "ean": product.ean,
        "price": text_of(product.price_amount, product.currency),
        "discount_price": text_of(product.discount_amount, product.currency),
        "currency": product.currency,
        "in_stock": product.in_stock,
        "url": product.url,
        "thumbnail_url": absolute(picture_url(product.picture)),
        "complementary_informations": product.extra or {},
        "categories": list(article.categories),
        "published": product.published,
        "choices": as_choices(product.choices),
        "auction": as_terms(of_product(product), product.currency),
        "feed_id": article.feed,
        "overrides": [WORDS.get(each, each) for each in article.overridden],
        "created_at": moment(product.created_at),
        "updated_at": moment(product.updated_at),
    }
    return item("product", product.uid, attributes)
