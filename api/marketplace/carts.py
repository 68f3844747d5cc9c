"""`/v1/carts/auth`: what the user of the token means to buy."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.fields import Moment
from api.marketplace.cart_shapes import MarketCart, as_cart
from api.marketplace.entering import guarded, own_user
from api.marketplace.envelope import Typed, answer
from api.marketplace.ids import CART_ITEM, PRODUCT, uid_of
from api.marketplace.money_fields import Much
from api.operation import Answer
from models.errors import NotFound
from models.subscription import LimitReached
from usecases.market import carts
from usecases.market.carts import CartFull, Filled
from usecases.market.prices import NotForSale

routes = Blueprint("carts", __name__)


class NewLine(Typed):
    """So much of a product, for a time if it is sold so."""

    quantity: Much = 1
    startDate: Moment | None = Field(None, description="From when.")
    endDate: Moment | None = Field(None, description="Until when.")


@routes.post("/product/<product_id>")
@guarded(
    "Add a product to the cart",
    body=NewLine,
    answer=MarketCart,
    errors=(NotFound, NotForSale, LimitReached, CartFull),
    words={"ends_at": "endDate"},
)
def add_product(product_id: str, body: NewLine) -> Answer:
    """Put so much of a product into the cart; of the same for the same time, there is more."""
    filled = carts.put(
        shop(),
        own_user(),
        uid_of(PRODUCT, product_id),
        body.quantity,
        starts_at=body.startDate,
        ends_at=body.endDate,
    )
    return _told(filled)


@routes.get("")
@guarded("Retrieve the cart", answer=MarketCart)
def show() -> Answer:
    """Show the cart; everybody has one."""
    return _told(carts.of(shop(), own_user()))


@routes.delete("/item/<cart_item_id>")
@guarded("Remove an item from the cart", answer=MarketCart, errors=(NotFound,))
def remove_item(cart_item_id: str) -> Answer:
    """Take a thing out of the cart."""
    return _told(carts.take_out(shop(), own_user(), uid_of(CART_ITEM, cart_item_id)))


@routes.delete("")
@guarded("Clear the cart", answer=MarketCart)
def clear() -> Answer:
    """Take everything out of the cart."""
    return _told(carts.empty(shop(), own_user()))


def _told(filled: Filled) -> Answer:
    return answer(as_cart(shop(), own_user(), filled))
