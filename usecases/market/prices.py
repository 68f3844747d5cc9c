"""Prices: what a product costs now, in season or out of it."""

from __future__ import annotations

from collections.abc import Iterable

from models import clock
from models.errors import Conflict
from models.product import Product
from models.season import SeasonalPrice


class NotForSale(Conflict):
    """The product is not shown, sold out, or has no price."""

    code = "not-for-sale"


def prices_of(products: Iterable[Product]) -> dict[int, int]:
    """Give today's price of each product that has one, by its id, in minor units.

    Of seasons that hold, both ends included, the one that began last decides.
    """
    rows, now = list(products), clock.now()
    prices = {}
    for each in rows:
        price = each.price_amount if each.offer_amount is None else each.offer_amount
        if price is not None:
            prices[each.id] = price
    seasonal = [each.id for each in rows if (each.selling or {}).get("seasonal")]
    holding = SeasonalPrice.select().where(
        SeasonalPrice.product.in_(seasonal),
        SeasonalPrice.begins_at <= now,
        SeasonalPrice.ends_at >= now,
    )
    for season in holding.order_by(SeasonalPrice.begins_at, SeasonalPrice.id):
        prices[season.product_id] = season.amount
    return prices


def price_of(product: Product) -> int:
    """Give today's price of a product that is for sale; raises `NotForSale`."""
    price = prices_of([product]).get(product.id)
    if price is None:
        raise NotForSale(f"{product.name} has no price")
    if not product.published or product.available is False:
        raise NotForSale(f"{product.name} is not for sale now")
    return price
