"""Baskets: what a player has collected, signed; refusals, limits, today's prices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.errors import Invalid, NotFound
from models.product import Product
from models.shop import Shop
from tests import builders
from usecases.market import baskets
from usecases.market.baskets import MOST_PRODUCTS, Basket, BasketFull, SoldElsewhere
from usecases.market.prices import NotForSale
from usecases.market.stock import Short


@pytest.fixture
def selling(alice: Shop) -> Shop:
    """Alice's shop, whose players have a cart here."""
    alice.checking_out = True
    alice.save()
    return alice


@pytest.fixture
def lamp(selling: Shop) -> Product:
    """A lamp for 19.90."""
    return builders.a_product(selling, name="Lamp", price_amount=1_990)


def test_a_basket_comes_back_as_it_was_written(selling: Shop, lamp: Product) -> None:
    basket = baskets.put(baskets.put(Basket(selling), lamp.uid, 2), lamp.uid, 1)
    again = baskets.read(baskets.written(basket))
    assert (again.shop.id, again.numbers) == (selling.id, {lamp.uid: 3})
    laid = baskets.laid(again)
    assert (laid.count, laid.amount, laid.currency) == (3, 5_970, "EUR")


def test_the_fullest_basket_can_be_read_again(selling: Shop) -> None:
    basket = Basket(selling)
    for _ in range(MOST_PRODUCTS):
        basket = baskets.put(basket, builders.a_product(selling).uid, 99)
    assert len(baskets.read(baskets.written(basket)).numbers) == MOST_PRODUCTS
    with pytest.raises(BasketFull):
        baskets.put(basket, builders.a_product(selling).uid, 1)


def test_prices_are_todays(selling: Shop, lamp: Product) -> None:
    text = baskets.written(baskets.put(Basket(selling), lamp.uid, 2))
    Product.update(price_amount=2_500).execute()
    assert baskets.laid(baskets.read(text)).amount == 5_000


@pytest.mark.parametrize("spoil", [lambda text: text[:-1], lambda _: "", lambda _: "x" * 3_000])
def test_what_was_not_signed_here_is_no_basket(
    selling: Shop, lamp: Product, spoil: Callable[[str], str]
) -> None:
    text = baskets.written(baskets.put(Basket(selling), lamp.uid, 1))
    with pytest.raises(NotFound):
        baskets.read(spoil(text))
    assert not baskets.of_shop(selling, spoil(text)).numbers


def test_another_shops_basket_is_not_taken(selling: Shop, lamp: Product, charlie: Shop) -> None:
    charlie.checking_out = True
    charlie.save()
    text = baskets.written(baskets.put(Basket(selling), lamp.uid, 1))
    assert not baskets.of_shop(charlie, text).numbers
    with pytest.raises(NotFound):
        baskets.put(Basket(charlie), lamp.uid, 1)


def test_a_shop_with_a_cart_of_its_own_has_none_here(selling: Shop, lamp: Product) -> None:
    text = baskets.written(baskets.put(Basket(selling), lamp.uid, 1))
    Shop.update(checking_out=False).execute()
    with pytest.raises(NotFound):
        baskets.read(text)
    with pytest.raises(NotFound):
        baskets.of_shop(Shop.get_by_id(selling.id), text)


CHOICES = {"currency": "EUR", "options": [], "variants": []}


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"published": False}, NotForSale),
        ({"price_amount": None}, NotForSale),
        ({"in_stock": False}, NotForSale),
        ({"currency": "USD"}, NotForSale),
        ({"quantity": 1}, Short),
        ({"choices": CHOICES}, SoldElsewhere),
        ({"selling": {"cycle": "monthly"}}, SoldElsewhere),
        ({"price_shown": False}, SoldElsewhere),
    ],
    ids=["hidden", "no price", "sold out", "currency", "too few", "choices", "recurring", "closed"],
)
def test_what_cannot_be_sold_here_is_refused(
    selling: Shop, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    product = builders.a_product(selling, **facts)
    with pytest.raises(refusal):
        baskets.put(Basket(selling), product.uid, 2)


def test_a_variant_with_a_row_of_its_own_is_what_goes_in(selling: Shop) -> None:
    coat = builders.a_product(selling, ref="COAT", choices=CHOICES)
    small = builders.a_product(selling, ref="COAT-S")
    basket = baskets.put(Basket(selling), coat.uid, 1, "COAT-S")
    assert basket.numbers == {small.uid: 1}
    with pytest.raises(SoldElsewhere):
        baskets.put(basket, coat.uid, 1, "COAT-M")


@pytest.mark.parametrize("number", [-1, 100])
def test_numbers_have_bounds(selling: Shop, lamp: Product, number: int) -> None:
    with pytest.raises(Invalid):
        baskets.change(Basket(selling), lamp.uid, number)


def test_none_of_something_takes_it_out(selling: Shop, lamp: Product) -> None:
    basket = baskets.put(Basket(selling), lamp.uid, 2)
    lamp.delete_instance()
    assert not baskets.laid(basket).lines
    assert not baskets.change(basket, lamp.uid, 0).numbers
