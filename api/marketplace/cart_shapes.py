"""A cart and what is in it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.marketplace.envelope import Mode, Moment, moment
from api.marketplace.ids import (
    CART,
    CART_ITEM,
    PLATFORM,
    PRODUCT,
    USER,
    CartId,
    CartItemId,
    PlatformId,
    ProductId,
    UserId,
    id_of,
)
from api.marketplace.money_fields import number_of
from api.marketplace.product_shapes import MarketProduct, as_products
from api.operation import Output
from models.shop import Shop
from models.user import User
from usecases.market.carts import Filled, Line


class CartLine(Output):
    """A thing in a cart."""

    id: CartItemId
    mode: Mode
    created: Moment
    updated: Moment | None
    cart_id: CartId
    type: str = Field(examples=["product"])
    quantity: float = Field(description="Of hours with decimals.", examples=[2])
    quanity: float = Field(description="The same, as it was once spelled.", examples=[2])
    startDate: Moment | None
    endDate: Moment | None
    price: int | None = Field(description="Today's price of one, in minor units; null: none.")
    product_id: ProductId
    service_id: str | None
    product: MarketProduct


class MarketCart(Output):
    """A user's cart."""

    id: CartId
    mode: Mode
    created: Moment
    updated: Moment | None
    platform_id: PlatformId
    user_id: UserId
    items: list[CartLine]


def as_cart(shop: Shop, user: User, filled: Filled) -> dict[str, Any]:
    """Spell a user's cart."""
    cart = filled.cart
    products = as_products([each.item.product for each in filled.lines])
    return {
        "id": id_of(CART, cart.uid),
        "mode": shop.mode,
        "created": moment(cart.created_at),
        "updated": moment(cart.updated_at),
        "platform_id": id_of(PLATFORM, shop.uid),
        "user_id": id_of(USER, user.uid),
        "items": [
            _as_line(line, product, cart.uid, shop.mode)
            for line, product in zip(filled.lines, products, strict=True)
        ],
    }


def _as_line(line: Line, product: dict[str, Any], cart: str, mode: str) -> dict[str, Any]:
    item = line.item
    return {
        "id": id_of(CART_ITEM, item.uid),
        "mode": mode,
        "created": moment(item.created_at),
        "updated": moment(item.updated_at),
        "cart_id": id_of(CART, cart),
        "type": "product",
        "quantity": number_of(item.quantity),
        "quanity": number_of(item.quantity),
        "startDate": moment(item.starts_at),
        "endDate": moment(item.ends_at),
        "price": line.price,
        "product_id": id_of(PRODUCT, item.product.uid),
        "service_id": None,
        "product": product,
    }
