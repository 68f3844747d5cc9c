"""Numbers: what a shop's contents came to on its pages, by day, content, product and component."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from peewee import fn

from models.content import Content
from models.day_count import WHOLE, DayCount, Viewing
from models.errors import Invalid, Problem
from models.product import Product
from models.purchase import ASSISTED, Attribution, Purchase, PurchaseItem
from models.shop import Shop
from usecases.counting import KEPT, Counts
from usecases.days import today
from usecases.rows import Whole

DAY, CONTENT, PRODUCT, COMPONENT = "day", "content", "product", "component"
# Rows of one answer; more are asked for in parts.
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Asked:
    """Which numbers: of days `since` to `until`, both included, in rows by these dimensions."""

    since: date
    until: date
    by: tuple[str, ...] = (DAY,)
    content: str | None = None
    product: str | None = None
    component: str | None = None

    def uses(self, dimension: str) -> bool:
        """Tell whether rows are of one of this dimension each."""
        return dimension in self.by or getattr(self, dimension, None) is not None


@dataclass
class Sold:
    """Orders in which contents have their share, by id; amounts in minor units by currency."""

    orders: set[int] = field(default_factory=set)
    pieces: int | None = None
    amounts: dict[str, int] | None = field(default_factory=dict)

    def add(self, order: int, currency: str, amount: int) -> None:
        """Add what an order came to; in Python, where no sum is too large."""
        self.orders.add(order)
        if self.amounts is not None:
            self.amounts[currency] = self.amounts.get(currency, 0) + amount


@dataclass
class Row:
    """What came of one day, content, product and component, of those that were asked for.

    What was not measured, or not for rows like this, is None; nothing is made up.
    """

    day: date | None = None
    content: str | None = None
    content_name: str | None = None
    product: str | None = None
    product_ref: str | None = None
    product_name: str | None = None
    component: str | None = None
    impressions: int | None = None
    views: int | None = None
    watch_s: int | None = None
    completions: int | None = None
    clicks: int = 0
    adds: int = 0
    visitors: int | None = None
    direct: Sold | None = None
    assisted: Sold | None = None


Key = tuple[Any, ...]
COUNTS = [each.name for each in fields(Counts)]


def numbers(shop: Shop, asked: Asked) -> Whole[Row]:
    """List the rows, by day and then by what they are of; a seller's key has its contents' alone.

    Raises `Invalid`.
    """
    if asked.until < asked.since:
        raise Invalid(Problem("to", "must not be before from"))
    rows: dict[Key, Row] = {}
    _count(shop, asked, rows)
    if asked.since >= today(shop) - KEPT and not asked.uses(COMPONENT):
        _attribute(shop, asked, rows)
        if not asked.uses(PRODUCT):
            _know(shop, asked, rows)
    if len(rows) > MOST_ROWS:
        raise Invalid(Problem("by", f"makes more than {MOST_ROWS} rows; ask for fewer days"))
    return Whole([rows[key] for key in sorted(rows)], lambda part: _named(shop, part))


def _row(asked: Asked, rows: dict[Key, Row], key: Key) -> Row:
    if key not in rows:
        # Of a product only what was done with it is counted.
        facts: dict[str, Any] = {} if asked.uses(PRODUCT) else dict.fromkeys(COUNTS, 0)
        rows[key] = Row(**facts, **dict(zip(asked.by, key, strict=True)))
    return rows[key]


def _count(shop: Shop, asked: Asked, rows: dict[Key, Row]) -> None:
    table: Any = DayCount
    told = [getattr(table, each) for each in COUNTS]
    query = table.select(*_dimensions(table, asked), *(fn.SUM(each) for each in told))
    query = _narrowed(query, table, shop, asked)
    if asked.product is not None:
        query = query.where(table.product == asked.product)
    elif PRODUCT in asked.by:
        query = query.where(table.product != WHOLE)
    if asked.component is not None:
        query = query.where(table.component == asked.component)
    for key, found in _grouped(query, table, asked):
        row = _row(asked, rows, key)
        for name, number in zip(COUNTS, found, strict=True):
            if getattr(row, name) is not None:
                setattr(row, name, int(number))


def _know(shop: Shop, asked: Asked, rows: dict[Key, Row]) -> None:
    table: Any = Viewing
    for row in rows.values():
        row.visitors = 0
    unique = fn.COUNT(table.visitor.distinct())
    query = _narrowed(table.select(*_dimensions(table, asked), unique), table, shop, asked)
    for key, [number] in _grouped(query, table, asked):
        _row(asked, rows, key).visitors = int(number)


def _attribute(shop: Shop, asked: Asked, rows: dict[Key, Row]) -> None:
    direct: dict[Key, Sold] = defaultdict(lambda: Sold(pieces=0))
    for key, (order, currency, quantity, price) in _lines(shop, asked):
        sold = direct[key]
        sold.add(order, currency, quantity * (price or 0))
        sold.pieces = (sold.pieces or 0) + quantity
    # Whole orders are other sellers' as well.
    alone = shop.only_seller_id is not None
    assisted: dict[Key, Sold] = defaultdict(lambda: Sold(amounts=None) if alone else Sold())
    for key, (order, currency, total) in [] if asked.uses(PRODUCT) else _orders(shop, asked):
        assisted[key].add(order, currency, total)
    for key in direct.keys() | assisted.keys():
        _row(asked, rows, key)
    for key, row in rows.items():
        row.direct = direct[key]
        row.assisted = None if asked.uses(PRODUCT) else assisted[key]


def _lines(shop: Shop, asked: Asked) -> Iterator[tuple[Key, Any]]:
    """List the lines put into carts from players: row; order, currency, pieces, price."""
    table: Any = Attribution
    line: Any = PurchaseItem
    columns = [Product.uid if each == PRODUCT else getattr(table, each) for each in asked.by]
    query = table.select(*columns, Purchase.id, Purchase.currency, line.quantity, line.price_amount)
    same = (line.purchase == Purchase.id) & (line.ref == table.ref)
    query = query.join(Purchase).join(line, on=same)
    if asked.uses(PRODUCT):
        query = query.join(Product, on=line.product == Product.id)
    if asked.product is not None:
        query = query.where(Product.uid == asked.product)
    query = _narrowed(query.where(table.ref != ASSISTED), table, shop, asked)
    yield from _parted(query, asked)


def _orders(shop: Shop, asked: Asked) -> Iterator[tuple[Key, Any]]:
    """List the orders that contents were watched before: row; order, currency, total."""
    table: Any = Attribution
    columns = [*_dimensions(table, asked), Purchase.id, Purchase.currency, Purchase.total_amount]
    query = table.select(*columns).join(Purchase).where(table.ref == ASSISTED).distinct()
    yield from _parted(_narrowed(query, table, shop, asked), asked)


def _dimensions(table: Any, asked: Asked) -> list[Any]:
    return [getattr(table, each) for each in asked.by]


def _parted(query: Any, asked: Asked) -> Iterator[tuple[Key, Any]]:
    """Part what was found into the key of its row and the rest."""
    for found in query.tuples():
        yield found[: len(asked.by)], found[len(asked.by) :]


def _grouped(query: Any, table: Any, asked: Asked) -> Any:
    # Without dimensions there is one row, of all there is; and none where there is nothing.
    return _parted(query.group_by(*(_dimensions(table, asked) or [table.shop])), asked)


def _narrowed(query: Any, table: Any, shop: Shop, asked: Asked) -> Any:
    query = query.where(table.shop == shop, table.day.between(asked.since, asked.until))
    if asked.content is not None:
        query = query.where(table.content == asked.content)
    if shop.only_seller_id is not None:
        own: Any = Content.select(Content.uid).where(
            Content.shop == shop, Content.seller == shop.only_seller_id
        )
        query = query.where(table.content.in_(own))
    return query


def _named(shop: Shop, rows: Sequence[Row]) -> list[Row]:
    """Give rows their names; what was removed has none any more."""
    contents: Any = Content.select(Content.uid, Content.name)
    names = dict(contents.where(Content.uid.in_({each.content for each in rows})).tuples())
    products: Any = Product.select(Product.uid, Product.ref, Product.name).where(
        Product.shop == shop, Product.uid.in_({each.product for each in rows})
    )
    known = {uid: (ref, name) for uid, ref, name in products.tuples()}
    for row in rows:
        row.content_name = names.get(row.content)
        row.product_ref, row.product_name = known.get(row.product, (None, None))
    return list(rows)
