"""Contracts: from carts or by hand, sent, changed and called off, with right sums throughout."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from models import clock
from models.cart import CartItem
from models.contract import (
    DRAFT,
    OPEN,
    REQUEST,
    VOID,
    Contract,
    ContractBuyer,
    ContractFee,
    ContractSeller,
    WrongStatus,
)
from models.database import database
from models.errors import Invalid, NotFound
from models.product import Product
from models.season import SeasonalPrice
from models.seller import Seller
from models.shop import Shop
from models.user import User
from tests import builders
from usecases import profiles
from usecases.joining import joined
from usecases.market import carts, contracts, parties
from usecases.market.listing import BUYS, IS_ON, SELLS, listed
from usecases.market.prices import NotForSale, price_of

from .conftest import Market


def carls_lamp(market: Market, amount: int = 4_500, **facts: Any) -> Product:
    """A lamp that Carl sells."""
    carl = User.get_or_none(User.name == "carl") or market.user("carl")
    seller = Seller.get_or_none(Seller.user == carl) or builders.a_seller(market.shop, user=carl)
    return builders.a_product(
        market.shop, seller=seller, price_amount=amount, discount_amount=None, **facts
    )


def test_of_the_same_for_the_same_time_a_cart_holds_more(market: Market) -> None:
    bea, lamp = market.user("bea"), carls_lamp(market)
    carts.put(market.shop, bea, lamp.uid, 1)
    filled = carts.put(market.shop, bea, lamp.uid, 2)
    assert [(each.item.quantity, each.price) for each in filled.lines] == [(3, 4_500)]
    later = clock.now() + timedelta(days=1)
    filled = carts.put(market.shop, bea, lamp.uid, 1, starts_at=later, ends_at=later)
    assert [each.item.quantity for each in filled.lines] == [3, 1]
    filled = carts.take_out(market.shop, bea, filled.lines[0].item.uid)
    assert len(filled.lines) == 1
    assert carts.empty(market.shop, bea).lines == ()


def test_a_cart_from_many_tabs_loses_nothing(market: Market) -> None:
    bea, lamp = market.user("bea"), carls_lamp(market)

    def put() -> None:
        with database.connection_context():
            carts.put(market.shop, bea, lamp.uid, 1)

    tabs = [threading.Thread(target=put) for _ in range(6)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert [each.item.quantity for each in carts.of(market.shop, bea).lines] == [6]


@pytest.mark.parametrize(
    "facts", [{"published": False}, {"in_stock": False}, {"price_amount": None}]
)
def test_what_is_not_for_sale_is_not_put_into_a_cart(market: Market, facts: dict[str, Any]) -> None:
    lamp = carls_lamp(market)
    for name, value in facts.items():
        setattr(lamp, name, value)
    lamp.save()
    with pytest.raises(NotForSale):
        carts.put(market.shop, market.user("bea"), lamp.uid, 1)


def test_another_shops_things_are_not_found(market: Market, charlie: Shop) -> None:
    bea = market.user("bea")
    with pytest.raises(NotFound):
        carts.put(market.shop, bea, builders.a_product(charlie).uid, 1)
    contract = contracts.add(market.shop, bea)
    for act in (contracts.find, contracts.send, contracts.remove):
        with pytest.raises(NotFound):
            act(charlie, contract.uid)


def test_a_season_that_holds_and_began_last_makes_the_price(market: Market) -> None:
    lamp, now = carls_lamp(market, 100), clock.now()
    for days, amount in ((30, 90), (10, 80), (20, 85)):
        begins = now - timedelta(days=days)
        ends = now + timedelta(days=1)
        SeasonalPrice.create(product=lamp, begins_at=begins, ends_at=ends, amount=amount)
    over = now - timedelta(days=1)
    SeasonalPrice.create(product=lamp, begins_at=over, ends_at=over, amount=1)
    assert price_of(lamp) == 100
    lamp.selling = {"seasonal": True}
    assert price_of(lamp) == 80


def a_draft_of_a_cart(market: Market, number: int = 2) -> Contract:
    bea = market.user("bea")
    cart = carts.put(market.shop, bea, carls_lamp(market).uid, number).cart
    return contracts.from_cart(market.shop, bea, cart.uid, "At noon, please.")


def test_a_contract_is_made_of_a_cart(market: Market) -> None:
    contract = a_draft_of_a_cart(market)
    assert (contract.status, contract.subtotal_amount) == (DRAFT, 9_000)
    item, buyer, seller = (getattr(contract, each).get() for each in ("items", "buyers", "sellers"))
    assert (item.total_amount, item.user.name) == (9_000, "carl")
    assert (buyer.email, seller.email) == ("bea@example.com", "carl@example.com")


def test_again_the_same_draft_is_made_anew(market: Market) -> None:
    first = a_draft_of_a_cart(market)
    bea = User.get(User.name == "bea")
    cart = carts.put(market.shop, bea, Product.get().uid, 1).cart
    again = contracts.from_cart(market.shop, bea, cart.uid, "At one.")
    assert (again.uid, again.notes, again.subtotal_amount) == (first.uid, "At one.", 13_500)
    assert Contract.select().count() == 1


def test_sending_asks_the_sellers_and_empties_the_cart(market: Market) -> None:
    contract = contracts.send(market.shop, a_draft_of_a_cart(market).uid)
    assert contract.status == REQUEST
    assert contract.sent_at == contract.last_sent_at is not None
    assert CartItem.select().count() == 0
    again = contracts.send(market.shop, contract.uid)
    assert again.sent_at == contract.sent_at


def test_a_contract_by_hand_is_open_once_sent(market: Market) -> None:
    contract = contracts.add(market.shop, market.user("bea"))
    with pytest.raises(Invalid):
        contracts.send(market.shop, contract.uid)
    parties.add_item(market.shop, contract.uid, product=carls_lamp(market).uid, quantity=1)
    assert contracts.send(market.shop, contract.uid).status == OPEN


def test_sellers_accept_or_refuse_what_they_are_asked(market: Market) -> None:
    contract = contracts.send(market.shop, a_draft_of_a_cart(market).uid)
    assert contracts.change(market.shop, contract.uid, status=OPEN).status == OPEN
    with pytest.raises(WrongStatus):
        contracts.change(market.shop, contract.uid, status="paid")
    assert contracts.change(market.shop, contract.uid, status=VOID).status == VOID
    with pytest.raises(WrongStatus):
        contracts.change(market.shop, contract.uid, notes="too late")


def test_a_draft_is_removed_and_what_was_sent_is_called_off(market: Market) -> None:
    draft = contracts.add(market.shop, market.user("dan"))
    contracts.remove(market.shop, draft.uid)
    assert Contract.select().count() == 0
    sent = contracts.send(market.shop, a_draft_of_a_cart(market).uid)
    assert contracts.remove(market.shop, sent.uid).status == VOID
    with pytest.raises(WrongStatus):
        contracts.remove(market.shop, sent.uid)


def test_contracts_are_listed_by_who_is_on_them(market: Market) -> None:
    contract = a_draft_of_a_cart(market)
    bea, carl = (User.get(User.name == each) for each in ("bea", "carl"))
    other = contracts.add(market.shop, None)
    shop = market.shop
    assert listed(shop) == [other, contract]
    assert listed(shop, most=1) == [other]
    assert listed(shop, after=other.uid) == [contract]
    for who, parts in ((bea, BUYS), (carl, SELLS), (bea, IS_ON), (carl, IS_ON)):
        assert listed(shop, who, parts) == [contract]
    for who, parts in ((carl, BUYS), (bea, SELLS)):
        assert listed(shop, who, parts) == []


@pytest.mark.parametrize("part", ["buys", "sells", "made"])
def test_of_many_contracts_of_somebody_the_newest_are_listed(market: Market, part: str) -> None:
    bea, carl = market.user("bea"), market.user("carl")
    made = []
    for number in range(6):
        contract = market.contract([bea if part == "buys" else carl])
        contract.user = bea if part == "made" else carl
        contract.save()
        if part == "sells":
            ContractSeller.create(contract=contract, user=bea, email=bea.email)
        made.append(contract)
        market.contract([carl], notes=f"not for her {number}")
    newest = made[::-1]
    assert listed(market.shop, bea, most=2) == newest[:2]
    assert listed(market.shop, bea, after=newest[1].uid, most=3) == newest[2:5]


def test_items_go_with_their_seller(market: Market) -> None:
    contract = contracts.add(market.shop, market.user("bea"))
    lamp = carls_lamp(market)
    parties.add_item(market.shop, contract.uid, product=lamp.uid, quantity=2, price=100)
    parties.add_item(market.shop, contract.uid, product=lamp.uid, quantity=1)
    first, second = contract.items
    parties.remove_item(market.shop, contract.uid, first.uid)
    assert contract.sellers.count() == 1
    with pytest.raises(parties.OnIt):
        parties.remove_seller(market.shop, contract.uid, contract.sellers.get().uid)
    changed = parties.remove_item(market.shop, contract.uid, second.uid)
    assert (changed.subtotal_amount, contract.sellers.count()) == (0, 0)


def test_buyers_owe_what_they_are_told_and_others_the_rest(market: Market) -> None:
    contract = a_draft_of_a_cart(market)
    contracts.change(market.shop, contract.uid, charges_on_top=False)
    parties.add_buyer(market.shop, contract.uid, user=market.user("dan").uid)
    bea, dan = contract.buyers
    parties.change_due(market.shop, contract.uid, bea.uid, 8_000)
    assert [each.due_amount for each in contract.buyers] == [8_000, 1_000]
    with pytest.raises(parties.OnIt):
        parties.add_buyer(market.shop, contract.uid, email="dan@example.com")
    parties.remove_buyer(market.shop, contract.uid, dan.uid)
    assert [each.due_amount for each in contract.buyers] == [9_000]


def test_custom_fees_are_added_changed_and_taken_off(market: Market) -> None:
    contract = a_draft_of_a_cart(market)
    contracts.change(market.shop, contract.uid, charges_on_top=False)
    buyer = contract.buyers.get()
    parties.add_fee(market.shop, contract.uid, amount=500, description="Delivery", buyer=buyer.uid)
    fee = contract.fees.where(ContractFee.kind == "custom").get()
    assert contract.buyers.get().due_amount == 9_500
    parties.change_fee(market.shop, contract.uid, fee.uid, amount=600)
    assert contract.buyers.get().due_amount == 9_600
    parties.remove_fee(market.shop, contract.uid, fee.uid)
    assert contract.buyers.get().due_amount == 9_000
    derived = contract.fees.get()
    with pytest.raises(NotFound):
        parties.remove_fee(market.shop, contract.uid, derived.uid)


@pytest.mark.parametrize("quantity", [0, -1, 10**9])
def test_no_line_is_more_than_can_be_added_up(market: Market, quantity: int) -> None:
    contract = contracts.add(market.shop, None)
    with pytest.raises(Invalid):
        parties.add_item(
            market.shop, contract.uid, product=carls_lamp(market).uid, quantity=quantity
        )


def test_what_was_sent_costs_what_it_did_whatever_is_taken_later(market: Market) -> None:
    bea = market.user("bea")
    made = contracts.add(market.shop, None)
    parties.add_item(market.shop, made.uid, product=carls_lamp(market, 10_000).uid, quantity=1)
    parties.add_buyer(market.shop, made.uid, user=bea.uid)
    market.shop.fee_millionths = 50_000
    market.shop.save()
    drafted = contracts.change(market.shop, made.uid).total_amount
    assert contracts.send(market.shop, made.uid).total_amount == drafted
    market.shop.fee_millionths = 1_000_000
    market.shop.save()
    assert contracts.change(market.shop, made.uid).total_amount == drafted


def test_who_was_named_by_an_address_is_known_by_it(market: Market) -> None:
    bea, made = market.user("bea"), contracts.add(market.shop, None)
    parties.add_buyer(market.shop, made.uid, email=bea.email)
    parties.add_buyer(market.shop, made.uid, email="ben@example.com", name="Ben")
    assert [each.user for each in made.buyers.order_by(ContractBuyer.id)] == [bea, None]
    ben = joined(market.shop, "ben@example.com")
    assert [each.user for each in made.buyers.order_by(ContractBuyer.id)] == [bea, ben]
    dora = profiles.add(market.shop, email="dora@example.com")
    assert [each.user for each in made.buyers.order_by(ContractBuyer.id)] == [bea, ben]
    parties.add_seller(market.shop, made.uid, email=dora.email)
    assert made.sellers.get().user == dora


def test_an_address_is_somebody_else_at_another_shop(market: Market, charlie: Shop) -> None:
    made = contracts.add(market.shop, None)
    parties.add_buyer(market.shop, made.uid, email="ben@example.com", name="Ben")
    joined(charlie, "ben@example.com")
    assert made.buyers.get().user is None
