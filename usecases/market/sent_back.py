"""Products that are sent back as they were told: what was told with less than is kept stays whole.

Clients read a product, change one field and send all of it. Its one category, its one price, its
seller who is a user and whether it is in stock are told of more that is kept; sent unchanged, they
change nothing.
"""

from __future__ import annotations

from typing import Any

from models.product import Product
from usecases.market.prices import in_stock
from usecases.market.wares import wares_of


def without_echoes(product: Product, facts: dict[str, Any]) -> dict[str, Any]:
    """Give the facts (`selling.add`) but for those that say only what is told of the product."""
    [ware] = wares_of([product])
    told = {
        "in_stock": in_stock(product),
        "price": product.usual_amount,
        "category": ware.category,
        "user": ware.user.uid if ware.user else None,
        "parent": ware.parent_uid,
    }
    same = {name for name, value in told.items() if name in facts and facts[name] == value}
    return {name: value for name, value in facts.items() if name not in same}
