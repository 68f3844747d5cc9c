"""Purchases: what was bought in a shop, told by its pages or by its server, each order once.

    nobody's --page--> page's --server--> server's
        `-----------------server--------------^

Whoever knows the public app id can pretend to be a page of the shop. So a page's word is kept as
such until the server's takes its place, and never the other way round; what a page is told in
answer is the same whether the order was known or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN

from models import clock
from models.database import connected, exclusive
from models.errors import Invalid, Problem
from models.money import CURRENCIES, amount_of, text_of
from models.product import Product
from models.purchase import PAGE, SERVER, OrderDiffers, Purchase, PurchaseItem
from models.shop import Shop
from usecases.attribution import attribute
from usecases.days import midnight
from usecases.events import tell
from usecases.rows import Listing, find_row, refuse_sellers

KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Receipt:
    """A purchase with its items in order; those the shop sells here with their product."""

    purchase: Purchase
    items: tuple[PurchaseItem, ...]


def listed(
    shop: Shop,
    *,
    order_ref: str | None = None,
    product_ref: str | None = None,
    source: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Listing[Receipt]:
    """List the shop's purchases, newest first, from day `since` to day `until`, both included.

    A day is one of the shop's time zone. Raises `Invalid`.
    """
    refuse_sellers(shop)
    if since and until and until < since:
        raise Invalid(Problem("to", "must not be before from"))
    query: Any = Purchase.select().where(Purchase.shop == shop)
    if order_ref is not None:
        query = query.where(Purchase.order_ref == order_ref)
    if product_ref is not None:
        holding: Any = PurchaseItem.select(PurchaseItem.purchase)
        query = query.where(Purchase.id.in_(holding.where(PurchaseItem.ref == product_ref)))
    if source is not None:
        query = query.where(Purchase.source == source)
    if since is not None:
        query = query.where(Purchase.created_at >= midnight(shop, since))
    if until is not None:
        query = query.where(Purchase.created_at < midnight(shop, until + timedelta(days=1)))
    return Listing(query.order_by(Purchase.created_at.desc(), Purchase.id.desc()), _dressed)


def find(shop: Shop, uid: str) -> Receipt:
    """Find a purchase, or raise `NotFound`."""
    refuse_sellers(shop)
    return _dressed([find_row(Purchase, shop, uid, "purchase")])[0]


def record(
    shop: Shop,
    source: str,
    *,
    total: str,
    items: Iterable[Mapping[str, Any]],
    currency: str | None = None,
    order_ref: str | None = None,
    only_known: bool = False,
    visitor: str | None = None,
) -> Receipt | None:
    """Write a purchase down as its `source` (PAGE, SERVER) tells it, an order once.

    `total` and an item's `price`, of one piece, are texts such as `19.90`, in the shop's currency
    unless sent. Items: `ref`, `quantity`, `price`, `extra`, `mark` (`usecases/attribution.py`).
    `visitor` is who agreed to be known. With `only_known` a purchase none of
    whose items is a product of the shop is passed over: None. Raises `Invalid`, `OrderDiffers`.
    """
    refuse_sellers(shop)
    currency, items = currency or shop.currency, list(items)
    told = _read(shop, source, order_ref, total, currency), _read_items(items, currency)
    with exclusive(shop):
        _link(shop, told[1])
        known = _known(shop, order_ref)
        if known is not None:
            purchase = _settled(known, *told)
        elif only_known and not any(each.product_id for each in told[1]):
            return None
        else:
            purchase = _written(*told)
            _tell(purchase, "created")
        marks = [(each["ref"], each.get("mark")) for each in items]
        attribute(purchase, source, marks, visitor)
    return _dressed([purchase])[0]


def forget_purchases() -> None:
    """Remove what was bought more than a year ago."""
    with connected():
        Purchase.delete().where(Purchase.created_at < clock.now() - KEPT).execute()


def _read(shop: Shop, source: str, order_ref: str | None, total: str, currency: str) -> Purchase:
    if currency not in CURRENCIES:
        raise Invalid(Problem("currency", "must be an ISO 4217 code such as EUR"))
    return Purchase(
        shop=shop,
        source=source,
        order_ref=order_ref,
        total_amount=_amount("total", total, currency),
        currency=currency,
    )


def _read_items(items: Iterable[Mapping[str, Any]], currency: str) -> list[PurchaseItem]:
    read = []
    for position, told in enumerate(items):
        price = told.get("price")
        item = PurchaseItem(
            position=position,
            ref=told["ref"],
            quantity=told["quantity"],
            extra=dict(told.get("extra") or {}),
        )
        if price is not None:
            item.price_amount = _amount(f"items/{position}/price", price, currency)
        read.append(item)
    return read


def _amount(where: str, text: str, currency: str) -> int:
    try:
        return amount_of(text, currency)
    except ValueError as error:
        raise Invalid(Problem(where, str(error))) from None


def _link(shop: Shop, items: list[PurchaseItem]) -> None:
    """Say of each item which product of the shop it is, if any."""
    own: Any = Product.select(Product.ref, Product.id).where(
        Product.shop == shop, Product.ref.in_({each.ref for each in items})
    )
    ids = dict(own.tuples())
    for each in items:
        each.product = ids.get(each.ref)


def _known(shop: Shop, order_ref: str | None) -> Purchase | None:
    if order_ref is None:
        return None
    known: Purchase | None = Purchase.get_or_none(
        Purchase.shop == shop, Purchase.order_ref == order_ref
    )
    return known


def _settled(known: Purchase, told: Purchase, items: list[PurchaseItem]) -> Purchase:
    """Decide what an order that came before is from now on."""
    if told.source == PAGE:
        return known
    if known.source == SERVER:
        if _content(known, _dressed([known])[0].items) != _content(told, items):
            raise OrderDiffers("this order was told before with another content, which stands")
        return known
    known.source, known.currency, known.total_amount = SERVER, told.currency, told.total_amount
    PurchaseItem.delete().where(PurchaseItem.purchase == known).execute()
    _written(known, items)
    _tell(known, "confirmed")
    return known


def _content(purchase: Purchase, items: Iterable[PurchaseItem]) -> tuple[Any, ...]:
    """What makes an order this one; the products behind its items may have come or gone."""
    lines = [(each.ref, each.quantity, each.price_amount, each.extra) for each in _ordered(items)]
    return purchase.currency, purchase.total_amount, lines


def _written(purchase: Purchase, items: list[PurchaseItem]) -> Purchase:
    purchase.save()
    for each in items:
        each.purchase = purchase
    PurchaseItem.bulk_create(items)
    return purchase


def _tell(purchase: Purchase, verb: str) -> None:
    tell(
        purchase,
        verb,
        order_id=purchase.order_ref,
        total=text_of(purchase.total_amount, purchase.currency),
        currency=purchase.currency,
        source=purchase.source,
    )


def _dressed(purchases: list[Purchase]) -> list[Receipt]:
    lines = defaultdict(list)
    found: Any = PurchaseItem.select(PurchaseItem, Product).join(Product, JOIN.LEFT_OUTER)
    for each in found.where(PurchaseItem.purchase.in_([each.id for each in purchases])):
        lines[each.purchase_id].append(each)
    return [Receipt(each, tuple(_ordered(lines[each.id]))) for each in purchases]


def _ordered(items: Iterable[PurchaseItem]) -> list[PurchaseItem]:
    return sorted(items, key=lambda each: int(each.position))
