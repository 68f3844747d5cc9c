"""Carts: what users mean to buy, however many pages they have open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import IntegrityError

from models.base import UID
from models.cart import MOST_ITEMS, Cart, CartItem
from models.database import exclusive
from models.errors import Conflict, Invalid, NotFound, Problem
from models.product import Product
from models.quantity import MOST_OF_ONE, Quantity
from models.shop import Shop
from models.user import User
from usecases.market import bookings, limits
from usecases.market.prices import check_quantity, offers_of, price_of
from usecases.rows import find_row


class CartFull(Conflict):
    """A cart holds no more things, or no more of one."""

    code = "cart-full"


@dataclass(frozen=True)
class Line:
    """A thing in a cart at today's price; None: it cannot be bought any more."""

    item: CartItem
    price: int | None


@dataclass(frozen=True)
class Filled:
    """A cart and what is in it, the oldest first."""

    cart: Cart
    lines: tuple[Line, ...]


def of(shop: Shop, user: User) -> Filled:
    """Give a user's cart."""
    return _filled(_cart(shop, user))


def put(
    shop: Shop,
    user: User,
    product_uid: str,
    quantity: Quantity,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Filled:
    """Put so much of a product into a user's cart; of the same for the same time, there is more.

    Raises `NotFound`, `NotForSale`, `LimitReached`, `Invalid`, `CartFull`, `Occupied`.
    """
    if starts_at and ends_at and ends_at < starts_at:
        raise Invalid(Problem("ends_at", "must not be before the start"))
    cart = _cart(shop, user)
    with exclusive(shop):
        product = find_row(Product, shop, product_uid, "product")
        price_of(product)
        check_quantity(product, quantity)
        limits.check(product, [user])
        same = (CartItem.cart == cart) & (CartItem.product == product)
        held = [
            each for each in CartItem.select().where(same) if _when(each) == (starts_at, ends_at)
        ]
        item = held[0] if held else CartItem(cart=cart, product=product, quantity=0)
        item.quantity += quantity
        if item.quantity > MOST_OF_ONE:
            raise CartFull(f"a cart holds {MOST_OF_ONE:,} of one thing at most")
        item.starts_at, item.ends_at = starts_at, ends_at
        bookings.check(shop, product, item.quantity, starts_at, ends_at)
        if not held and CartItem.select().where(CartItem.cart == cart).count() >= MOST_ITEMS:
            raise CartFull(f"a cart holds {MOST_ITEMS} things; take one out first")
        item.save()
    return _filled(cart)


def take_out(shop: Shop, user: User, item_uid: str) -> Filled:
    """Take a thing out of a user's cart; raises `NotFound`."""
    cart = _cart(shop, user)
    with exclusive(shop):
        find_item(cart, item_uid).delete_instance()
    return _filled(cart)


def empty(shop: Shop, user: User) -> Filled:
    """Take everything out of a user's cart."""
    cart = _cart(shop, user)
    CartItem.delete().where(CartItem.cart == cart).execute()
    return _filled(cart)


def find_item(cart: Cart, uid: str) -> CartItem:
    """Find a thing in a cart, or raise `NotFound`."""
    found: Any = UID.fullmatch(uid) and CartItem.get_or_none(
        CartItem.cart == cart, CartItem.uid == uid
    )
    if not found:
        raise NotFound("this cart has nothing with this id")
    item: CartItem = found
    return item


def _cart(shop: Shop, user: User) -> Cart:
    found: Cart | None = Cart.get_or_none(Cart.user == user)
    if found is not None:
        return found
    try:
        with exclusive(shop):
            made: Cart = Cart.create(shop=shop, user=user)
    except IntegrityError:
        # Another page of theirs was faster.
        return Cart.get(Cart.user == user)
    return made


def _filled(cart: Cart) -> Filled:
    rows: Any = CartItem.select(CartItem, Product).join(Product).where(CartItem.cart == cart)
    items = list(rows.order_by(CartItem.id))
    prices = offers_of(each.product for each in items)
    return Filled(cart, tuple(Line(each, prices.get(each.product_id)) for each in items))


def _when(item: CartItem) -> tuple[datetime | None, datetime | None]:
    return item.starts_at, item.ends_at
