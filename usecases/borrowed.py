"""What a shop shows of another one: contents shared with it, its own products in place of theirs.

No product crosses from shop to shop: neither its price nor its stock nor its page is the other
shop's. Where the other shop sells the same thing, known by its GTIN, its own product stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from models.content import Content
from models.product import Product
from models.seller import Seller
from models.share import Share
from models.shop import Shop
from usecases.rows import owned

GTIN_LENGTHS = (8, 12, 13, 14)


def shown_by(shop: Shop) -> Any:
    """The condition of contents that pages of the shop may show: its own and those shared."""
    shares: Any = Share.select(Share.content).where(Share.shop == shop)
    return (Content.shop == shop) | Content.id.in_(shares)


def within_reach(shop: Shop) -> Any:
    """The condition of contents that a caller of the shop may read."""
    alone = shop.only_seller_id is not None
    return owned(Content, shop) if alone else shown_by(shop)


def borrows(shop: Shop) -> bool:
    """Tell whether any content is shared with the shop: most lists need not look for them."""
    shares: Any = Share.select(Share.id).where(Share.shop == shop)
    return bool(shares.exists())


def stand_ins(shop: Shop, products: Iterable[Product]) -> dict[int, Product]:
    """Find the shop's own published products of the same GTINs, by the ids of these products."""
    wanted = {each.id: each.ean.zfill(14) for each in products if each.ean}
    if not wanted:
        return {}
    spelled = [each for gtin in set(wanted.values()) for each in spellings(gtin)]
    rows: Any = Product.select(Product, Seller).join(Seller, JOIN.LEFT_OUTER)
    own: dict[str, Product] = {}
    for row in rows.where(Product.shop == shop, Product.ean.in_(spelled), Product.published):
        first = own.setdefault(row.ean.zfill(14), row)
        own[row.ean.zfill(14)] = min(first, row, key=lambda each: each.id)
    return {each: own[gtin] for each, gtin in wanted.items() if gtin in own}


def spellings(gtin: str) -> list[str]:
    """List the ways to write a GTIN: a UPC is an EAN with a zero before it, and so on."""
    whole = gtin.zfill(14)
    return [whole[-length:] for length in GTIN_LENGTHS if not whole[:-length].strip("0")]
