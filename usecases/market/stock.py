"""Stock: what is sold leaves the shelf once, and comes back when nothing came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import ceil
from typing import Any

from models import clock
from models.contract import PRODUCT, ContractItem
from models.errors import Conflict
from models.product import Product
from usecases.events import tell


class Short(Conflict):
    """There is less of a product than is to be sold."""

    code = "short"


def take(items: Iterable[ContractItem]) -> None:
    """Take what is counted from the stock, all or nothing; raises `Short`."""
    for product, number in refuse_short(items):
        _move(product, -number)


def refuse_short(items: Iterable[ContractItem]) -> list[tuple[Product, int]]:
    """Raise `Short` where there is less than is to be sold; else list what is counted of it."""
    counted = _counted(items)
    for product, number in counted:
        there = product.quantity or 0
        if there < number:
            raise Short(f"of {product.name} there are {max(there, 0)}, not {number}")
    return counted


def give_back(items: Iterable[ContractItem]) -> None:
    """Put back what was taken."""
    for product, number in _counted(items):
        _move(product, number)


def _counted(items: Iterable[ContractItem]) -> list[tuple[Product, int]]:
    """List products that are counted, and how many of each, in one order for all.

    Things are whole: of an hour that was begun, one is gone.
    """
    numbers: Counter[int] = Counter()
    for each in items:
        if each.kind == PRODUCT and each.product_id is not None:
            numbers[each.product_id] += ceil(each.quantity)
    rows = Product.select().where(Product.id.in_(list(numbers)), Product.quantity.is_null(False))
    return [(each, numbers[each.id]) for each in rows.order_by(Product.id)]


def _move(product: Product, number: int) -> None:
    # Counted by the database: a feed may write the number without holding the shop.
    changes: Any = {"quantity": Product.quantity + number, "version": Product.version + 1}
    enough = Product.quantity >= -number if number < 0 else Product.quantity.is_null(False)
    moved = Product.update(updated_at=clock.now(), **changes).where(
        Product.id == product.id, enough
    )
    if not moved.execute() and number < 0:
        raise Short(f"of {product.name} there is less than {-number}")
    tell(product, "updated")
