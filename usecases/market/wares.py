"""Wares: products joined with who sells them and how they sell, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from models.category import Category
from models.database import one_of
from models.product import Product, ProductCategory
from models.product_buyer import ProductBuyer
from models.season import SeasonalPrice
from models.seller import Seller
from models.subscription import Subscription
from models.user import User
from usecases import picture_orders
from usecases.pictures import picture_url


@dataclass(frozen=True)
class Ware:
    """A product, the user who sells it, its categories, seasons and how many have it now."""

    product: Product
    user: User | None
    parent_uid: str | None
    picture_url: str | None
    category: str | None
    seasons: tuple[SeasonalPrice, ...]
    subscriptions: int
    buyers: int


def wares_of(products: Sequence[Product]) -> list[Ware]:
    """Join products of one shop with what is told of them, in their order."""
    ids = [each.id for each in products]
    if not ids:
        return []
    users, parents = _users(products), _parents(products)
    ordered, sorted_into = picture_orders.ordered(Product, ids), _categories(ids)
    seasons, subscribed, bought = _seasons(ids), _subscriptions(ids), _buyers(ids)
    return [
        Ware(
            product=each,
            user=users.get(each.seller_id or 0),
            parent_uid=parents.get(each.parent_id or (each.selling or {}).get("parent", "")),
            picture_url=picture_url(each.picture) or ordered.get(each.id),
            category=sorted_into.get(each.id),
            seasons=tuple(seasons[each.id]),
            subscriptions=subscribed.get(each.id, 0),
            buyers=bought.get(each.id, 0),
        )
        for each in products
    ]


def _users(products: Sequence[Product]) -> dict[int, User]:
    """Give the users who sell, by the ids of their sellers."""
    ids = list({each.seller_id for each in products if each.seller_id is not None})
    rows: Any = Seller.select(Seller.id, User).join(User).where(one_of(Seller.id, ids))
    return {each.id: each.user for each in rows} if ids else {}


def _parents(products: Sequence[Product]) -> dict[int | str, str]:
    """Give the uids of the parents that are there, by their ids and, as sellers name them, uids."""
    ids = list({each.parent_id for each in products if each.parent_id is not None})
    named = list({each.selling["parent"] for each in products if "parent" in (each.selling or {})})
    rows: Any = Product.select(Product.id, Product.uid).where(one_of(Product.id, ids))
    found: dict[int | str, str] = dict(rows.tuples()) if ids else {}
    own = Product.shop == products[0].shop_id
    others: Any = Product.select(Product.uid, Product.uid).where(own, Product.uid.in_(named))
    return found | (dict(others.tuples()) if named else {})


def _categories(ids: Sequence[int]) -> dict[int, str]:
    """Give the name of each product's category, of several the first by the alphabet."""
    rows: Any = (
        ProductCategory.select(ProductCategory.product, fn.min(Category.name))
        .join(Category)
        .where(one_of(ProductCategory.product, ids))
        .group_by(ProductCategory.product)
    )
    return dict(rows.tuples())


def _seasons(ids: Sequence[int]) -> dict[int, list[SeasonalPrice]]:
    found: dict[int, list[SeasonalPrice]] = defaultdict(list)
    rows = SeasonalPrice.select().where(one_of(SeasonalPrice.product, ids))
    for each in rows.order_by(SeasonalPrice.begins_at, SeasonalPrice.id):
        found[each.product_id].append(each)
    return found


def _subscriptions(ids: Sequence[int]) -> dict[int, int]:
    rows: Any = (
        Subscription.select(Subscription.product, fn.count(Subscription.id))
        .where(one_of(Subscription.product, ids), Subscription.ended_at.is_null())
        .group_by(Subscription.product)
    )
    return dict(rows.tuples())


def _buyers(ids: Sequence[int]) -> dict[int, int]:
    """Count who has paid for each product."""
    rows: Any = (
        ProductBuyer.select(ProductBuyer.product, fn.count(ProductBuyer.email))
        .where(one_of(ProductBuyer.product, ids))
        .group_by(ProductBuyer.product)
    )
    return dict(rows.tuples())
