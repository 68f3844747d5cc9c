"""Checking out: from a basket and a code to a paid contract; whatever changes in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gateways.payments.trial import Trial
from models import clock
from models.contract import (
    DRAFT,
    OPEN,
    PAID,
    PROCESSING,
    VOID,
    Contract,
    PaymentRefused,
    PriceChanged,
    Unbalanced,
    WrongStatus,
)
from models.errors import Invalid, NotFound
from models.product import Product
from models.session import BadCode, SignInCode
from models.shop import Shop
from models.subscription import LimitReached
from models.transaction import Transaction
from models.user import User
from tests import builders
from usecases import codes
from usecases.market import baskets, carts, checkout, recipients, wallets
from usecases.market.baskets import Basket
from usecases.market.checkout import Order, OrderExpired
from usecases.market.prices import NotForSale
from usecases.market.recipients import NoRecipient, Recipient
from usecases.market.settling import settle
from usecases.market.stock import Short

from .conftest import DECLINED, GOOD, SLOW, SLOW_DECLINED

NOOR = "noor@shop.example"


@pytest.fixture
def selling(alice: Shop, trial: Trial) -> Shop:
    """Alice's shop, whose players have a cart here."""
    alice.checking_out = True
    alice.save()
    return alice


@pytest.fixture
def lamp(selling: Shop) -> Product:
    """A lamp for 19.90, of which there are five."""
    return builders.a_product(selling, name="Lamp", price_amount=1_990, quantity=5)


def entered(basket: Basket) -> Order:
    """An order of what is in a basket, by who has the code."""
    codes.ask(basket.shop, NOOR)
    row = SignInCode.get(SignInCode.email == NOOR)
    return checkout.begin(basket, NOOR, codes.code_of(row))


def begun(shop: Shop, **numbers: int) -> Order:
    """An order, and where it goes."""
    return checkout.name_recipient(entered(Basket(shop, numbers)), "Noor Doe", "1 Larch Way")


def paid(order: Order, card: str = GOOD) -> Order:
    return checkout.pay_by_card(order, order.contract.total_amount, card, 12, 2031)


def test_a_basket_is_ordered_and_paid(selling: Shop, lamp: Product) -> None:
    order = begun(selling, **{lamp.uid: 2})
    assert (order.user.email, order.contract.status) == (NOOR, DRAFT)
    assert order.contract.subtotal_amount == 3_980
    done = paid(order)
    assert (done.contract.status, done.paid, done.payable) == (PAID, True, False)
    assert Product.get_by_id(lamp.id).quantity == 3
    charged = Transaction.get(Transaction.kind == "outgoing")
    assert (charged.amount, charged.status) == (3_980, "succeeded")


def test_the_price_of_the_player_is_the_price_paid(selling: Shop, trial: Trial) -> None:
    selling.fee_millionths = 100_000
    selling.save()
    carl = builders.a_seller(selling, user=builders.a_user(selling, "carl@shop.example"))
    lamp = builders.a_product(selling, price_amount=10_000, seller=carl)
    done = paid(begun(selling, **{lamp.uid: 1}))
    assert (done.contract.subtotal_amount, done.contract.total_amount) == (10_000, 10_000)
    assert checkout.fees(done) == []
    # A tenth for the shop, 2.9 % and 30 for the card: its seller bears them.
    assert [each.received_amount for each in done.contract.sellers] == [8_680]


def test_a_wrong_code_makes_nothing(selling: Shop, lamp: Product) -> None:
    codes.ask(selling, NOOR)
    right = codes.code_of(SignInCode.get())
    with pytest.raises(BadCode):
        checkout.begin(Basket(selling, {lamp.uid: 1}), NOOR, f"{(int(right) + 1) % 10**6:06}")
    assert not User.select().exists()
    assert not Contract.select().exists()


def test_an_empty_basket_costs_no_code(selling: Shop, lamp: Product) -> None:
    Product.update(published=False).execute()
    with pytest.raises(NotForSale):
        begun(selling, **{lamp.uid: 1})
    assert SignInCode.get().used_at is None


def test_who_may_not_buy_keeps_the_code_for_what_they_may(selling: Shop, lamp: Product) -> None:
    full = builders.a_product(selling, name="Shade", selling={"buyer_limit": 0})
    with pytest.raises(LimitReached, match="Shade"):
        entered(Basket(selling, {lamp.uid: 1, full.uid: 1}))
    code = codes.code_of(SignInCode.get())
    assert not User.select().exists()
    assert not Contract.select().exists()
    order = checkout.begin(Basket(selling, {lamp.uid: 1}), NOOR, code)
    assert [each.name for each in checkout.lines(order)] == ["Lamp"]


def test_guesses_stay_counted(selling: Shop, lamp: Product) -> None:
    codes.ask(selling, NOOR)
    right = codes.code_of(SignInCode.get())
    for _ in range(5):
        with pytest.raises(BadCode):
            checkout.begin(Basket(selling, {lamp.uid: 1}), NOOR, f"{(int(right) + 1) % 10**6:06}")
    with pytest.raises(BadCode):
        checkout.begin(Basket(selling, {lamp.uid: 1}), NOOR, right)


def test_what_is_in_the_basket_is_ordered_and_nothing_else(selling: Shop, lamp: Product) -> None:
    user = builders.a_user(selling, NOOR)
    other = builders.a_product(selling, name="Shade", price_amount=500)
    carts.put(selling, user, lamp.uid, 4)
    carts.put(selling, user, other.uid, 1)
    order = begun(selling, **{lamp.uid: 2})
    assert named(order) == {"Lamp": 2}
    assert paid(order).contract.total_amount == 3_980
    in_cart = [each.item.quantity for each in carts.of(selling, user).lines]
    assert in_cart == [4, 1]


def test_an_order_that_was_left_does_not_come_back(selling: Shop, lamp: Product) -> None:
    jacket = builders.a_product(selling, name="Jacket", price_amount=13_500)
    left = begun(selling, **{jacket.uid: 2})
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        order = begun(selling, **{lamp.uid: 1})
        assert named(order) == {"Lamp": 1}
        # The page that was left shows and pays what it showed.
        assert named(checkout.find(checkout.written(left))) == {"Jacket": 2}
        assert paid(order).contract.total_amount == 1_990


def test_drafts_that_no_page_opens_any_more_are_cleared_away(selling: Shop, lamp: Product) -> None:
    begun(selling, **{lamp.uid: 2})
    with clock.frozen(clock.now() + timedelta(hours=3)):
        begun(selling, **{lamp.uid: 1})
    assert Contract.select().count() == 1


def test_who_comes_in_again_with_the_same_finds_the_same_order(
    selling: Shop, lamp: Product
) -> None:
    basket = Basket(selling, {lamp.uid: 1})
    first = entered(basket)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert entered(basket).contract == first.contract
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        more = entered(baskets.change(basket, lamp.uid, 2))
    assert more.contract != first.contract


def named(order: Order) -> dict[str, int]:
    return {each.name: each.quantity for each in checkout.lines(order)}


def test_less_is_ordered_where_there_is_less(selling: Shop, lamp: Product) -> None:
    assert checkout.lines(begun(selling, **{lamp.uid: 9}))[0].quantity == 5


def test_numbers_change_until_it_is_paid(selling: Shop, lamp: Product) -> None:
    order = checkout.change(begun(selling, **{lamp.uid: 1}), lamp.uid, 3)
    assert order.contract.subtotal_amount == 5_970
    with pytest.raises(Short):
        checkout.change(order, lamp.uid, 6)
    with pytest.raises(WrongStatus):
        checkout.change(paid(order), lamp.uid, 1)


def test_an_order_of_nothing_is_gone(selling: Shop, lamp: Product) -> None:
    order = begun(selling, **{lamp.uid: 1})
    with pytest.raises(NotFound):
        checkout.change(order, lamp.uid, 0)
    with pytest.raises(NotFound):
        checkout.find(checkout.written(order))


def test_a_new_price_is_shown_before_it_is_paid(selling: Shop, lamp: Product) -> None:
    order = begun(selling, **{lamp.uid: 1})
    Product.update(price_amount=9_990).execute()
    with pytest.raises(PriceChanged):
        paid(order)
    now = checkout.find(checkout.written(order))
    assert (now.contract.status, now.contract.subtotal_amount) == (DRAFT, 9_990)
    assert not Transaction.select().exists()
    assert paid(now).paid


def test_nobody_is_charged_more_than_was_shown(selling: Shop, lamp: Product) -> None:
    order = begun(selling, **{lamp.uid: 1})
    with pytest.raises(PaymentRefused):
        paid(order, DECLINED)
    now = checkout.find(checkout.written(order))
    shown = now.contract.total_amount
    # As another tab does between the look at the price and the charge.
    checkout.change(now, lamp.uid, 2)
    card = wallets.take_card(now.user, GOOD, 12, 2031)
    wallets.prefer(now.user, card.id)
    with pytest.raises(PriceChanged):
        settle(selling, now.contract.uid, most=shown)
    assert not Transaction.select().where(Transaction.status == "succeeded").exists()
    assert checkout.find(checkout.written(order)).payable


def test_fewer_than_ordered_is_told_while_it_can_be_changed(selling: Shop, lamp: Product) -> None:
    order = begun(selling, **{lamp.uid: 3})
    Product.update(quantity=2).execute()
    with pytest.raises(Short):
        paid(order)
    now = checkout.find(checkout.written(order))
    assert now.changeable
    assert paid(checkout.change(now, lamp.uid, 2)).paid


def test_a_declined_card_is_not_kept_and_another_one_pays(selling: Shop, lamp: Product) -> None:
    order = begun(selling, **{lamp.uid: 1})
    with pytest.raises(PaymentRefused):
        paid(order, DECLINED)
    now = checkout.find(checkout.written(order))
    assert (now.contract.status, checkout.way_to_pay(now)) == (OPEN, None)
    assert Product.get_by_id(lamp.id).quantity == 5
    assert paid(now).paid
    kept = checkout.way_to_pay(now)
    assert kept is not None
    assert kept.method.last4 == "4242"


def test_an_order_that_a_card_was_declined_for_can_still_change(
    selling: Shop, lamp: Product
) -> None:
    shade = builders.a_product(selling, name="Shade", price_amount=500)
    order = begun(selling, **{lamp.uid: 3, shade.uid: 1})
    with pytest.raises(PaymentRefused):
        paid(order, DECLINED)
    Product.update(price_amount=9_990, quantity=2).where(Product.id == lamp.id).execute()
    now = checkout.find(checkout.written(order))
    with pytest.raises(Short):
        paid(now)
    with pytest.raises(Short):
        checkout.change(now, lamp.uid, 3)
    fewer = checkout.change(checkout.change(now, lamp.uid, 2), shade.uid, 0)
    assert [(each.name, each.quantity) for each in checkout.lines(fewer)] == [("Lamp", 2)]
    assert fewer.contract.subtotal_amount == 3_980
    with pytest.raises(PriceChanged):
        paid(now)
    done = paid(fewer)
    assert (done.paid, done.contract.total_amount) == (True, fewer.contract.total_amount)
    assert Product.get_by_id(lamp.id).quantity == 0


def test_an_order_that_was_declined_and_has_nothing_left_is_called_off(
    selling: Shop, lamp: Product
) -> None:
    order = begun(selling, **{lamp.uid: 1})
    with pytest.raises(PaymentRefused):
        paid(order, DECLINED)
    now = checkout.find(checkout.written(order))
    with pytest.raises(NotFound):
        checkout.change(now, lamp.uid, 0)
    assert Contract.get().status == VOID


def test_who_sold_what_was_taken_out_sells_nothing(selling: Shop, lamp: Product) -> None:
    carl = builders.a_seller(selling, user=builders.a_user(selling, "carl@shop.example"))
    other = builders.a_product(selling, name="Shade", price_amount=500, seller=carl)
    order = begun(selling, **{lamp.uid: 1, other.uid: 1})
    with pytest.raises(PaymentRefused):
        paid(order, DECLINED)
    now = checkout.change(checkout.find(checkout.written(order)), other.uid, 0)
    assert [each.user for each in now.contract.sellers] == [None]
    assert paid(now).paid


def test_lines_stand_as_they_stood_in_the_cart(selling: Shop, lamp: Product) -> None:
    others = [builders.a_product(selling, name=f"Shade {each}") for each in range(5)]
    order = begun(selling, **{each.uid: 1 for each in [*reversed(others), lamp]})
    names = [each.name for each in checkout.lines(order)]
    assert names == ["Lamp", *(each.name for each in others)]


@pytest.mark.parametrize(("card", "ends"), [(SLOW, PAID), (SLOW_DECLINED, OPEN)])
def test_a_slow_charge_is_looked_at_again(
    selling: Shop, lamp: Product, card: str, ends: str
) -> None:
    waiting = paid(begun(selling, **{lamp.uid: 1}), card)
    assert (waiting.contract.status, waiting.paying) == (PROCESSING, True)
    amount = waiting.contract.total_amount
    if ends == OPEN:
        with pytest.raises(PaymentRefused):
            checkout.pay(waiting, amount)
    else:
        assert checkout.pay(waiting, amount).paid
    assert Contract.get().status == ends


def test_paying_twice_charges_once(selling: Shop, lamp: Product) -> None:
    order = begun(selling, **{lamp.uid: 1})
    paid(order)
    assert paid(order).paid
    assert paid(checkout.find(checkout.written(order))).paid
    assert Transaction.select().where(Transaction.kind == "outgoing").count() == 1
    assert len(wallets.ways_to_pay(User.get())) == 1


def test_a_card_is_kept_once(selling: Shop, lamp: Product) -> None:
    user = begun(selling, **{lamp.uid: 1}).user
    made = [wallets.take_card(user, GOOD, 12, 2031).id for _ in range(3)]
    assert len(set(made)) == 1
    assert [each.method.id for each in wallets.ways_to_pay(user)] == made[:1]
    # A new one of the same number is another card.
    wallets.take_card(user, GOOD, 12, 2032)
    assert len(wallets.ways_to_pay(user)) == 2


def test_a_card_is_not_kept_when_nothing_was_begun_with_it(selling: Shop, lamp: Product) -> None:
    selling.fee_millionths = 1_000_000
    selling.save()
    carl = builders.a_seller(selling, user=builders.a_user(selling, "carl@shop.example"))
    ware = builders.a_product(selling, name="Shade", price_amount=500, seller=carl)
    order = begun(selling, **{ware.uid: 1})
    # Its seller would have less than nothing.
    with pytest.raises(Unbalanced):
        paid(order)
    assert wallets.ways_to_pay(order.user) == []


def test_the_address_of_an_order_is_good_for_an_hour(selling: Shop, lamp: Product) -> None:
    order = begun(selling, **{lamp.uid: 1})
    text = checkout.written(order)
    with clock.frozen(clock.now() + timedelta(minutes=59)):
        found = checkout.find(text)
        assert (found.contract, checkout.written(found)) == (order.contract, text)
    with clock.frozen(clock.now() + timedelta(minutes=61)), pytest.raises(OrderExpired):
        checkout.find(text)


def test_a_basket_opens_no_order(selling: Shop, lamp: Product) -> None:
    text: Any = baskets.written(Basket(selling, {lamp.uid: 1}))
    with pytest.raises(NotFound):
        checkout.find(text)


def test_nothing_is_paid_before_it_is_known_where_it_goes(selling: Shop, lamp: Product) -> None:
    order = entered(Basket(selling, {lamp.uid: 1}))
    with pytest.raises(NoRecipient):
        paid(order)
    assert not wallets.ways_to_pay(order.user)
    order = checkout.name_recipient(order, " Noor  Doe ", "1 Larch Way\r\n\r\n 12345  Town ")
    assert paid(order).paid
    (buyer,) = Contract.get().buyers
    assert (buyer.name, buyer.address) == ("Noor Doe", "1 Larch Way\n12345 Town")
    assert User.get().name == "Noor Doe"


def test_the_next_order_knows_where_the_last_one_went(selling: Shop, lamp: Product) -> None:
    builders.a_user(selling, NOOR, first_name="Noor", last_name="Doe")
    order = entered(Basket(selling, {lamp.uid: 1}))
    assert recipients.of(order.contract) == Recipient("Noor Doe", "")
    checkout.name_recipient(order, "Tim Doe", "2 Larch Way")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        again = entered(Basket(selling, {lamp.uid: 1}))
    assert recipients.of(again.contract) == Recipient("Tim Doe", "2 Larch Way")
    assert User.get().name is None


@pytest.mark.parametrize(
    ("name", "address", "wrong", "kept"),
    [
        ("", "1 Larch Way", ["name"], Recipient("", "1 Larch Way")),
        ("Noor", " \n ", ["address"], Recipient("Noor", "")),
        ("N" * 201, "x" * 501, ["name", "address"], Recipient()),
        ("Noor", "\n".join("abcdefghijk"), ["address"], Recipient("Noor", "")),
    ],
    ids=["no name", "no address", "too long", "too many lines"],
)
def test_what_is_right_of_a_recipient_is_kept(
    selling: Shop, lamp: Product, name: str, address: str, wrong: list[str], kept: Recipient
) -> None:
    order = entered(Basket(selling, {lamp.uid: 1}))
    with pytest.raises(Invalid) as refused:
        checkout.name_recipient(order, name, address)
    assert [each.where for each in refused.value.problems] == wrong
    assert recipients.of(Contract.get()) == kept


def test_what_is_paid_goes_nowhere_else(selling: Shop, lamp: Product) -> None:
    done = paid(begun(selling, **{lamp.uid: 1}))
    with pytest.raises(WrongStatus):
        checkout.name_recipient(done, "Tim Doe", "2 Larch Way")


def test_who_comes_too_late_is_told_what_is_sold_out_and_orders_the_rest(
    selling: Shop, lamp: Product
) -> None:
    last = builders.a_product(selling, name="Shade", price_amount=500, quantity=1)
    order = begun(selling, **{lamp.uid: 1, last.uid: 1})
    Product.update(quantity=0).where(Product.id == last.id).execute()
    with pytest.raises(NotForSale):
        paid(order)
    now = checkout.find(checkout.written(order))
    assert [each.left for each in checkout.lines(now)] == [None, 0]
    assert not wallets.ways_to_pay(order.user)
    assert paid(checkout.change(now, last.uid, 0)).contract.total_amount == 1_990


def test_what_is_ordered_leaves_the_basket_that_it_came_from(selling: Shop, lamp: Product) -> None:
    shade = builders.a_product(selling, name="Shade", price_amount=500)
    basket = Basket(selling, {lamp.uid: 2})
    order = checkout.name_recipient(entered(basket), "Noor Doe", "1 Larch Way")
    more = baskets.written(baskets.put(basket, shade.uid, 1))
    text = baskets.written(basket)
    assert baskets.read(text) == basket
    waiting = paid(order, SLOW)
    assert waiting.paying
    for _ in ("under way", "paid"):
        assert baskets.read(text).numbers == {}
        assert baskets.read(text).ordered
        assert baskets.read(more).numbers == {shade.uid: 1}
        waiting = checkout.pay(waiting, 3_980)
    assert waiting.paid
    # The rest is a basket like any other.
    rest = baskets.read(baskets.written(baskets.change(baskets.read(more), shade.uid, 2)))
    assert (rest.numbers, rest.ordered) == ({shade.uid: 2}, False)
