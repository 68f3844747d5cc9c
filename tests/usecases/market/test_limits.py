"""Limits: of buyers and subscriptions, until when something is offered, and races for a place."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from api.marketplace.envelope import moment
from models import clock
from models.contract import PAID, PROCESSING, Contract
from models.database import database
from models.product import Product
from models.session import SignInCode
from models.subscription import LimitReached, Subscription
from models.transaction import Transaction
from models.user import User
from usecases import codes
from usecases.market import carts, checkout, contracts, parties, subscriptions
from usecases.market.baskets import Basket
from usecases.market.prices import NotForSale
from usecases.market.settling import settle
from usecases.market.wares import wares_of

from .conftest import GOOD, Market


def a_limited(market: Market, **terms: Any) -> Product:
    """A product with such terms."""
    product = market.product()
    product.selling = terms
    product.save()
    return product


def bought(market: Market, product: Product, *buyers: User, status: str = "open") -> Contract:
    """A contract by which users buy a product, as far as its status says."""
    contract = market.contract(list(buyers), status)
    market.sell(contract, 100, product=product)
    return contract


@pytest.mark.parametrize("status", [PAID, PROCESSING])
def test_no_more_buy_it_than_may(market: Market, status: str) -> None:
    bea, dan = market.user("bea", GOOD), market.user("dan", GOOD)
    lamp = a_limited(market, buyer_limit=1)
    filled = carts.put(market.shop, dan, lamp.uid, 1)
    bought(market, lamp, bea, status=status)
    with pytest.raises(LimitReached):
        carts.put(market.shop, dan, lamp.uid, 1)
    with pytest.raises(LimitReached):
        contracts.from_cart(market.shop, dan, filled.cart.uid, None)
    with pytest.raises(LimitReached):
        settle(market.shop, bought(market, lamp, dan).uid)


def test_who_has_bought_it_may_again(market: Market) -> None:
    bea = market.user("bea", GOOD)
    lamp = a_limited(market, buyer_limit=1)
    for _ in "12":
        assert settle(market.shop, bought(market, lamp, bea).uid).status == PAID


def test_nothing_is_taken_or_charged_past_a_limit(market: Market) -> None:
    bea, dan = market.user("bea", GOOD), market.user("dan", GOOD)
    lamp = a_limited(market, buyer_limit=1)
    lamp.quantity = 5
    lamp.save()
    contract = bought(market, lamp, bea, dan)
    with pytest.raises(LimitReached):
        settle(market.shop, contract.uid)
    assert Product.get_by_id(lamp.id).quantity == 5
    assert Contract.get_by_id(contract.id).status == "open"


def test_a_paid_subscription_has_its_place_before_it_is_begun(market: Market) -> None:
    bea, dan = market.user("bea", GOOD), market.user("dan", GOOD)
    lesson = a_limited(market, subscription_limit=1, cycle="weekly")
    paid = settle(market.shop, bought(market, lesson, bea).uid)
    with pytest.raises(LimitReached):
        settle(market.shop, bought(market, lesson, dan).uid)
    [begun] = subscriptions.begin(market.shop, bea, paid.uid)
    with pytest.raises(LimitReached):
        carts.put(market.shop, dan, lesson.uid, 1)
    subscriptions.end(market.shop, begun.uid)
    assert settle(market.shop, bought(market, lesson, dan).uid).status == PAID
    assert Subscription.select().count() == 1


def test_what_is_sold_once_has_no_limit_of_subscriptions(market: Market) -> None:
    bea, lamp = market.user("bea", GOOD), a_limited(market, subscription_limit=0)
    assert settle(market.shop, bought(market, lamp, bea).uid).status == PAID


def test_of_many_at_once_only_as_many_as_may_buy_it(market: Market) -> None:
    lamp = a_limited(market, buyer_limit=2)
    waiting = [bought(market, lamp, market.user(f"u{n}", GOOD)) for n in range(5)]
    ended: list[str] = []

    def act(contract: Contract) -> None:
        with database.connection_context():
            try:
                settle(market.shop, contract.uid)
                ended.append("settled")
            except LimitReached:
                ended.append("refused")

    threads = [threading.Thread(target=act, args=[each]) for each in waiting]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(ended) == ["refused"] * 3 + ["settled"] * 2
    assert Contract.select().where(Contract.status == PAID).count() == 2


@pytest.mark.parametrize(("hours", "sold"), [(-1, False), (0, False), (1, True)])
def test_it_is_offered_until_it_expires(market: Market, hours: int, sold: bool) -> None:
    bea = market.user("bea")
    with clock.frozen(clock.now().replace(microsecond=0)):
        at = moment(clock.now() + timedelta(hours=hours))
        lamp = a_limited(market, expires=at)
        contract = contracts.add(market.shop, bea)
        if sold:
            assert carts.put(market.shop, bea, lamp.uid, 1).lines[0].price == 12_900
            return
        with pytest.raises(NotForSale):
            carts.put(market.shop, bea, lamp.uid, 1)
        for price in (None, 5):
            with pytest.raises(NotForSale):
                parties.add_item(
                    market.shop, contract.uid, product=lamp.uid, quantity=1, price=price
                )


def test_what_is_not_for_sale_any_more_has_no_price_in_the_cart(market: Market) -> None:
    bea, lamp = market.user("bea"), a_limited(market)
    cart = carts.put(market.shop, bea, lamp.uid, 1).cart
    lamp.published = False
    lamp.save()
    assert [each.price for each in carts.of(market.shop, bea).lines] == [None]
    with pytest.raises(NotForSale):
        contracts.from_cart(market.shop, bea, cart.uid, None)


def test_what_was_agreed_is_settled_though_it_is_sold_no_more(market: Market) -> None:
    bea, lamp = market.user("bea", GOOD), a_limited(market)
    contract = bought(market, lamp, bea)
    lamp.published = False
    lamp.save()
    assert settle(market.shop, contract.uid).status == PAID


def test_what_is_checked_out_keeps_to_limits_till_it_is_paid(market: Market) -> None:
    market.shop.checking_out = True
    market.shop.save()
    lamp = a_limited(market, buyer_limit=1)
    bea, dan = (market.user(each) for each in ("bea", "dan"))
    orders = [ordered(market, lamp, each) for each in (bea, dan)]
    checkout.pay_by_card(orders[0], orders[0].contract.total_amount, GOOD, 12, 2031)
    with pytest.raises(LimitReached):
        checkout.pay_by_card(orders[1], orders[1].contract.total_amount, GOOD, 12, 2031)
    assert Contract.select().where(Contract.status == PAID).count() == 1
    assert Transaction.select(Transaction.contract).distinct().count() == 1


def ordered(market: Market, product: Product, user: User) -> checkout.Order:
    """An order of a product from a player, by who has the code."""
    codes.ask(market.shop, user.email)
    row = SignInCode.get(SignInCode.email == user.email)
    basket = Basket(market.shop, {product.uid: 1})
    order = checkout.begin(basket, user.email, codes.code_of(row))
    return checkout.name_recipient(order, "Noor Doe", "1 Larch Way")


def test_who_buys_it_twice_is_one_buyer(market: Market) -> None:
    bea, dan, lamp = market.user("bea", GOOD), market.user("dan", GOOD), market.product()
    for buyers in ([bea], [bea, dan]):
        contract = bought(market, lamp, *buyers)
        market.sell(contract, 100, product=lamp)
        settle(market.shop, contract.uid)
    bought(market, lamp, market.user("carl"))
    [ware] = wares_of([lamp])
    assert ware.buyers == 2
