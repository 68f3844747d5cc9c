"""Trees of products: each stands below the one whose id it names, which may come after it.

What is above and below a product is read level by level and kept nowhere, so nothing of it can be
out of date (decision 0055). Products of two sellers stand in no tree together: whoever names
another's product stands below nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from peewee import chunked

from models.errors import Invalid, Problem
from models.product import CATALOG_ID, DYNAMIC_VARIANT, Product
from models.shop import Shop

# Ids of one statement.
AT_ONCE = 5_000
READ = (
    Product.id,
    Product.catalog_id,
    Product.ref,
    Product.kind,
    Product.above,
    Product.seller,
    Product.version,
    Product.name,
    Product.locale,
    Product.translations,
    Product.published,
    Product.sheet,
)
# Roots whose trees are read together, and products that one answer tells of trees at most.
ROOTS_AT_ONCE, MOST_TOLD = 20, 10_000
Attributes = dict[str, Any]


class Place(NamedTuple):
    """Where a product stands: the ids of `path` lead from the one above it towards the root.

    `missing` is the id that leads on to nothing; `cyclic`: the way leads back to itself.
    """

    path: tuple[str, ...] = ()
    missing: str | None = None
    cyclic: bool = False

    @property
    def whole(self) -> bool:
        """Tell whether the way ends at a root."""
        return self.missing is None and not self.cyclic


class Trees:
    """Dynamic variants by their ids, as many as were put in; `others` are of other kinds."""

    def __init__(self) -> None:
        self.rows: dict[str, Product] = {}
        self.others: set[str] = set()
        self._below: dict[str, dict[str, Product]] = {}

    def put(self, product: Product) -> None:
        """Take a product in, in place of the one of its id."""
        self.take_out(product)
        self.rows[_id(product)] = product
        if product.above is not None:
            self._below.setdefault(product.above, {})[_id(product)] = product

    def take_out(self, product: Product) -> None:
        """Forget the product of this one's id."""
        known = self.rows.pop(_id(product), None)
        if known is not None and known.above is not None:
            del self._below[known.above][_id(product)]

    def place(self, product: Product) -> Place:
        """Say where a product stands."""
        path: list[str] = []
        at = product
        while at.above is not None:
            if at.above == product.catalog_id or at.above in path:
                return Place(tuple(path), cyclic=True)
            found = self.rows.get(at.above)
            if found is None or found.seller_id != at.seller_id:
                return Place(tuple(path), missing=at.above)
            path.append(at.above)
            at = found
        return Place(tuple(path))

    def levels_below(self, product: Product) -> list[list[Product]]:
        """List what stands below a product, level by level, none of it twice."""
        seen = {_id(product)}
        levels, level = [], [product]
        while level := [
            each for up in level for each in self._children(up) if _id(each) not in seen
        ]:
            seen |= {_id(each) for each in level}
            levels.append(level)
        return levels

    def inherited(self, place: Place) -> Attributes:
        """Join the attributes of all above a product, those of nearer ones over the others'."""
        joined: Attributes = {}
        for each in reversed(place.path):
            joined |= own_attributes(self.rows[each])
        return joined

    def _children(self, product: Product) -> list[Product]:
        below = self._below.get(_id(product), {}).values()
        return [each for each in below if each.seller_id == product.seller_id]


def own_attributes(product: Product) -> Attributes:
    """Give the attributes by which a product differs from the one above it."""
    return (product.sheet or {}).get("own_attributes") or {}


def read_trees(shop: Shop, products: Iterable[Product], *, below: bool) -> Trees:
    """Read all that is above the dynamic variants among products; `below` roots as well.

    Raises `Invalid` where that is more than an answer should hold.
    """
    dynamic = [each for each in products if each.kind == DYNAMIC_VARIANT]
    trees = read_above(shop, dynamic)
    roots = [_id(each) for each in dynamic if below and each.above is None]
    for some in chunked(roots, ROOTS_AT_ONCE):
        read_below(shop, trees, set(some))
        if len(trees.rows) > MOST_TOLD:
            why = (
                f"these have more than {MOST_TOLD:,} variants; ask for fewer, or leave variants out"
            )
            raise Invalid(Problem("pageSize", why))
    return trees


def read_above(shop: Shop, products: Iterable[Product]) -> Trees:
    """Read all that is above products, a statement for each level; they are taken in themselves."""
    trees = Trees()
    for each in products:
        trees.put(each)
    _climb(shop, trees, {each.above for each in trees.rows.values() if each.above is not None})
    return trees


def read_below(shop: Shop, trees: Trees, ids: Collection[str]) -> None:
    """Read all that is below products of these ids, a statement for each level."""
    asked: set[str] = set()
    wanted = set(ids)
    while wanted:
        asked |= wanted
        found = _read(shop, Product.above, wanted)
        for each in found:
            if _id(each) not in trees.rows:
                trees.put(each)
        wanted = {_id(each) for each in found} - asked


def read_around(shop: Shop, ids: Collection[str]) -> Trees:
    """Read the whole trees that products of these ids stand in, as they are kept."""
    trees = Trees()
    _climb(shop, trees, set(ids))
    read_below(shop, trees, {*ids, *trees.rows})
    return trees


def _climb(shop: Shop, trees: Trees, ids: set[str]) -> None:
    asked: set[str] = set()
    wanted = ids - set(trees.rows)
    while wanted:
        asked |= wanted
        for each in _read(shop, Product.catalog_id, wanted):
            if each.kind == DYNAMIC_VARIANT:
                trees.put(each)
            else:
                trees.others.add(_id(each))
        above = {each.above for each in trees.rows.values() if each.above is not None}
        wanted = above - set(trees.rows) - asked


def _read(shop: Shop, column: Any, ids: Collection[str]) -> list[Product]:
    known = sorted(each for each in ids if CATALOG_ID.fullmatch(each))
    query: Any = Product.select(*READ)
    return [
        each
        for some in chunked(known, AT_ONCE)
        for each in query.where(Product.shop == shop, column.in_(some)).order_by(Product.id)
    ]


def _id(product: Product) -> str:
    return product.catalog_id or ""
