"""Selling: products that are sent back as they were told lose nothing that is kept besides."""

from __future__ import annotations

from typing import Any

import pytest

from models.category import Category
from models.errors import Invalid
from models.product import Product, ProductCategory
from models.seller import Seller
from tests import builders
from usecases.market import carts, contracts, selling
from usecases.market.prices import NotForSale, in_stock, price_of

from .conftest import Market


def told(product: Product) -> dict[str, Any]:
    """What clients are told of it, and send back."""
    return {
        "in_stock": in_stock(product),
        "price": product.usual_amount,
        "category": selling.categories(product.shop)[0],
        "user": None,
        "quantity": product.quantity,
    }


def test_sent_back_a_product_keeps_what_is_told_elsewhere(market: Market) -> None:
    seller = builders.a_seller(market.shop)
    lamp = builders.a_product(market.shop, seller=seller, discount_amount=9_900, quantity=3)
    for name in ("Lamps", "Light"):
        category = Category.create(shop=market.shop, name=name, slug=name.lower())
        ProductCategory.create(product=lamp, category=category)
    kept = selling.change(market.shop, lamp.uid, **told(lamp), name="Lamp")
    assert (kept.name, kept.seller_id, kept.discount_amount) == ("Lamp", seller.id, 9_900)
    assert (kept.in_stock, kept.quantity) == (None, 3)
    assert selling.categories(market.shop) == ["Lamps", "Light"]


def test_what_is_sent_otherwise_counts(market: Market) -> None:
    seller, carl = builders.a_seller(market.shop), market.user("carl")
    lamp = builders.a_product(market.shop, seller=seller, discount_amount=9_900)
    facts = {"in_stock": False, "price": 500, "category": "Light", "user": carl.uid}
    kept = selling.change(market.shop, lamp.uid, **facts)
    assert (kept.in_stock, kept.price_amount, kept.discount_amount) == (False, 500, None)
    assert Seller.get_by_id(kept.seller_id).user == carl
    assert selling.categories(market.shop) == ["Light"]


@pytest.mark.parametrize("said", [True, None])
def test_what_is_counted_and_gone_is_not_for_sale(market: Market, said: bool | None) -> None:
    lamp = builders.a_product(market.shop, in_stock=said, quantity=0)
    with pytest.raises(NotForSale):
        price_of(lamp)


def test_a_cart_that_nobody_can_pay_becomes_no_contract(market: Market) -> None:
    bea, lamp = market.user("bea"), builders.a_product(market.shop, price_amount=10**12)
    cart = carts.put(market.shop, bea, lamp.uid, 2).cart
    with pytest.raises(Invalid):
        contracts.from_cart(market.shop, bea, cart.uid, None)
