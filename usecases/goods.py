"""Goods: products with all that a server is told of them, and named as servers name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from models.database import exclusive
from models.errors import Conflict, NotFound
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases import picture_orders, products, sellers
from usecases.auctions import terms
from usecases.numerals import find_all_numbered, find_numbered
from usecases.pictures import picture_url
from usecases.rows import Listing, Whole, owned

# Values of one query.
AT_ONCE = 500


class Unnamed(Conflict):
    """No product can be meant: neither its number nor the merchant's own id was sent."""

    code = "no-product-id"


class Name(NamedTuple):
    """How a server names a product: by its numeral or uid, or else by the merchant's own id."""

    numeral: str | None
    external_id: str | None


@dataclass(frozen=True)
class KnownSeller:
    """A seller and the address of its picture, which may still be somebody else's."""

    seller: Seller
    picture_url: str | None


@dataclass(frozen=True)
class Good:
    """A product, who sells it and the address of its picture, which may still be somebody else's.

    `locked`: a live on air carries it, so that what it is sold by stays as it is.
    """

    product: Product
    seller: KnownSeller | None
    picture_url: str | None
    locked: bool


class Dressed(Listing[Any]):
    """A list whose rows are joined with more, a page at a time."""

    def __init__(self, inner: Listing[Any], dress: Any) -> None:
        super().__init__(None, dress)
        self._inner = inner

    def count(self) -> int:
        """Count everything that matches."""
        return self._inner.count()

    def part(self, number: int, size: int) -> list[Any]:
        """Give part `number` (from 1) of `size` rows."""
        return self._dress(self._inner.part(number, size))


def listed(shop: Shop, *, name: str | None, seller: str | None) -> Listing[Good]:
    """List the shop's products, newest first, by part of the name and the seller's numeral."""
    uid = None
    if seller is not None:
        found = find_all_numbered(Seller, shop, [seller]).get(seller)
        if found is None:
            return Whole([])
        uid = found.uid
    articles = products.listed(shop, name=name, seller=uid)
    return Dressed(articles, lambda rows: told(each.product for each in rows))


def find(shop: Shop, name: Name) -> Product:
    """Find the product that is named; raises `NotFound`, `Unnamed`."""
    return _refused_or(named(shop, [name])[0], name)


def named(shop: Shop, names: Sequence[Name]) -> list[Product | None]:
    """Find the products that are named, in order, None for those the shop has not.

    Raises `Unnamed`.
    """
    refuse_unnamed(names)
    numerals = [each.numeral for each in names if each.numeral is not None]
    numbered = find_all_numbered(Product, shop, numerals)
    ids = [each.external_id for each in names if each.numeral is None and each.external_id]
    own: dict[str, Product] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = Product.external_id.in_(ids[start : start + AT_ONCE])
        for row in Product.select().where(owned(Product, shop), some):
            own[row.external_id or ""] = row
    return [
        own.get(each.external_id or "") if each.numeral is None else numbered.get(each.numeral)
        for each in names
    ]


def refuse_unnamed(names: Iterable[Name]) -> None:
    """Raise `Unnamed` unless each product is named, before anything is done."""
    if any(each.numeral is None and each.external_id is None for each in names):
        raise Unnamed("name each product by its number or by your own id")


def add(shop: Shop, **facts: Any) -> Good:
    """Put a product on the shelf; the facts of `products.add`, `seller` by its numeral.

    Raises `Invalid`, `RefTaken`, `ProductIdTaken`, `NotFound`.
    """
    return _told(products.add(shop, **_sold_by(shop, facts)).product)


def change(shop: Shop, name: Name, /, **facts: Any) -> Good:
    """Change what is sent of a product; the facts of `add`.

    Raises `NotFound`, `Unnamed`, `Invalid`, `RefTaken`, `ProductIdTaken`, `SellerDiffers`,
    `ProductLocked`.
    """
    with exclusive(shop):
        product = find(shop, name)
        changed = products.change(shop, product.uid, **_sold_by(shop, facts)).product
        if _prices(changed) != _prices(product):
            terms.refuse_locked(changed)
        return _told(changed)


def remove(shop: Shop, name: Name) -> Product:
    """Remove a product from the shelf and every content. Raises `NotFound`, `Unnamed`."""
    product = find(shop, name)
    products.remove(shop, product.uid)
    return product


def told(rows: Iterable[Product]) -> list[Good]:
    """Join products with what is told of them, in a fixed number of queries."""
    wanted = list(rows)
    ids = [each.id for each in wanted]
    if not ids:
        return []
    pictures, locked = picture_orders.ordered(Product, ids), terms.locked(wanted)
    owners = known_sellers({each.seller_id for each in wanted if each.seller_id is not None})
    return [
        Good(
            product=each,
            seller=owners.get(each.seller_id or 0),
            picture_url=picture_url(each.picture) or pictures.get(each.id),
            locked=each.id in locked,
        )
        for each in wanted
    ]


def listed_sellers(shop: Shop, *, name: str | None) -> Listing[KnownSeller]:
    """List the shop's sellers by name, narrowed by a part of it."""
    return Dressed(sellers.listed(shop, name=name), _known)


def find_seller(shop: Shop, numeral: str) -> KnownSeller:
    """Find the seller of a numeral or uid; raises `NotFound`."""
    return known(find_numbered(Seller, shop, numeral, "seller"))


def known(seller: Seller) -> KnownSeller:
    """Join a seller with the address of its picture."""
    return _known([seller])[0]


def known_sellers(ids: Iterable[int]) -> dict[int, KnownSeller]:
    """Read sellers with the addresses of their pictures, by their ids."""
    wanted = list(ids)
    if not wanted:
        return {}
    return {each.seller.id: each for each in _known(Seller.select().where(Seller.id.in_(wanted)))}


def _known(rows: Iterable[Seller]) -> list[KnownSeller]:
    wanted = list(rows)
    ordered = picture_orders.ordered(Seller, [each.id for each in wanted])
    return [KnownSeller(each, picture_url(each.picture) or ordered.get(each.id)) for each in wanted]


def _sold_by(shop: Shop, facts: dict[str, Any]) -> dict[str, Any]:
    numeral = facts.get("seller")
    if numeral is None:
        return facts
    return {**facts, "seller": find_numbered(Seller, shop, numeral, "seller").uid}


def _prices(product: Product) -> tuple[Any, ...]:
    return product.price_amount, product.discount_amount, product.currency


def _told(product: Product) -> Good:
    return told([product])[0]


def _refused_or(product: Product | None, name: Name) -> Product:
    if product is None:
        said = name.numeral if name.numeral is not None else name.external_id
        raise NotFound(f"this shop has no product {said}")
    return product
