"""Prices: what a product costs now, in season or out of it, and whether it is for sale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from models import clock
from models.database import one_of
from models.errors import Conflict, Invalid, Problem
from models.product import Product
from models.quantity import LEAST, MOST_OF_ONE, PER_ONE, Quantity, is_whole
from models.season import SeasonalPrice

HOURLY = "hourly"


class NotForSale(Conflict):
    """The product is not shown, sold out, offered no more, or has no price."""

    code = "not-for-sale"


def prices_of(products: Iterable[Product]) -> dict[int, int]:
    """Give today's price of each product that has one, by its id, in minor units.

    Of seasons that hold, both ends included, the one that began last decides.
    """
    rows = list(products)
    usual = {each.id: each.usual_amount for each in rows}
    return {each: price for each, price in usual.items() if price is not None} | in_season(rows)


def in_season(products: Iterable[Product]) -> dict[int, int]:
    """Give the price of the season that holds now, by the ids of the products that have one.

    Asks nothing where no product has seasons.
    """
    seasonal = [each.id for each in products if each.selling and each.selling.get("seasonal")]
    if not seasonal:
        return {}
    now, prices = clock.now(), {}
    holding = SeasonalPrice.select().where(
        one_of(SeasonalPrice.product, seasonal),
        SeasonalPrice.begins_at <= now,
        # Moments are told to the second, and the last one is part of the season to its end.
        SeasonalPrice.ends_at >= now.replace(microsecond=0),
    )
    for season in holding.order_by(SeasonalPrice.begins_at, SeasonalPrice.id):
        prices[season.product_id] = season.amount
    return prices


def offers_of(products: Iterable[Product]) -> dict[int, int]:
    """Give today's price of each product that is for sale, by its id, in minor units."""
    return prices_of(each for each in products if is_for_sale(each))


def price_of(product: Product) -> int:
    """Give today's price of a product that is for sale; raises `NotForSale`."""
    check_for_sale(product)
    price = prices_of([product]).get(product.id)
    if price is None:
        raise NotForSale(f"{product.name} has no price")
    return price


def check_for_sale(product: Product) -> None:
    """See that a product is sold, whatever it costs; raises `NotForSale`."""
    if not is_for_sale(product):
        raise NotForSale(f"{product.name} is not for sale now")


def is_for_sale(product: Product) -> bool:
    """Tell whether a product is shown, not sold out, and still offered."""
    return is_offered(product) and in_stock(product)


def is_offered(product: Product) -> bool:
    """Tell whether a product is shown and still offered, also when it is sold out."""
    expires = (product.selling or {}).get("expires")
    over = expires is not None and datetime.fromisoformat(expires) <= clock.now()
    return product.published and not over


def in_stock(product: Product) -> bool:
    """Tell whether there is any of a product: what is counted counts, whatever was said of it."""
    return product.available is not False and product.quantity != 0


def check_quantity(product: Product, quantity: Quantity, where: str = "quantity") -> None:
    """See that so much of a product can be sold: hours to the hundredth, all else whole.

    Raises `Invalid`.
    """
    if not LEAST <= quantity <= MOST_OF_ONE:
        raise Invalid(Problem(where, f"must be more than 0, and at most {MOST_OF_ONE:,}"))
    if is_whole(quantity):
        return
    if (product.selling or {}).get("cycle") != HOURLY:
        raise Invalid(
            Problem(where, f"must be a whole number: {product.name} is not sold by the hour")
        )
    if not is_whole(quantity * PER_ONE):
        raise Invalid(Problem(where, "has at most two decimals"))
