"""Products as the product service tells them: found by id, listed in pages, newest first.

A list that is not narrowed is cut into pages by the database's own counts
(`models/product_tally.py`), so the last page costs what the first does. Rows are read by
hand-written SQL with all that telling them needs, in two statements whatever their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from models.database import read_rows, within
from models.errors import NotFound
from models.loading import Loader
from models.product import CATALOG_ID, Product
from models.product_tally import ALL, PUBLISHED, place_of
from models.shop import Shop
from usecases.pictures import picture_url
from usecases.rows import Listing, owned

PRODUCTS: Loader[Product] = Loader(Product)
# Ids of one statement.
AT_ONCE = 500
# Seconds that a search may take: of anybody at all, and of a shop's own servers.
READERS_WAIT, SERVERS_WAIT = 3.0, 30.0
# Ids of rows end there, so no list is longer.
LONGEST_LIST = 1 << 31
READ = (
    f"select {PRODUCTS.columns('p')}, r.catalog_id, t.catalog_id,"  # noqa: S608
    " s.uid, s.external_id, s.name, o.url"
    " from product p left join product r on r.id = p.parent_id"
    " left join product_template t on t.id = p.template_id"
    " left join seller s on s.id = p.seller_id left join picture_order o on o.product_id = p.id"
)


class Vendor(NamedTuple):
    """Who sells a product: the merchant's own id for the seller, and its name."""

    id: str
    name: str


class Entry(NamedTuple):
    """A product, the ids of its parent and its template, who sells it, its picture.

    `picture_url` may still be somebody else's; `categories` are uids.
    """

    product: Product
    parent: str | None
    template: str | None
    vendor: Vendor | None
    picture_url: str | None
    categories: tuple[str, ...]


class Entries(Listing[Entry]):
    """All products of a shop, or of a seller, that the caller may see, newest first."""

    def __init__(self, shop: Shop, *, unpublished: bool) -> None:
        """Leave out what is not published unless told otherwise."""
        seller = shop.only_seller_id
        self._list = shop.id, PUBLISHED if not unpublished and seller is None else seller or ALL
        self._where, self._values = _visible(shop, unpublished=unpublished)
        self._counted = unpublished or seller is None

    def count(self) -> int:
        """Count them."""
        if self._counted:
            return place_of(*self._list, 0).total
        sql = f"select count(*) from product p where {self._where}"  # noqa: S608
        [(total,)] = read_rows(sql, self._values)
        return int(total)

    def part(self, number: int, size: int) -> list[Entry]:
        """Give part `number` (from 1) of `size` products."""
        skip, below = (number - 1) * size, None
        if skip >= LONGEST_LIST:
            return []
        if self._counted:
            total, below, skip = place_of(*self._list, skip)
            if skip >= total:
                return []
        where, values = self._where, [*self._values]
        if below is not None:
            where += " and p.id < ?"
            values.append(below)
        ids = f"select p.id from product p where {where} order by p.id desc limit ? offset ?"  # noqa: S608
        return _read([number for (number,) in read_rows(ids, [*values, size, skip])])


class Matching(Listing[Entry]):
    """The products that a Peewee condition holds for and that the caller may see."""

    def __init__(
        self,
        shop: Shop,
        condition: Any = None,
        order: Sequence[Any] = (),
        *,
        unpublished: bool,
        seconds: float = SERVERS_WAIT,
    ) -> None:
        """Take terms to sort by, which decide between any two; newest first without.

        What takes more than so many seconds is `TookTooLong`.
        """
        self._seconds = seconds
        query: Any = Product.select(Product.id).where(seen(shop, unpublished=unpublished))
        query = query if condition is None else query.where(condition)
        newest: Any = Product.id
        super().__init__(query.order_by(*(order or (newest.desc(),))))

    def count(self) -> int:
        """Count them."""
        with within(self._seconds):
            return super().count()

    def part(self, number: int, size: int) -> list[Entry]:
        """Give part `number` (from 1) of `size` products."""
        if (number - 1) * size >= LONGEST_LIST:
            return []
        with within(self._seconds):
            ids = [each for (each,) in self._query.paginate(number, size).tuples()]
        return _read(ids)


def find(shop: Shop, catalog_id: str, *, unpublished: bool) -> Entry:
    """Find a product by its id, or raise `NotFound`: also for what the caller may not see."""
    found = find_many(shop, [catalog_id], unpublished=unpublished)
    if not found:
        raise NotFound("this shop has no product with this id")
    return found[0]


def find_many(shop: Shop, catalog_ids: Iterable[str], *, unpublished: bool) -> list[Entry]:
    """Find products by their ids, each once, in the order asked for; the others are left out."""
    wanted = [each for each in dict.fromkeys(catalog_ids) if CATALOG_ID.fullmatch(each)]
    visible, values = _visible(shop, unpublished=unpublished)
    rows: list[int] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        sql = f"select p.id from product p where {visible} and p.catalog_id in ({_marks(some)})"  # noqa: S608
        rows += [number for (number,) in read_rows(sql, [*values, *some])]
    found = {each.product.catalog_id: each for each in _read(rows)}
    return [found[each] for each in wanted if each in found]


def seen(shop: Shop, *, unpublished: bool) -> Any:
    """The condition of products that the caller may see."""
    mine = owned(Product, shop)
    return mine if unpublished else mine & Product.published


def told(products: Iterable[Product]) -> list[Entry]:
    """Join products that were read already with what telling them needs."""
    wanted = list(products)
    fresh = {each.product.id: each for each in _read([each.id for each in wanted])}
    return [fresh[each.id]._replace(product=each) for each in wanted if each.id in fresh]


def _visible(shop: Shop, *, unpublished: bool) -> tuple[str, list[Any]]:
    """Spell `seen` in SQL, with the values in it."""
    where, values = "p.shop_id = ?", [shop.id]
    if shop.only_seller_id is not None:
        where += " and p.seller_id = ?"
        values.append(shop.only_seller_id)
    return where if unpublished else f"{where} and p.published", values


def _read(ids: Sequence[int]) -> list[Entry]:
    """Read products in the order of their ids."""
    found: dict[int, Entry] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        categories = _categories(some)
        for row in read_rows(f"{READ} where p.id in ({_marks(some)})", some):
            found[row[0]] = _entry(row, categories)
    return [found[each] for each in ids if each in found]


def _entry(row: Sequence[Any], categories: dict[int, list[str]]) -> Entry:
    product = PRODUCTS.load(row)
    parent, template, uid, external_id, name, ordered = row[PRODUCTS.width :]
    return Entry(
        product=product,
        parent=parent or product.above,
        template=template,
        vendor=None if uid is None else Vendor(external_id or uid, name),
        picture_url=picture_url(product.picture) or ordered,
        categories=tuple(categories.get(product.id, ())),
    )


def _categories(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    links = (
        "select k.product_id, c.uid from product_category k"  # noqa: S608
        f" join category c on c.id = k.category_id where k.product_id in ({_marks(ids)})"
    )
    for product_id, uid in read_rows(f"{links} order by c.name, c.id", ids):
        found[product_id].append(uid)
    return found


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
