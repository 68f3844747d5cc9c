"""Numbers: what a shop's contents came to on its pages, by day, content, product and component."""

from __future__ import annotations

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
    """Orders in which contents have their share; amounts in minor units by currency."""

    orders: int = 0
    pieces: int | None = None
    amounts: dict[str, int] | None = field(default_factory=dict)


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
    known = asked.since >= today(shop) - KEPT
    if known and not (asked.uses(PRODUCT) or asked.uses(COMPONENT)):
        _know(shop, asked, rows)
    if known and not asked.uses(COMPONENT):
        _attribute(shop, asked, rows)
    if len(rows) > MOST_ROWS:
        raise Invalid(Problem("by", f"makes more than {MOST_ROWS} rows; ask for fewer days"))
    return Whole([rows[key] for key in sorted(rows)], lambda part: _named(shop, part))


def _row(asked: Asked, rows: dict[Key, Row], key: Key) -> Row:
    if key not in rows:
        rows[key] = Row(**dict(zip(asked.by, key, strict=True)))
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
    for found in _grouped(query, table, asked):
        row = _row(asked, rows, found[: len(asked.by)])
        for name, number in zip(COUNTS, found[len(asked.by) :], strict=True):
            # Of a product only what was done with it is counted.
            if name in ("clicks", "adds") or not asked.uses(PRODUCT):
                setattr(row, name, int(number))


def _know(shop: Shop, asked: Asked, rows: dict[Key, Row]) -> None:
    table: Any = Viewing
    for row in rows.values():
        row.visitors = 0
    unique = fn.COUNT(table.visitor.distinct())
    query = _narrowed(table.select(*_dimensions(table, asked), unique), table, shop, asked)
    for *key, number in _grouped(query, table, asked):
        _row(asked, rows, tuple(key)).visitors = int(number)


def _attribute(shop: Shop, asked: Asked, rows: dict[Key, Row]) -> None:
    for key, currency, orders, pieces, amount in _direct(shop, asked):
        sold = _row(asked, rows, key)
        sold.direct = _more(sold.direct, currency, orders, int(amount or 0))
        sold.direct.pieces = (sold.direct.pieces or 0) + int(pieces)
    if not asked.uses(PRODUCT):
        for key, currency, orders, amount in _assisted(shop, asked):
            sold = _row(asked, rows, key)
            sold.assisted = _more(sold.assisted, currency, orders, int(amount))
            if shop.only_seller_id is not None:
                # The whole order's, and so other sellers' as well.
                sold.assisted.amounts = None
    for row in rows.values():
        row.direct = row.direct or Sold(pieces=0)
        if not asked.uses(PRODUCT):
            row.assisted = row.assisted or Sold()


def _more(sold: Sold | None, currency: str, orders: int, amount: int) -> Sold:
    sold = sold or Sold()
    sold.orders += orders
    if sold.amounts is not None:
        sold.amounts[currency] = sold.amounts.get(currency, 0) + amount
    return sold


def _direct(shop: Shop, asked: Asked) -> Iterator[tuple[Key, str, int, int, int | None]]:
    """Sum the lines put into carts from players: each with its pieces, and its price if told."""
    table: Any = Attribution
    line: Any = PurchaseItem
    columns = [Product.uid if each == PRODUCT else getattr(table, each) for each in asked.by]
    query = table.select(
        *columns,
        Purchase.currency,
        fn.COUNT(Purchase.id.distinct()),
        fn.SUM(line.quantity),
        fn.SUM(line.quantity * line.price_amount),
    )
    same = (line.purchase == Purchase.id) & (line.ref == table.ref)
    query = query.join(Purchase).join(line, on=same)
    if asked.uses(PRODUCT):
        query = query.join(Product, on=line.product == Product.id)
    if asked.product is not None:
        query = query.where(Product.uid == asked.product)
    query = _narrowed(query.where(table.ref != ASSISTED), table, shop, asked)
    for found in query.group_by(*columns, Purchase.currency).tuples():
        yield (tuple(found[: len(asked.by)]), *found[len(asked.by) :])


def _assisted(shop: Shop, asked: Asked) -> Iterator[tuple[Key, str, int, int]]:
    """Sum the orders that contents were watched before, each once in a row."""
    table: Any = Attribution
    dimensions = _dimensions(table, asked)
    once = table.select(*dimensions, Purchase.id, Purchase.currency, Purchase.total_amount)
    once = once.join(Purchase).where(table.ref == ASSISTED).distinct()
    once = _narrowed(once, table, shop, asked)
    sums: dict[tuple[Key, str], tuple[int, int]] = {}
    for *key, _, currency, amount in once.tuples():
        orders, total = sums.get((tuple(key), currency), (0, 0))
        sums[tuple(key), currency] = orders + 1, total + amount
    for (key, currency), (orders, total) in sums.items():
        yield key, currency, orders, total


def _dimensions(table: Any, asked: Asked) -> list[Any]:
    return [getattr(table, each) for each in asked.by]


def _grouped(query: Any, table: Any, asked: Asked) -> Any:
    # Without dimensions there is one row, of all there is; and none where there is nothing.
    return query.group_by(*(_dimensions(table, asked) or [table.shop])).tuples()


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
