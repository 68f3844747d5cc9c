"""Calendars and the sessions of subscriptions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from models import clock
from models.calendar import CalendarEvent, OfSubscription
from models.contract import PAID, Contract, WrongStatus
from models.errors import Invalid, NotFound
from models.subscription import LimitReached, WrongState
from models.timetable import Hours, Span
from models.transaction import Transaction
from models.user import User
from usecases.market import calendars, carts, earnings, subscriptions
from usecases.market.calendars import Row

from .conftest import Market
from .test_contracts import carls_lamp

NINE_TO_FIVE = Hours(time(9), time(17), weekday=0)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_hours_are_said_all_anew_and_rows_that_are_kept_stay(market: Market) -> None:
    bea = market.user("bea")
    closed = Hours(time(), time(), day=date(2026, 12, 24))
    calendar = calendars.open_when(market.shop, bea, [Row(NINE_TO_FIVE), Row(closed)])
    kept, _ = calendars.hours_of(calendar)
    calendars.open_when(market.shop, bea, [Row(Hours(time(10), time(), 0), kept.uid)])
    (row,) = calendars.hours_of(calendar)
    assert (row.uid, row.start, row.end) == (kept.uid, "10:00:00", "00:00:00")


def test_hours_that_end_before_they_begin_change_nothing(market: Market) -> None:
    bea = market.user("bea")
    calendar = calendars.open_when(market.shop, bea, [Row(NINE_TO_FIVE)])
    with pytest.raises(Invalid) as refused:
        calendars.open_when(market.shop, bea, [Row(Hours(time(17), time(9), 1))])
    assert refused.value.problems[0].where == "0"
    assert len(calendars.hours_of(calendar)) == 1


def test_who_is_there_and_has_nothing_else_to_do_is_free(market: Market) -> None:
    bea = market.user("bea")
    bea.time_zone = "Europe/Paris"
    bea.save()
    calendars.open_when(market.shop, bea, [Row(NINE_TO_FIVE)])
    span = Span(at("2026-06-15T07:00"), at("2026-06-15T08:00"))
    assert calendars.is_free(market.shop, bea, span)
    facts: dict[str, Any] = {"title": "Fitting", "begins_at": span.begins, "ends_at": span.ends}
    event = calendars.add_event(market.shop, bea, **facts)
    assert not calendars.is_free(market.shop, bea, span)
    with pytest.raises(calendars.Occupied):
        calendars.add_event(market.shop, bea, **facts)
    calendars.add_event(market.shop, bea, **{**facts, "unavailable": False})
    later = {"begins_at": span.ends, "ends_at": span.ends + timedelta(hours=1)}
    calendars.add_event(market.shop, bea, title="Next", **later)
    with pytest.raises(calendars.Occupied):
        calendars.change_event(market.shop, bea, event.uid, **later)
    calendars.remove_event(market.shop, bea, event.uid)
    assert calendars.is_free(market.shop, bea, span)


def test_an_event_is_its_users_alone(market: Market) -> None:
    bea, dan = market.user("bea"), market.user("dan")
    facts: dict[str, Any] = {"begins_at": at("2026-06-15T07:00"), "ends_at": at("2026-06-15T08:00")}
    told = [{"user": dan.uid}, {"email": "eve@example.com", "answer": "accepted"}]
    event = calendars.add_event(market.shop, bea, title="Fitting", attendees=told, **facts)
    attendees = calendars.attendees_of([event])[event.id]
    assert [(each.email, each.answer) for each in attendees] == [
        ("dan@example.com", "needsAction"),
        ("eve@example.com", "accepted"),
    ]
    with pytest.raises(NotFound):
        calendars.find_event(market.shop, dan, event.uid)


def test_an_event_ends_after_it_begins(market: Market) -> None:
    when = at("2026-06-15T07:00")
    with pytest.raises(Invalid):
        calendars.add_event(
            market.shop, market.user("bea"), title="Never", begins_at=when, ends_at=when
        )


def a_paid_contract(market: Market, status: str = PAID, **selling: Any) -> tuple[User, Contract]:
    """Bea has paid for a weekly lesson of Carl's, on Mondays at ten in Paris."""
    bea, lesson = market.user("bea"), carls_lamp(market, selling={"cycle": "weekly", **selling})
    carl = User.get(User.name == "carl")
    carl.time_zone = "Europe/Paris"
    carl.save()
    contract = market.contract([bea], status)
    when = {"starts_at": at("2026-10-19T08:00"), "ends_at": at("2026-10-19T09:00")}
    market.sell(contract, 4_500, carl, product=lesson, **when)
    return bea, contract


def sessions_of(name: str) -> list[CalendarEvent]:
    calendar = calendars.of(User.get(User.name == name).shop, User.get(User.name == name))
    return calendars.events_of(calendar)


def test_a_paid_contract_begins_a_subscription_once(market: Market) -> None:
    bea, contract = a_paid_contract(market)
    (begun,) = subscriptions.begin(market.shop, bea, contract.uid)
    assert (begun.active, begun.paused, begun.cycle, begun.amount) == (True, False, "weekly", 4_500)
    assert [each.id for each in subscriptions.begin(market.shop, bea, contract.uid)] == [begun.id]
    mine, carls = sessions_of("bea"), sessions_of("carl")
    assert len(mine) == len(carls) == 53
    # The clock is put back between the first and the second.
    assert [each.begins_at for each in mine[:2]] == [at("2026-10-19T08:00"), at("2026-10-26T09:00")]
    with pytest.raises(OfSubscription):
        calendars.remove_event(market.shop, bea, mine[0].uid)


def test_what_is_not_paid_or_does_not_recur_begins_nothing(market: Market) -> None:
    bea, contract = a_paid_contract(market, "open")
    with pytest.raises(WrongStatus):
        subscriptions.begin(market.shop, bea, contract.uid)
    with pytest.raises(NotFound):
        subscriptions.begin(market.shop, market.user("dan"), contract.uid)
    once = market.contract([bea], PAID)
    market.sell(once, 100, product=carls_lamp(market))
    with pytest.raises(Invalid):
        subscriptions.begin(market.shop, bea, once.uid)


def test_a_product_takes_only_so_many(market: Market) -> None:
    bea, contract = a_paid_contract(market, subscription_limit=0)
    with pytest.raises(LimitReached):
        subscriptions.begin(market.shop, bea, contract.uid)


def test_pausing_cancels_sessions_until_it_goes_on(market: Market) -> None:
    bea, contract = a_paid_contract(market)
    with clock.frozen(at("2026-10-20T00:00")):
        (begun,) = subscriptions.begin(market.shop, bea, contract.uid)
        with pytest.raises(WrongState):
            subscriptions.resume(market.shop, begun.uid)
        until = at("2026-11-03T00:00")
        paused = subscriptions.pause(market.shop, begun.uid, until)
        assert (paused.paused, paused.paused_until) == (True, until)
        with pytest.raises(WrongState):
            subscriptions.pause(market.shop, begun.uid)
    cancelled = [each.begins_at for each in sessions_of("bea") if each.cancelled_at]
    assert cancelled == [at("2026-10-26T09:00"), at("2026-11-02T09:00")]
    with clock.frozen(at("2026-11-02T23:59")):
        assert subscriptions.resume_due() == 0
    with clock.frozen(at("2026-11-03T00:00")):
        assert subscriptions.resume_due() == 1
    assert not subscriptions.find(market.shop, begun.uid).paused


def test_resuming_early_brings_sessions_back_and_ending_is_for_good(market: Market) -> None:
    bea, contract = a_paid_contract(market)
    with clock.frozen(at("2026-10-20T00:00")):
        (begun,) = subscriptions.begin(market.shop, bea, contract.uid)
        subscriptions.pause(market.shop, begun.uid)
        assert all(each.cancelled_at for each in sessions_of("bea")[1:])
        subscriptions.resume(market.shop, begun.uid, bea)
        assert not any(each.cancelled_at for each in sessions_of("bea"))
        with pytest.raises(NotFound):
            subscriptions.end(market.shop, begun.uid, market.user("dan"))
        ended = subscriptions.end(market.shop, begun.uid, bea)
        assert not ended.active
        for act in (subscriptions.pause, subscriptions.resume, subscriptions.end):
            with pytest.raises(WrongState):
                act(market.shop, begun.uid)
    assert sessions_of("bea")[0].cancelled_at is None


def test_resuming_brings_back_what_the_pause_has_cancelled_alone(market: Market) -> None:
    bea, contract = a_paid_contract(market)
    carl = User.get(User.name == "carl")
    with clock.frozen(at("2026-10-20T00:00")):
        (begun,) = subscriptions.begin(market.shop, bea, contract.uid)
        before, during, sent_back, called_off = sessions_of("carl")[1:5]
        cancelled = {"cancelled_at": clock.now()}
        calendars.change_event(market.shop, carl, before.uid, **cancelled)
    with clock.frozen(at("2026-10-20T00:00").replace(microsecond=500_000)):
        subscriptions.pause(market.shop, begun.uid)
        told = clock.now().replace(microsecond=0)
        calendars.change_event(market.shop, carl, during.uid, cancelled_at=at("2026-10-21T00:00"))
        calendars.change_event(market.shop, carl, sent_back.uid, cancelled_at=told)
        calendars.change_event(market.shop, carl, called_off.uid, cancelled_at=None)
        calendars.change_event(market.shop, carl, called_off.uid, **cancelled)
    with clock.frozen(at("2026-10-25T00:00")):
        subscriptions.resume(market.shop, begun.uid)
    off = [each.begins_at for each in sessions_of("carl") if each.cancelled_at]
    assert off == [before.begins_at, during.begins_at, called_off.begins_at]
    assert not any(each.cancelled_at for each in sessions_of("bea"))


def test_what_was_earned_and_spent_is_added_up(market: Market) -> None:
    bea, carl, dan = (market.user(each) for each in ("bea", "carl", "dan"))
    rows: list[tuple[str, str, int, User | None, User | None]] = [
        ("outgoing", "succeeded", 1_000, bea, None),
        ("outgoing", "failed", 5_000, bea, None),
        ("outgoing:refund", "succeeded", 300, bea, None),
        ("outgoing", "succeeded", 800, dan, None),
        ("incoming", "succeeded", 900, None, carl),
        ("fee:stripe", "succeeded", 60, bea, None),
    ]
    for number, (kind, status, amount, buyer, seller) in enumerate(rows):
        facts = {"kind": kind, "status": status, "amount": amount, "currency": "EUR"}
        Transaction.create(shop=market.shop, key=str(number), buyer=buyer, seller=seller, **facts)
    assert earnings.spend_of(market.shop, bea).amount == 700
    assert earnings.revenue_of(market.shop, carl).amount == 900
    assert earnings.revenue_of(market.shop, bea).amount == 0
    assert earnings.volume(market.shop).amount == 1_500
    told = [(each.user, each.amount) for each in earnings.spenders(market.shop)]
    assert told == [(dan, 800), (bea, 700)]
    assert [each.amount for each in earnings.earners(market.shop)] == [900]


def test_what_recurs_is_told_by_the_year_and_by_the_month(market: Market) -> None:
    bea, contract = a_paid_contract(market)
    (begun,) = subscriptions.begin(market.shop, bea, contract.uid)
    assert earnings.recurring_a_year(market.shop).amount == 52 * 4_500
    assert earnings.recurring_a_month(market.shop).amount == 19_500
    subscriptions.pause(market.shop, begun.uid)
    assert earnings.recurring_a_year(market.shop).amount == 0


def test_carts_are_worth_what_is_in_them_today(market: Market) -> None:
    lamp = carls_lamp(market)
    for name, number in (("bea", 2), ("dan", 1)):
        carts.put(market.shop, market.user(name), lamp.uid, number)
    assert earnings.cart_value(market.shop).amount == 13_500
