"""Parting: who leaves owes nothing, is owed nothing, and leaves the books of others alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from gateways import payments
from gateways.payments import PaymentError, Unreachable
from gateways.payments.trial import Trial
from models import clock
from models.calendar import CalendarEvent, EventAttendee
from models.contract import DRAFT, OPEN, PAID, PROCESSING, REQUEST, VOID, Contract, ContractBuyer
from models.product import Product
from models.seller import Seller
from models.subscription import Subscription
from models.transaction import Transaction
from models.user import User
from tests.builders import a_seller
from usecases import leaving
from usecases.market import calendars, contracts, earnings, selling, subscriptions
from usecases.market.settling import settle, settle_begun

from .conftest import GOOD, SLOW, Market

DAYS = timedelta(days=1)


def leave(user: User, noon: datetime, days: int = 30) -> bool:
    """Do what the worker does so many days after somebody asked; tell whether they are gone."""
    leaving.schedule(user.shop, user.uid, user)
    with clock.frozen(noon + days * DAYS):
        leaving.remove_leavers()
    return User.get_or_none(User.id == user.id) is None


def a_sale(market: Market, buyer: User, seller: User | None, **facts: Any) -> Contract:
    contract = market.contract([buyer], **facts)
    market.sell(contract, 4_500, seller)
    return contract


@pytest.mark.parametrize("leaver", ["bea", "carl"])
def test_nobody_leaves_while_they_are_charged_or_paid(
    market: Market, noon: datetime, leaver: str
) -> None:
    people = {"bea": market.user("bea", SLOW), "carl": market.user("carl")}
    sale = a_sale(market, people["bea"], people["carl"])
    assert settle(market.shop, sale.uid).status == PROCESSING
    assert not leave(people[leaver], noon)
    settle_begun()
    assert leave(people[leaver], noon)
    [seller] = sale.sellers
    assert (seller.name, seller.received_amount) == ("carl", 4_500)
    assert Contract.get_by_id(sale.id).status == PAID


def test_the_books_of_others_stay(market: Market, noon: datetime) -> None:
    bea, carl, dan = market.user("bea", GOOD), market.user("carl"), market.user("dan", GOOD)
    for buyer in (bea, dan):
        settle(market.shop, a_sale(market, buyer, carl).uid)

    def told() -> list[int]:
        return [
            earnings.volume(market.shop).amount,
            earnings.spend_of(market.shop, dan).amount,
            earnings.revenue_of(market.shop, carl).amount,
        ]

    before, rows = told(), Transaction.select().count()
    assert leave(bea, noon)
    assert (told(), Transaction.select().count()) == (before, rows)
    [paid] = ContractBuyer.select().where(ContractBuyer.email == "bea@example.com")
    assert (paid.name, paid.user, paid.paid_amount) == ("bea", None, 4_666)
    assert [each.user.id for each in earnings.spenders(market.shop) if each.user] == [dan.id]


@pytest.mark.parametrize("status", [REQUEST, OPEN])
@pytest.mark.parametrize("leaver", ["bea", "carl"])
def test_what_was_not_paid_is_called_off(
    market: Market, noon: datetime, leaver: str, status: str
) -> None:
    people = {"bea": market.user("bea"), "carl": market.user("carl")}
    sale = a_sale(market, people["bea"], people["carl"], status=status)
    contracts.change(market.shop, sale.uid, notes="with its sellers")
    assert leave(people[leaver], noon)
    assert Contract.get_by_id(sale.id).status == VOID


def test_drafts_of_ones_own_go_and_those_of_others_are_called_off(
    market: Market, noon: datetime
) -> None:
    bea, dan = market.user("bea"), market.user("dan")
    own, others = market.contract([bea], DRAFT), market.contract([dan, bea], DRAFT)
    made_for_dan = market.contract([dan], DRAFT)
    Contract.update(user=bea).where(Contract.id == made_for_dan.id).execute()
    assert leave(bea, noon)
    assert Contract.get_or_none(Contract.id == own.id) is None
    assert Contract.get_by_id(others.id).status == VOID
    kept = Contract.get_by_id(made_for_dan.id)
    assert (kept.status, kept.user) == (DRAFT, None)


def a_subscription(market: Market, buyer: User, seller: User, noon: datetime) -> Subscription:
    lesson = market.product()
    lesson.selling = {"cycle": "weekly"}
    lesson.save()
    sale = market.contract([buyer], PAID)
    when = {"starts_at": noon, "ends_at": noon + timedelta(hours=1)}
    market.sell(sale, 4_500, seller, product=lesson, **when)
    [made] = subscriptions.begin(market.shop, buyer, sale.uid)
    return made


@pytest.mark.parametrize("leaver", ["bea", "carl"])
def test_what_goes_on_ends_and_is_cancelled_on_the_other_side(
    market: Market, noon: datetime, leaver: str
) -> None:
    people = {"bea": market.user("bea"), "carl": market.user("carl")}
    a_subscription(market, people["bea"], people["carl"], noon)
    other = people["carl" if leaver == "bea" else "bea"]
    assert leave(people[leaver], noon)
    now = noon + 30 * DAYS
    events = calendars.events_of(calendars.of(market.shop, other))
    assert {each.cancelled_at is None for each in events if each.begins_at < now} == {True}
    assert {each.cancelled_at for each in events if each.begins_at >= now} == {now}
    assert not Subscription.select().where(Subscription.ended_at.is_null()).exists()
    assert CalendarEvent.select().where(CalendarEvent.calendar.is_null()).count() == 0


def test_others_subscriptions_to_others_go_on(market: Market, noon: datetime) -> None:
    bea, carl, dan = (market.user(each) for each in ("bea", "carl", "dan"))
    going_on = a_subscription(market, bea, carl, noon)
    assert leave(dan, noon)
    assert Subscription.get_by_id(going_on.id).ended_at is None


def test_what_they_sell_leaves_the_shelf_with_their_name(market: Market, noon: datetime) -> None:
    carl, dan = market.user("carl"), market.user("dan")
    for user in (carl, dan):
        selling.add(market.shop, name=f"{user.name}'s lamp", price=4_500, user=user.uid)
    assert leave(carl, noon)
    told = {each.name: each.published for each in Product.select()}
    assert told == {"carl's lamp": False, "dan's lamp": True}
    assert [each.name for each in Seller.select()] == ["dan"]


def test_a_brand_of_the_shops_stays_without_its_person(market: Market, noon: datetime) -> None:
    carl = market.user("carl")
    brand = a_seller(market.shop, name="Larch & Co", user=carl)
    lamp = market.product()
    lamp.seller = brand
    lamp.save()
    assert leave(carl, noon)
    assert Seller.get_by_id(brand.id).user is None
    assert Product.get_by_id(lamp.id).published is False


def test_they_take_part_in_nobodys_events_any_more(market: Market, noon: datetime) -> None:
    bea, carl = market.user("bea"), market.user("carl")
    facts = {"title": "Fitting", "begins_at": noon + DAYS, "ends_at": noon + 2 * DAYS}
    who = [{"user": bea.uid, "email": bea.email}, {"email": "dan@example.com"}]
    calendars.add_event(market.shop, carl, attendees=who, **facts)
    assert leave(bea, noon)
    assert [each.email for each in EventAttendee.select()] == ["dan@example.com"]


def test_the_provider_forgets_what_they_pay_with(market: Market, noon: datetime) -> None:
    bea = market.user("bea", GOOD)
    assert leave(bea, noon)
    with pytest.raises(PaymentError):
        market.provider.methods(bea.customer_id or "")


def test_until_the_provider_has_forgotten_them_they_stay(market: Market, noon: datetime) -> None:
    bea, dan = market.user("bea", GOOD), market.user("dan")
    file = market.provider._file

    asked: list[str] = []

    class Silent(Trial):
        def forget_customer(self, customer: str) -> None:
            asked.append(customer)
            raise Unreachable("no answer", source=self.source)

    payments.configure(Silent(file))
    eve = market.user("eve", GOOD)
    for each in (dan, eve):
        leaving.schedule(market.shop, each.uid, each)
    assert not leave(bea, noon)
    assert [each.id for each in User.select().order_by(User.id)] == [bea.id, eve.id]
    assert asked == [bea.customer_id]
    payments.configure(Trial(file))
    assert leave(bea, noon)


def test_who_comes_back_meanwhile_keeps_everything(market: Market, noon: datetime) -> None:
    bea = market.user("bea", GOOD)
    sale = a_sale(market, bea, None)
    file = market.provider._file

    class Meanwhile(Trial):
        def forget_customer(self, customer: str) -> None:
            User.update(deletes_at=None).where(User.id == bea.id).execute()

    payments.configure(Meanwhile(file))
    assert not leave(bea, noon)
    assert Contract.get_by_id(sale.id).status == OPEN
