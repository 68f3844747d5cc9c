"""A product as the marketplace tells it: who sells it, what it costs, how often it is paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from api.links import absolute
from api.marketplace.envelope import Mode, Moment, moment
from api.marketplace.ids import (
    PLATFORM,
    PRICE,
    PRODUCT,
    USER,
    PlatformId,
    PriceId,
    ProductId,
    UserId,
    id_of,
)
from api.marketplace.user_shapes import PICTURE, PlatformUser, as_users
from api.operation import Output
from models.product import Product
from models.season import SeasonalPrice
from usecases.market.prices import in_stock
from usecases.market.wares import Ware, wares_of

CENTS = Field(description="In minor units.", examples=[1990])


class Season(Output):
    """A price from one moment to another."""

    id: PriceId
    mode: Mode
    created: Moment
    updated: Moment | None
    type: str = Field(examples=["product"])
    product_id: ProductId
    service_id: str | None
    seasonstart: Moment
    seasonEnd: Moment
    price: int = CENTS


class MarketProduct(Output):
    """A product."""

    id: ProductId
    mode: Mode
    created: Moment
    updated: Moment | None
    platform_id: PlatformId
    user_id: UserId | None = Field(description="Who sells it; null: the platform itself.")
    user: PlatformUser | None
    parent_product_id: ProductId | None
    name: str = Field(examples=["Field jacket"])
    description: str | None = Field(examples=["A jacket for wet woods."])
    image: str | None = Field(examples=[PICTURE])
    quantity: int | None = Field(examples=[100])
    isAvailableInStock: bool
    isEnabled: bool
    useSeasonalPrices: bool
    activeSubscriptions: int = Field(examples=[0])
    subscriptionLimit: int | None
    buyerLimit: int | None
    activeBuyers: int = Field(examples=[0])
    category: str | None = Field(examples=["Clothing"])
    subcategory: str | None = Field(examples=["Jackets"])
    tags: list[str] = Field(examples=[["wool"]])
    price: int | None = CENTS
    currency: str = Field(examples=["eur"])
    cycle: str | None = Field(examples=["monthly"])
    expires: Moment | None
    seasonalPrices: list[Season]


def as_product(product: Product) -> dict[str, Any]:
    """Spell a product."""
    [told] = as_products([product])
    return told


def as_products(products: Sequence[Product]) -> list[dict[str, Any]]:
    """Spell products of one shop, in their order."""
    wares = wares_of(products)
    if not wares:
        return []
    shop = wares[0].product.shop
    sellers = list({each.user.id: each.user for each in wares if each.user}.values())
    told = as_users(sellers, shop.mode, shop.uid)
    users = {each.id: spelled for each, spelled in zip(sellers, told, strict=True)}
    return [_as_product(each, shop.mode, shop.uid, users) for each in wares]


def _as_product(
    ware: Ware, mode: str, platform: str, users: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    product, selling, user = ware.product, ware.product.selling or {}, ware.user
    return {
        "id": id_of(PRODUCT, product.uid),
        "mode": mode,
        "created": moment(product.created_at),
        "updated": moment(product.updated_at),
        "platform_id": id_of(PLATFORM, platform),
        "user_id": id_of(USER, user.uid) if user else None,
        "user": users[user.id] if user else None,
        "parent_product_id": id_of(PRODUCT, ware.parent_uid) if ware.parent_uid else None,
        "name": product.name,
        "description": product.description,
        "image": absolute(ware.picture_url),
        "quantity": product.quantity,
        "isAvailableInStock": in_stock(product),
        "isEnabled": product.published,
        "useSeasonalPrices": bool(selling.get("seasonal")),
        "activeSubscriptions": ware.subscriptions,
        "subscriptionLimit": selling.get("subscription_limit"),
        "buyerLimit": selling.get("buyer_limit"),
        "activeBuyers": ware.buyers,
        "category": ware.category,
        "subcategory": selling.get("subcategory"),
        "tags": selling.get("tags", []),
        "price": product.usual_amount,
        "currency": product.currency.lower(),
        "cycle": selling.get("cycle"),
        "expires": selling.get("expires"),
        "seasonalPrices": [as_season(each, product, mode) for each in ware.seasons],
    }


def as_season(season: SeasonalPrice, product: Product, mode: str) -> dict[str, Any]:
    """Spell a seasonal price."""
    return {
        "id": id_of(PRICE, season.uid),
        "mode": mode,
        "created": moment(season.created_at),
        "updated": moment(season.updated_at),
        "type": "product",
        "product_id": id_of(PRODUCT, product.uid),
        "service_id": None,
        "seasonstart": moment(season.begins_at),
        "seasonEnd": moment(season.ends_at),
        "price": season.amount,
    }
