"""The shelf: products read together with what telling about them needs, and listed in pages.

By hand-written SQL, because lists of products are what servers of shops ask most: with models a
list of 20 cost 20 to 30 times as much CPU. Pages are found by the database's own counts
(`models/product_tally.py`), so the last page of a million costs what the first of a thousand does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson

from models.base import UID
from models.database import on_sqlite, read_rows
from models.loading import Loader
from models.product import Product
from models.product_tally import ALL, NOBODY, place_of
from models.shop import Shop
from usecases.rows import Listing, holding

PRODUCTS: Loader[Product] = Loader(Product)
# A shop of so many products is looked through faster than the index of all shops' names.
SCANNED = 1_000
BESIDES = "s.uid, d.uid, f.overridden"
READ = f"select {PRODUCTS.columns('p')}, {BESIDES}"
FROM = (
    "from product p left join seller s on s.id = p.seller_id"
    " left join following f on f.product_id = p.id left join feed d on d.id = f.feed_id"
)


class Article(NamedTuple):
    """A product with its seller's uid (None: the shop itself) and its categories' names.

    `feed` is the uid of the feed it follows, if one, but for what is `overridden`.
    """

    product: Product
    seller: str | None
    categories: tuple[str, ...]
    feed: str | None = None
    overridden: tuple[str, ...] = ()


class Shelf(Listing[Article]):
    """Products of a shop, or of one seller, newest first; narrowed or all of them."""

    def __init__(self, shop_id: int, seller_id: int | None, narrow: Sequence[Any] = ()) -> None:
        """Take further conditions as pairs of SQL and the value in it."""
        self._scope = shop_id, ALL if seller_id is None else seller_id
        first = ("shop_id = ?", shop_id) if seller_id is None else ("seller_id = ?", seller_id)
        conditions = [first, *narrow]
        self._where = " and ".join(sql for sql, _ in conditions)
        self._values = [value for _, value in conditions]
        self._narrowed = bool(narrow)

    def count(self) -> int:
        """Count everything that matches."""
        return self.page(1, 1)[0]

    def part(self, number: int, size: int) -> list[Article]:
        """Give part `number` (from 1) of `size` products."""
        return self.page(number, size)[1]

    def page(self, number: int, size: int) -> tuple[int, list[Article]]:
        """Count everything that matches, and give page `number` (from 1) of `size` products."""
        where, values, skip = self._where, [*self._values], (number - 1) * size
        if self._narrowed:
            [(total,)] = read_rows(f"select count(*) from product where {where}", values)  # noqa: S608
        else:
            total, below, skip = place_of(*self._scope, skip)
            if below is not None:
                where += " and id < ?"
                values.append(below)
        if (number - 1) * size >= total:
            return total, []
        ids = f"select id from product where {where} order by id desc limit ? offset ?"  # noqa: S608
        return total, told(f"p.id in ({ids})", [*values, size, skip])


def shelf_of(shop: Shop, *, name: str | None, ref: str | None, seller: str | None) -> Shelf:
    """Give what the caller may see, narrowed by part of the name, ref and seller's uid."""
    seller_id = shop.only_seller_id
    if seller is not None:
        wanted = _seller_id(shop, seller)
        # An unknown seller, or another than the caller's own, has nothing here.
        seller_id = wanted if wanted and seller_id in (None, wanted) else NOBODY
    narrow: list[tuple[str, Any]] = []
    if ref is not None:
        narrow += [("shop_id = ?", shop.id), ("ref = ?", ref)]
    if name:
        narrow.append(holding("name", name))
        narrow += _pieces(name) if place_of(shop.id, ALL, 0).total > SCANNED else ()
    return Shelf(shop.id, seller_id, narrow)


def _pieces(text: str) -> list[tuple[str, str]]:
    """Condition what holds a text to hold its three-letter pieces, which SQLite has an index of.

    Only pieces whose case everybody knows: the index folds more letters than `holds` does, and
    others.
    """
    if not on_sqlite():
        return []
    pieces = {text[at : at + 3] for at in range(len(text) - 2)}
    sure = [each for each in sorted(pieces) if all(map(_sure, each))]
    if not sure:
        return []
    asked = " ".join('"' + each.replace('"', '""') + '"' for each in sure)
    return [("id in (select rowid from product_search where product_search match ?)", asked)]


def _sure(letter: str) -> bool:
    return letter.isascii() or letter.lower() == letter.upper()


def told(condition: str, values: Sequence[Any]) -> list[Article]:
    """Read the products (`p`) that meet a condition in SQL, newest first."""
    rows = read_rows(
        f"{READ} {FROM} where {condition} order by p.id desc",
        values,
    )
    names = _categories([row[0] for row in rows])
    return [_article(PRODUCTS.load(row), row[PRODUCTS.width :], names) for row in rows]


def dressed(products: Iterable[Product]) -> list[Article]:
    """Join products that were read already with what telling about them needs."""
    rows = list(products)
    ids = list({each.id for each in rows})
    if not ids:
        return []
    found = read_rows(f"select p.id, {BESIDES} {FROM} where p.id in ({_marks(ids)})", ids)
    besides, names = {row[0]: row[1:] for row in found}, _categories(ids)
    return [_article(each, besides[each.id], names) for each in rows if each.id in besides]


def _article(product: Product, besides: Sequence[Any], names: dict[int, list[str]]) -> Article:
    seller, feed, overridden = besides
    categories = tuple(names[product.id]) if product.id in names else ()
    if feed is None:
        return Article(product, seller, categories)
    kept = orjson.loads(overridden) if isinstance(overridden, str) else overridden
    return Article(product, seller, categories, feed, tuple(kept))


def _categories(ids: Sequence[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    if ids:
        links = (
            "select k.product_id, c.name from product_category k"  # noqa: S608
            f" join category c on c.id = k.category_id where k.product_id in ({_marks(ids)})"
        )
        for product_id, name in read_rows(f"{links} order by c.name", ids):
            names[product_id].append(name)
    return names


def _seller_id(shop: Shop, uid: str) -> int | None:
    if not UID.fullmatch(uid):
        return None
    found = read_rows("select id from seller where uid = ? and shop_id = ?", (uid, shop.id))
    return int(found[0][0]) if found else None


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
