"""Selling: products of the marketplace, put on the shelf by users who sell, with their seasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models.base import UID
from models.category import Category
from models.database import exclusive
from models.errors import Invalid, NotFound, Problem
from models.money import text_of
from models.product import Product, ProductCategory
from models.season import SeasonalPrice
from models.seller import Seller
from models.shop import Shop
from models.user import User
from usecases import products
from usecases.market.seasons import tell_screens
from usecases.market.sent_back import without_echoes
from usecases.pictures import forget_pictures
from usecases.rows import find_one_named, find_row, only_sent, owned
from usecases.uploaded_pictures import NAMED, is_of, taken_over

# What is kept in `Product.selling`.
TERMS = (
    "cycle",
    "seasonal",
    "subscription_limit",
    "buyer_limit",
    "expires",
    "subcategory",
    "tags",
    "parent",
)
PLAIN = ("name", "description", "in_stock", "published")
MOST_SEASONS = 100


def find(shop: Shop, uid: str, by: User | None = None) -> Product:
    """Find a product, or raise `NotFound`; `by` a user, one that is shown, or is their own."""
    found: Product = find_row(Product, shop, uid, "product")
    if by is not None and not found.published:
        seller = found.seller
        if seller is None or seller.user_id != by.id:
            raise NotFound("this shop has no product with this id")
    return found


def listed(
    shop: Shop,
    *,
    user: User | None = None,
    after: str | None = None,
    most: int,
    by: User | None = None,
) -> list[Product]:
    """List products in the order they came, at most so many; of a user who sells, if one is named.

    `by` a user: those that are shown, and their own. Raises `Invalid`.
    """
    rows: Any = Product.select().where(owned(Product, shop))
    if by is not None:
        own = Product.seller.in_(Seller.select(Seller.id).where(Seller.user == by))
        rows = rows.where(Product.published | own)
    if user is not None:
        rows = rows.where(Product.seller.in_(Seller.select(Seller.id).where(Seller.user == user)))
    if after is not None:
        last = Product.get_or_none(Product.uid == after, owned(Product, shop))
        if last is None:
            raise Invalid(Problem("after", "this shop has no product with this id"))
        rows = rows.where(Product.id > last.id)
    return list(rows.order_by(Product.id).limit(most))


def categories(shop: Shop) -> list[str]:
    """List the names of categories that products stand in."""
    rows: Any = Category.select(Category.name).join(ProductCategory).where(Category.shop == shop)
    return [name for (name,) in rows.distinct().order_by(Category.name).tuples()]


def add(shop: Shop, **facts: Any) -> Product:
    """Put a product on the shelf: PLAIN, TERMS, `price`, `quantity`, `category`, `image`, `user`.

    `price` is in minor units of the shop's currency, `user` the uid of who sells it, `image` the
    address of an uploaded picture, or of one that is fetched later, `parent` the uid of a product.
    Raises `Invalid`.
    """
    return _kept(shop, None, facts)


def change(shop: Shop, uid: str, **facts: Any) -> Product:
    """Change what is sent of a product; the facts of `add`. Raises `NotFound` and what it does."""
    product = find(shop, uid)
    return _kept(shop, product, without_echoes(product, facts))


def remove(shop: Shop, uid: str) -> None:
    """Remove a product from the shelf. Raises `NotFound`."""
    products.remove(shop, find(shop, uid).uid)


def seasons_of(product: Product) -> list[SeasonalPrice]:
    """List a product's seasonal prices by their beginning."""
    rows = SeasonalPrice.select().where(SeasonalPrice.product == product)
    return list(rows.order_by(SeasonalPrice.begins_at, SeasonalPrice.id))


def add_season(
    shop: Shop, uid: str, *, begins_at: datetime, ends_at: datetime, amount: int
) -> Product:
    """Add a price for a season. Raises `NotFound`, `Invalid`."""
    if ends_at < begins_at:
        raise Invalid(Problem("ends_at", "must not be before the beginning"))
    with exclusive(shop):
        product = find(shop, uid)
        if len(seasons_of(product)) >= MOST_SEASONS:
            raise Invalid(Problem("", f"a product has at most {MOST_SEASONS} seasonal prices"))
        SeasonalPrice.create(product=product, begins_at=begins_at, ends_at=ends_at, amount=amount)
        tell_screens([product.id])
    return product


def remove_season(shop: Shop, uid: str, season_uid: str) -> Product:
    """Remove a seasonal price. Raises `NotFound`."""
    with exclusive(shop):
        product = find(shop, uid)
        own = SeasonalPrice.product == product
        found = UID.fullmatch(season_uid) and SeasonalPrice.get_or_none(
            own, SeasonalPrice.uid == season_uid
        )
        if not found:
            raise NotFound("this product has no seasonal price with this id")
        found.delete_instance()
        tell_screens([product.id])
    return product


def _kept(shop: Shop, product: Product | None, facts: dict[str, Any]) -> Product:
    image = facts.get("image")
    if image is None or not NAMED.search(image):
        return _written(shop, product, facts, {})
    before = product.picture if product else None
    if before and is_of(before, image):
        return _written(shop, product, facts, {})
    with taken_over(shop, image) as key:
        row = _written(shop, product, facts, {"picture": key})
    forget_pictures(before)
    return row


def _written(
    shop: Shop, product: Product | None, facts: dict[str, Any], besides: dict[str, Any]
) -> Product:
    """Keep what the shelf knows, and with it what the marketplace alone does."""
    find_one_named(Product, shop, facts.get("parent"), "parent")
    with exclusive(shop):
        sent = _sent(shop, product, facts)
        kept = products.change(shop, product.uid, **sent) if product else products.add(shop, **sent)
        row: Product = Product.get_by_id(kept.product.id)
        terms = {**(row.selling or {}), **only_sent(facts, TERMS)}
        besides |= {"selling": {name: each for name, each in terms.items() if each is not None}}
        besides |= only_sent(facts, ["quantity"])
        for name, value in besides.items():
            setattr(row, name, value)
        row.save()
        if "seasonal" in facts:
            tell_screens([row.id])
    return row


def _sent(shop: Shop, product: Product | None, facts: dict[str, Any]) -> dict[str, Any]:
    """Say in the words of `usecases/products.py` what was sent."""
    currency = product.currency if product else shop.currency
    sent = only_sent(facts, PLAIN)
    if "price" in facts:
        sent["price"] = text_of(facts["price"], currency)
        sent["discount_price"] = None
    image = facts.get("image")
    if "image" in facts and (image is None or not NAMED.search(image)):
        sent |= {"picture_url": image} if image else {"picture": None}
    if "category" in facts:
        sent["categories"] = [facts["category"]] if facts["category"] else []
    if "user" in facts:
        sent["seller"] = _seller_of(shop, facts["user"])
    return sent


def seller_name(user: User) -> str:
    """Give the external id of the seller that a user becomes with their first product."""
    return f"user-{user.uid}"


def _seller_of(shop: Shop, user_uid: str | None) -> str | None:
    """Give the uid of the seller that a user is, who becomes one with the first product."""
    if user_uid is None:
        return None
    user = find_one_named(User, shop, user_uid, "user")
    assert user is not None  # noqa: S101 (it is named)
    found = Seller.get_or_none(Seller.user == user)
    if found is None:
        name = user.called or user.email
        found = Seller.create(shop=shop, user=user, name=name, external_id=seller_name(user))
    return str(found.uid)
