"""A campaign of a seller with what it carries."""

from __future__ import annotations

from models.content import Content
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from tests.builders import a_live, a_product, a_seller


def a_campaign(shop: Shop) -> tuple[Content, Seller, Product]:
    """Make a live of a seller that carries a product of that seller."""
    seller = a_seller(shop, name="Oak")
    product = a_product(shop, seller=seller)
    return a_live(shop, seller=seller, products=(product,)), seller, product


def owners(live: Content, product: Product) -> list[int | None]:
    """Whose the live and the product are now."""
    return [
        Content.get_by_id(live.id).seller_id,
        Product.get_by_id(product.id).seller_id,
    ]
