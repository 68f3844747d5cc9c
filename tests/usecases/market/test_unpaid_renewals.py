"""What is not paid: tried again, given up, paid otherwise; paused and ended meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gateways import payments
from models import clock
from models.calendar import CalendarEvent
from models.contract import OPEN, PAID, PROCESSING, UNCOLLECTIBLE, VOID, PaymentRefused
from models.product import Product
from models.renewal import Renewal
from models.subscription import Subscription
from models.user import User
from tests.together import at_once
from usecases import leaving
from usecases.market import contracts, selling, subscriptions
from usecases.market.renewing import renew_due
from usecases.market.settling import settle, settle_begun

from .conftest import DECLINED, GOOD, SLOW_DECLINED, Market
from .lessons import another_card, at, begun, bills, now, renew, subscribed
from .test_settling import Incomplete, kept

JANUARY, DUE = "2026-01-31T11:00", "2026-02-28T11:00"
WHEN = {"starts_at": at("2026-01-30T08:00"), "ends_at": at("2026-01-30T09:00")}
MINUTE = timedelta(minutes=1)


def declined(market: Market, **facts: Any) -> Subscription:
    """A subscription whose first renewal was declined."""
    subscription = subscribed(market, JANUARY, **{"card": DECLINED, **facts})
    renew(DUE)
    return subscription


def attempts(subscription: Subscription) -> list[int]:
    return [each.attempts for each in bills(subscription)]


def test_it_is_tried_again_after_a_day_three_and_a_week_and_then_given_up(market: Market) -> None:
    subscription = declined(market, **WHEN)
    for day, counted in (("02-28", 1), ("03-01", 2), ("03-03", 3)):
        for hour in ("10:59", "11:00", "11:01", "23:00"):
            renew(f"2026-{day}T{hour}")
        assert attempts(subscription) == [counted]
        assert bills(subscription)[0].status == OPEN
    assert now(subscription).active
    renew("2026-03-07T10:59")
    assert attempts(subscription) == [3]
    renew("2026-03-07T11:00")
    assert (attempts(subscription), bills(subscription)[0].status) == ([4], UNCOLLECTIBLE)
    assert now(subscription).ended_at == at("2026-03-07T11:00")
    to_come = CalendarEvent.select().where(CalendarEvent.begins_at >= at("2026-03-07T11:00"))
    assert to_come.count() == 22
    assert all(each.cancelled_at for each in to_come)
    assert renew("2026-03-31T12:00") == 0
    assert attempts(subscription) == [4]


def test_two_workers_at_once_try_it_once(market: Market) -> None:
    subscription = declined(market)
    with clock.frozen(at("2026-03-01T11:00")):
        assert at_once(*[renew_due] * 4) == [0, 0, 0, 0]
    assert (attempts(subscription), Renewal.get().tries) == ([2], 2)
    assert kept(market.provider, "pi") == 2


def test_by_another_card_it_goes_on(market: Market) -> None:
    subscription = declined(market)
    another_card(market, subscription.user)
    renew("2026-03-01T11:00")
    assert (bills(subscription)[0].status, now(subscription).active) == (PAID, True)
    assert renew("2026-03-31T11:00") == 1
    assert begun(subscription)[1:] == [at("2026-03-31T10:00")]


def test_paid_by_hand_meanwhile_it_goes_on(market: Market) -> None:
    subscription = declined(market, cycle="daily")
    [bill] = bills(subscription)
    another_card(market, subscription.user)
    # The daily one waits for what is not paid.
    with clock.frozen(at("2026-02-28T20:00")):
        assert renew_due() == 0
        assert settle(market.shop, bill.uid).status == PAID
    assert [renew(f"2026-03-01T12:0{minute}") for minute in range(3)] == [0, 1, 0]
    assert begun(subscription)[1:] == [at("2026-03-01T11:00")]
    assert [each.status for each in bills(subscription)] == [PAID, PAID]


def test_a_try_by_hand_before_it_is_due_does_not_stand_for_it(market: Market) -> None:
    subscription = declined(market)
    with clock.frozen(at("2026-03-01T10:00")), pytest.raises(PaymentRefused):
        settle(market.shop, bills(subscription)[0].uid)
    renew("2026-03-01T11:00")
    assert (attempts(subscription), Renewal.get().tries) == ([3], 2)


def test_a_try_that_broke_off_before_it_was_counted_is_counted_and_not_repeated(
    market: Market,
) -> None:
    subscription = declined(market)
    with clock.frozen(at("2026-03-01T11:00")), pytest.raises(PaymentRefused):
        settle(market.shop, bills(subscription)[0].uid)
    renew("2026-03-01T11:01")
    assert (attempts(subscription), Renewal.get().tries) == ([2], 2)
    assert Renewal.get().tries_at == at("2026-03-03T11:01")


def test_a_slow_charge_that_fails_is_a_try(market: Market) -> None:
    subscription = declined(market, card=SLOW_DECLINED)
    assert bills(subscription)[0].status == PROCESSING
    with clock.frozen(at(DUE) + MINUTE):
        settle_begun()
        renew_due()
    assert (attempts(subscription), Renewal.get().tries) == ([1], 1)
    assert Renewal.get().tries_at == at("2026-03-01T11:01")


def test_who_has_no_way_to_pay_is_asked_as_often(market: Market) -> None:
    subscription = declined(market, card=None)
    for day in ("03-01", "03-03", "03-07"):
        assert now(subscription).active
        renew(f"2026-{day}T11:00")
    assert bills(subscription)[0].status == UNCOLLECTIBLE
    assert not now(subscription).active


def test_a_seller_who_cannot_be_paid_costs_the_buyer_nothing(market: Market) -> None:
    payments.configure(Incomplete(market.provider._file))
    subscription = declined(market, card=GOOD)
    renewal = Renewal.get()
    # Nothing that the buyer could mend.
    assert (renewal.tries, renewal.mails_at, kept(market.provider, "pi")) == (1, None, 0)
    payments.configure(market.provider)
    renew("2026-03-01T11:00")
    assert bills(subscription)[0].status == PAID


@pytest.mark.parametrize(
    ("status", "active"), [(VOID, True), (UNCOLLECTIBLE, False)], ids=["waived", "given up"]
)
def test_the_shop_decides_otherwise(market: Market, status: str, active: bool) -> None:
    subscription = declined(market)
    contracts.change(market.shop, bills(subscription)[0].uid, status=status)
    renew("2026-02-28T12:00")
    assert now(subscription).active is active
    assert renew("2026-03-31T12:00") == active
    assert attempts(subscription) == [1, 1][: 1 + active]


def test_what_is_paused_is_not_billed_and_goes_on_with_the_next_period(market: Market) -> None:
    subscription = subscribed(market, JANUARY)
    with clock.frozen(at("2026-02-10T00:00")):
        subscriptions.pause(market.shop, subscription.uid)
    assert [renew(f"2026-{day}T12:00") for day in ("02-28", "03-31")] == [0, 0]
    with clock.frozen(at("2026-04-10T00:00")):
        subscriptions.resume(market.shop, subscription.uid)
        assert renew_due() == 0
    assert [renew(f"2026-04-{day}") for day in ("30T09:59", "30T10:00")] == [0, 1]
    assert begun(subscription) == [at("2026-04-30T10:00")]


def test_paused_until_a_period_begins_that_period_is_billed(market: Market) -> None:
    subscription = subscribed(market, JANUARY)
    with clock.frozen(at("2026-02-10T00:00")):
        subscriptions.pause(market.shop, subscription.uid, at("2026-03-31T10:00"))
    # A little later, as workers are.
    with clock.frozen(at("2026-03-31T10:01")):
        assert subscriptions.resume_due() == 1
        assert renew_due() == 1
    assert begun(subscription) == [at("2026-03-31T10:00")]


def test_paused_within_the_first_period_nothing_is_billed_twice(market: Market) -> None:
    subscription = subscribed(market, JANUARY)
    with clock.frozen(at(JANUARY)):
        subscriptions.pause(market.shop, subscription.uid)
        subscriptions.resume(market.shop, subscription.uid)
        assert renew_due() == 0
    assert now(subscription).renews_at == at(DUE)


def test_a_pause_calls_an_unpaid_bill_off(market: Market) -> None:
    subscription = declined(market)
    with clock.frozen(at("2026-02-28T12:00")):
        subscriptions.pause(market.shop, subscription.uid)
    assert bills(subscription)[0].status == VOID
    renew("2026-03-01T11:00")
    assert attempts(subscription) == [1]


@pytest.mark.parametrize("card", [DECLINED, GOOD])
def test_what_has_ended_is_never_billed(market: Market, card: str) -> None:
    subscription = declined(market, card=card)
    with clock.frozen(at("2026-02-28T12:00")):
        subscriptions.end(market.shop, subscription.uid)
    [bill] = bills(subscription)
    assert bill.status == (PAID if card == GOOD else VOID)
    for day in ("03-01", "03-31", "04-30"):
        assert renew(f"2026-{day}T12:00") == 0
    assert attempts(subscription) == [1]


def test_what_ends_while_it_is_paid_is_called_off_when_that_fails(market: Market) -> None:
    subscription = declined(market, card=SLOW_DECLINED)
    with clock.frozen(at("2026-02-28T12:00")):
        subscriptions.end(market.shop, subscription.uid)
        assert bills(subscription)[0].status == PROCESSING
        settle_begun()
        renew_due()
    assert (bills(subscription)[0].status, attempts(subscription)) == (VOID, [1])


def take_off(market: Market, lesson: Product) -> None:
    selling.change(market.shop, lesson.uid, published=False)


def expire(market: Market, lesson: Product) -> None:
    lesson.selling = {**(lesson.selling or {}), "expires": "2026-02-28T11:00:00+00:00"}
    lesson.save()


def remove(market: Market, lesson: Product) -> None:
    selling.remove(market.shop, lesson.uid)


def let_carl_leave(market: Market, lesson: Product) -> None:
    leaving.schedule(market.shop, User.get(User.name == "carl").uid, None)


def let_bea_leave(market: Market, lesson: Product) -> None:
    leaving.schedule(market.shop, User.get(User.name == "bea").uid, None)


@pytest.mark.parametrize("go", [take_off, expire, remove, let_carl_leave, let_bea_leave])
@pytest.mark.parametrize("card", [GOOD, DECLINED], ids=["before it is billed", "before it is paid"])
def test_what_is_there_no_more_ends_it(market: Market, go: Any, card: str) -> None:
    subscription = subscribed(market, JANUARY, card=card)
    if card == DECLINED:
        renew(DUE)
    with clock.frozen(at(DUE)):
        go(market, subscription.product)
    assert renew(DUE if card == GOOD else "2026-03-01T11:00") == 0
    assert not now(subscription).active
    assert [each.status for each in bills(subscription)] == ([VOID] if card == DECLINED else [])
    assert attempts(subscription) == ([1] if card == DECLINED else [])


def test_a_seller_who_is_gone_ends_it_at_once(market: Market) -> None:
    subscription = subscribed(market, JANUARY, **WHEN)
    with clock.frozen(at("2026-01-31T12:00")):
        leaving.schedule(market.shop, User.get(User.name == "carl").uid, None)
    with clock.frozen(at("2026-03-02T12:00")):
        leaving.remove_leavers()
    assert User.get_or_none(User.name == "carl") is None
    assert now(subscription).ended_at == at("2026-03-02T12:00")
    left = CalendarEvent.select().where(CalendarEvent.begins_at > at("2026-03-02T12:00"))
    assert left.count() == 11
    assert all(each.cancelled_at for each in left)


def test_what_a_buyer_who_is_gone_has_not_paid_is_called_off(market: Market) -> None:
    subscription = declined(market)
    [bill] = bills(subscription)
    User.update(deletes_at=at("2026-03-01T00:00")).where(User.name == "bea").execute()
    with clock.frozen(at("2026-03-01T00:00")):
        leaving.remove_leavers()
    assert Subscription.select().count() == Renewal.select().count() == 0
    assert contracts.find(market.shop, bill.uid).status == VOID
