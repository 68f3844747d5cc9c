"""Transfers: lives and products handed to another seller, or back to the shop."""

from __future__ import annotations

from typing import Any

from models.content import LIVE, ContentProduct
from models.database import exclusive
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases import goods, lives, products
from usecases.goods import Good, Name
from usecases.numerals import find_numbered
from usecases.rows import leave_to_shop
from usecases.screening import Live, find_own


def hand_over_live(shop: Shop, uid: str, seller: str | None, *, with_products: bool) -> Live:
    """Let a live belong to the seller of a numeral, None: to the shop itself.

    With its products, as far as they are not that seller's already; a live of a seller carries
    no other's. Raises `NotFound`, `SharedContent`, `ShopDecides`, `SellerDiffers`, `Invalid`.
    """
    leave_to_shop(shop, "what belongs to whom is decided with a key of the shop")
    new = None if seller is None else find_numbered(Seller, shop, seller, "seller")
    with exclusive(shop):
        content = find_own(shop, uid, LIVE)
        if with_products:
            # A product may not move while a live of another seller carries it.
            lives.change(shop, uid, seller=None)
            carried: Any = Product.select(Product.uid).join(ContentProduct)
            for each in carried.where(ContentProduct.content == content):
                products.change(shop, each.uid, seller=new and new.uid)
        return lives.change(shop, uid, seller=new and new.uid)


def hand_over_product(shop: Shop, name: Name, seller: str) -> Good:
    """Let a product belong to the seller of a numeral.

    Raises `NotFound`, `Unnamed`, `ShopDecides`, `SellerDiffers`.
    """
    leave_to_shop(shop, "what belongs to whom is decided with a key of the shop")
    return goods.change(shop, name, seller=seller)
