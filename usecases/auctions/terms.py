"""Terms: what an auction begins with, is raised by, may come to, and how long it lasts.

A product may have terms: by these it is auctioned in every live that carries it
(`usecases/auctions/offers.py`), unless the live has terms of its own for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from models import money
from models.auction import Auction
from models.content import STARTED, Content, ContentProduct
from models.errors import Conflict, Invalid, Problem
from models.product import Product

Terms = dict[str, Any]
AMOUNTS = ("starting_amount", "increment_amount", "maximum_amount")
NAMES = (*AMOUNTS, "duration_s", "extending")
UNLESS_SENT: Terms = {"maximum_amount": None, "extending": True}
LONGEST_S = 24 * 3_600
# What a bigint of every database keeps, after any number of bids.
MOST_AMOUNT = 10**15


class ProductLocked(Conflict):
    """A live that is on air carries the product, so what it is sold by stays as it is."""

    code = "product-locked"


def read(sent: Mapping[str, Any], currency: str, before: Terms | None = None) -> Terms:
    """Take terms that were sent, over those there were before.

    Amounts come as minor units or as decimal text. Raises `Invalid`.
    """
    terms = {**UNLESS_SENT, **(before or {}), **sent}
    if terms["extending"] is None:
        terms["extending"] = UNLESS_SENT["extending"]
    for name in AMOUNTS:
        terms[name] = amount_of(terms.get(name), currency, name)
    faults = [
        Problem(name, f"must be from {least} to {most}")
        for name, least, most in (
            ("starting_amount", 0, MOST_AMOUNT),
            ("increment_amount", 1, MOST_AMOUNT),
            ("duration_s", 1, LONGEST_S),
        )
        if terms.get(name) is None or not least <= terms[name] <= most
    ]
    highest = terms["maximum_amount"]
    if not faults and highest is not None and not terms["starting_amount"] < highest <= MOST_AMOUNT:
        faults.append(Problem("maximum_amount", "must be above the starting price, or null"))
    if faults:
        raise Invalid(*faults)
    return {name: terms[name] for name in NAMES}


def amount_of(amount: Any, currency: str, where: str) -> Any:
    """Give an amount in minor units, whether it came so or as text. Raises `Invalid`."""
    try:
        return money.amount_of(amount, currency) if isinstance(amount, str) else amount
    except ValueError as error:
        raise Invalid(Problem(where, str(error))) from None


def of_product(product: Product) -> Terms | None:
    """Give the terms a product has, None: it is sold otherwise.

    They mean nothing in another currency than the one they were sent in.
    """
    kept = product.auction
    if not kept or kept["currency"] != product.currency:
        return None
    return {name: kept[name] for name in NAMES}


def of_auction(auction: Auction) -> Terms:
    """Give the terms of a live's auction."""
    return {name: getattr(auction, name) for name in NAMES}


def write(product: Product, sent: Mapping[str, Any] | None) -> None:
    """Give a product terms, over those it has; None takes them away. Save it yourself.

    Raises `Invalid` (at `auction/…`), `ProductLocked`.
    """
    before = of_product(product)
    try:
        terms = None if sent is None else read(sent, product.currency, before)
    except Invalid as error:
        placed = [Problem(f"auction/{where}", why) for where, why in error.problems]
        raise Invalid(*placed) from None
    if terms != before:
        refuse_locked(product)
    product.auction = None if terms is None else {"currency": product.currency, **terms}


def locked(products: Iterable[Product]) -> set[int]:
    """Tell, by their ids, which of the products a live that is on air carries."""
    ids = [each.id for each in products if each.id is not None]
    links: Any = ContentProduct.select(ContentProduct.product).join(Content)
    on_air = links.where(ContentProduct.product.in_(ids), Content.state == STARTED)
    return {product_id for (product_id,) in on_air.tuples()}


def refuse_locked(product: Product) -> None:
    """Raise `ProductLocked` while a live on air carries the product."""
    if locked([product]):
        raise ProductLocked("a live that is on air carries this product; change it afterwards")
