"""What is sent of products of the marketplace, and how the house calls it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field

from api.fields import Clean, Filter, Line, Moment, Name, Tag, Text, Whole
from api.marketplace.envelope import Sent, Typed, moment
from api.marketplace.ids import PRODUCT, USER, uid_of
from api.marketplace.money_fields import Cents
from api.marketplace.user_shapes import PICTURE

MOST = 2_000_000_000
# House word -> word of this API.
WORDS = {
    "published": "isEnabled",
    "in_stock": "isAvailableInStock",
    "seasonal": "useSeasonalPrices",
    "subscription_limit": "subscriptionLimit",
    "buyer_limit": "buyerLimit",
    "user": "user_id",
    "parent": "parent_product_id",
    "seller": "user_id",
    "picture_url": "image",
    "discount_price": "price",
    "categories": "category",
    "begins_at": "seasonstart",
    "ends_at": "seasonEnd",
}
SAME = ("name", "description", "price", "quantity", "category", "subcategory", "tags", "cycle")
SENT = {
    "isEnabled": "published",
    "isAvailableInStock": "in_stock",
    "useSeasonalPrices": "seasonal",
    "subscriptionLimit": "subscription_limit",
    "buyerLimit": "buyer_limit",
    "image": "image",
}
Limit = Annotated[Whole, Field(ge=0, le=MOST)]


class ProductChange(Typed):
    """What is changed of a product; the whole product may be sent back."""

    name: Name = Field("Product", description="What it is called.", examples=["Field jacket"])
    description: Text | None = Field(None, description="More about it.")
    image: Annotated[str, Field(max_length=2048), Clean] | None = Field(
        None, description="Address of a picture; null: none.", examples=[PICTURE]
    )
    user_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="Who sells it; null: the platform itself."
    )
    parent_product_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="The product that it is made after."
    )
    quantity: Limit | None = Field(None, description="How many there are; null: not counted.")
    isAvailableInStock: bool | None = Field(None, description="Null: as the quantity says.")
    isEnabled: bool = Field(True, description="Whether it is shown and sold.")
    useSeasonalPrices: bool = Field(False, description="Whether seasons make its price.")
    subscriptionLimit: Limit | None = Field(None, description="Most subscriptions at a time.")
    buyerLimit: Limit | None = Field(None, description="Most buyers.")
    category: Line | None = Field(None, description="Name of its category.", examples=["Clothing"])
    subcategory: Filter | None = Field(None, description="What it is within that.")
    tags: Annotated[list[Tag], Field(max_length=50)] = Field([], description="Words for it.")
    price: Cents | None = Field(None, description="In minor units of the platform's currency.")
    cycle: Literal["hourly", "daily", "weekly", "biweekly", "monthly", "yearly"] | None = Field(
        None, description="How often it is paid; null: once."
    )
    expires: Moment | None = Field(None, description="Until when it is offered.")

    def facts(self) -> dict[str, Any]:
        """Give what was sent by the house's words."""
        sent = self.model_fields_set
        facts = {name: getattr(self, name) for name in SAME if name in sent}
        facts |= {house: getattr(self, word) for word, house in SENT.items() if word in sent}
        if "user_id" in sent:
            facts["user"] = uid_of(USER, self.user_id) if self.user_id is not None else None
        if "parent_product_id" in sent:
            named = self.parent_product_id
            facts["parent"] = uid_of(PRODUCT, named) if named is not None else None
        if "expires" in sent:
            facts["expires"] = moment(self.expires)
        return facts


class NewProduct(ProductChange):
    """A product as callers send it."""

    name: Name = Field(description="What it is called.", examples=["Field jacket"])


class NewSeason(Sent):
    """A price for a season."""

    seasonstart: Moment = Field(
        validation_alias=AliasChoices("seasonstart", "seasonStart"),
        description="From when; seasonStart is read, too.",
    )
    seasonEnd: Moment = Field(description="Until when, itself included.")
    price: Cents


class Usage(Sent):
    """Whether seasons make a product's price."""

    useSeasonalPrices: bool
