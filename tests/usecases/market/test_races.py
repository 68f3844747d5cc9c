"""Races: whatever is done at the same moment, or late, comes to what one after another would."""

from __future__ import annotations

from typing import Any

import pytest

from gateways import payments
from gateways.payments import Charge
from gateways.payments.trial import Trial
from models.cart import CartItem
from models.contract import OPEN, PAID, PROCESSING, Contract
from models.product import Product
from models.transaction import Transaction
from tests.together import at_once
from usecases.market import carts, contracts
from usecases.market.settling import settle, settle_begun
from usecases.market.stock import Short

from .conftest import GOOD, SLOW, SLOW_DECLINED, Market

ROUNDS = 8


def test_from_many_tabs_a_cart_gets_all_of_it(market: Market) -> None:
    bea, lamp = market.user("bea"), market.product()

    def put() -> None:
        for _ in range(ROUNDS):
            carts.put(market.shop, bea, lamp.uid, 1)

    assert at_once(*[put] * 6) == [None] * 6
    assert [each.quantity for each in CartItem.select()] == [6 * ROUNDS]


def test_from_many_tabs_a_cart_makes_one_draft(market: Market) -> None:
    lamp = market.product()
    for each in range(ROUNDS):
        user = market.user(f"user{each}")
        cart = carts.put(market.shop, user, lamp.uid, 2).cart

        def draft(user: Any = user, cart: Any = cart) -> Contract:
            return contracts.from_cart(market.shop, user, cart.uid, None)

        made = at_once(*[draft] * 4)
        assert len({contract.id for contract in made}) == 1
        [item] = made[0].items
        assert item.quantity == 2


def test_the_last_piece_has_one_buyer(market: Market) -> None:
    for each in range(ROUNDS):
        lamp, sales = market.product(quantity=1), []
        for name in "abc":
            sale = market.contract([market.user(f"{name}{each}", GOOD)])
            market.sell(sale, 4_500, product=lamp)
            sales.append(sale.uid)
        came = at_once(*[lambda uid=uid: settle(market.shop, uid).status for uid in sales])
        settle_begun()
        assert sorted(map(str, map(type, came))) == sorted(map(str, [str, Short, Short]))
        assert Product.get_by_id(lamp.id).quantity == 0
    assert Contract.select().where(Contract.status == PAID).count() == ROUNDS


class Overtaken(Trial):
    """A provider that answers once somebody else has gone on and asked the same."""

    overtaking = False

    def look_up(self, charge: str) -> Charge:
        told = super().look_up(charge)
        if self.overtaking:
            self.overtaking = False
            settle_begun()
        return told


@pytest.mark.parametrize(
    ("card", "status", "left"), [(SLOW, PAID, 3), (SLOW_DECLINED, OPEN, 5)], ids=["paid", "not"]
)
def test_who_is_overtaken_ends_nothing_again(
    market: Market, card: str, status: str, left: int
) -> None:
    provider = Overtaken(market.provider._file)
    payments.configure(provider)
    lamp = market.product(quantity=5)
    sale = market.contract([market.user("bea", card)])
    market.sell(sale, 4_500, market.user("carl"), product=lamp, quantity=2)
    assert settle(market.shop, sale.uid).status == PROCESSING
    provider.overtaking = True
    settle_begun()
    assert Contract.get_by_id(sale.id).status == status
    assert Product.get_by_id(lamp.id).quantity == left
    assert Transaction.select().count() == 3


def test_who_is_overtaken_by_another_attempt_leaves_that_alone(market: Market) -> None:
    provider = Overtaken(market.provider._file)
    payments.configure(provider)
    lamp, bea = market.product(quantity=5), market.user("bea", SLOW_DECLINED)
    sale = market.contract([bea])
    market.sell(sale, 4_500, product=lamp, quantity=2)
    settle(market.shop, sale.uid)

    class Again(Overtaken):
        def look_up(self, charge: str) -> Charge:
            told = super().look_up(charge)
            if self.again:
                # Another answers first, the buyer takes another card, and it is begun anew.
                self.again = False
                settle_begun()
                secret = self.begin_method(bea.customer_id or "")
                bea.pays_with = self.confirm(secret, SLOW, 12, 2031).id
                bea.save()
                assert settle(market.shop, sale.uid).status == PROCESSING
            return told

        again = True

    payments.configure(Again(market.provider._file))
    settle_begun()
    assert Contract.get_by_id(sale.id).status == PROCESSING
    assert Product.get_by_id(lamp.id).quantity == 3
    settle_begun()
    assert Contract.get_by_id(sale.id).status == PAID
    assert Product.get_by_id(lamp.id).quantity == 3
