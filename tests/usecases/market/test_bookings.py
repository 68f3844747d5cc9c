"""Times that are sold: refused where they are taken, and in both calendars once they are paid."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from models import clock
from models.contract import OPEN, PAID, PROCESSING, Contract
from models.product import Product
from models.quantity import Quantity
from models.timetable import Hours
from models.user import User
from usecases.market import calendars, carts, settling, subscriptions
from usecases.market.calendars import Occupied, Row

from .conftest import GOOD, SLOW, Market
from .test_contracts import carls_lamp

MONDAY, TUESDAY = "2026-10-19", "2026-10-20"
TEN = {"starts_at": "2026-10-19T08:00", "ends_at": "2026-10-19T10:00"}
BEFORE = "2026-10-12T00:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def when(begins: str, ends: str) -> dict[str, datetime]:
    return {"starts_at": at(begins), "ends_at": at(ends)}


AT_TEN = when(TEN["starts_at"], TEN["ends_at"])


def a_service(market: Market, cycle: str | None = "hourly") -> tuple[Product, User]:
    """What Carl does in Paris."""
    product = carls_lamp(market, selling={"cycle": cycle} if cycle else {})
    carl = User.get(User.name == "carl")
    carl.time_zone = "Europe/Paris"
    carl.save()
    return product, carl


def nine_to_five(market: Market, carl: User, *more: Hours) -> None:
    """Carl is there on weekdays, and at other hours."""
    rows = [Row(Hours(time(9), time(17), weekday=day)) for day in range(5)]
    calendars.open_when(market.shop, carl, [*rows, *map(Row, more)])


def events_of(user: User, title: str | None = None) -> list[tuple[str, str]]:
    """From when to when something is in somebody's calendar."""
    events = calendars.events_of(calendars.of(user.shop, user))
    assert all(each.unavailable and each.booked_at and each.confirmed_at for each in events)
    assert title is None or {each.title for each in events} == {title}
    return [(f"{each.begins_at:%dT%H:%M}", f"{each.ends_at:%dT%H:%M}") for each in events]


def pays(market: Market, buyer: User, product: Product, number: Quantity, **facts: Any) -> Contract:
    """Somebody pays for so much of what the shop is paid for on Carl's behalf."""
    contract = market.contract([buyer], sent_at=facts.pop("sent_at", None))
    carl = User.get(User.name == "carl")
    market.sell(contract, 100, carl, product=product, quantity=number, **facts)
    settling.settle(market.shop, contract.uid)
    return contract


@pytest.mark.parametrize("cycle", ["hourly", None], ids=["by the hour", "for a time"])
def test_what_is_paid_is_booked_once_in_both_calendars(market: Market, cycle: str | None) -> None:
    product, carl = a_service(market, cycle)
    bea = market.user("bea", GOOD)
    with clock.frozen(at(BEFORE)):
        contract = pays(market, bea, product, 2, **AT_TEN)
        assert settling.settle(market.shop, contract.uid).status == PAID
    assert events_of(carl, "A lamp") == events_of(bea, "A lamp") == [("19T08:00", "19T10:00")]


def test_of_days_as_many_open_hours_are_booked_as_were_bought(market: Market) -> None:
    product, carl = a_service(market)
    nine_to_five(market, carl, Hours(time(18), time(20), weekday=0))
    bea = market.user("bea", GOOD)
    with clock.frozen(at(BEFORE)):
        # The first and the last of these days, by the clock in Paris, are open to their ends.
        pays(market, bea, product, 21, **when("2026-10-18T22:00", "2026-10-20T22:00"))
    assert events_of(carl) == [
        ("19T07:00", "19T15:00"),
        ("19T16:00", "19T18:00"),
        ("20T07:00", "20T15:00"),
        ("21T07:00", "21T10:00"),
    ]
    assert events_of(bea) == events_of(carl)


@pytest.mark.parametrize(
    ("hours", "number", "day", "booked"),
    [
        # Put back in the night of the 25th: what is open from midnight to 8 has nine hours.
        (Hours(time(), time(8), 6), 8, "2026-10-24T22:00", "24T22:00 25T07:00"),
        (Hours(time(), time(8), 6), 4, "2026-10-24T22:00", "24T22:00 25T03:00"),
        # Put forward in the night of the 28th of March.
        (Hours(time(), time(8), 6), 8, "2027-03-27T23:00", "27T23:00 28T06:00"),
        (Hours(time(), time(8), 6), 3, "2027-03-27T23:00", "27T23:00 28T01:00"),
        # The end of the day is its midnight.
        (
            Hours(time(22), time(), 6),
            2,
            "2026-10-17T22:00",
            "18T20:00 18T22:00",
        ),
    ],
    ids=["longer night", "half of it", "shorter night", "some of it", "to midnight"],
)
def test_hours_are_those_on_the_wall_when_clocks_change(
    market: Market, hours: Hours, number: int, day: str, booked: str
) -> None:
    product, carl = a_service(market)
    calendars.open_when(market.shop, carl, [Row(hours)])
    with clock.frozen(at(BEFORE)):
        pays(market, market.user("bea", GOOD), product, number, **when(day, day))
    assert [" ".join(each) for each in events_of(carl)] == [booked]


def test_hours_are_booked_to_the_hundredth(market: Market) -> None:
    product, carl = a_service(market)
    nine_to_five(market, carl)
    half = Decimal("1.5")
    with clock.frozen(at(BEFORE)):
        day = when("2026-10-18T22:00", "2026-10-18T22:00")
        pays(market, market.user("bea", GOOD), product, half, **day)
        spans = when("2026-10-19T21:30", "2026-10-19T23:00")
        assert occupied(market, product, **spans)
        calendars.open_when(market.shop, carl, [])
        pays(market, market.user("dan", GOOD), product, half, **spans)
    assert events_of(carl) == [("19T07:00", "19T08:30"), ("19T21:30", "19T23:00")]


def test_an_hour_over_midnight_is_no_two_days(market: Market) -> None:
    product, carl = a_service(market)
    late, early = Hours(time(20), time(), 0), Hours(time(), time(4), 1)
    calendars.open_when(market.shop, carl, [Row(late), Row(early)])
    with clock.frozen(at(BEFORE)):
        hour = when("2026-10-19T21:30", "2026-10-19T22:30")
        pays(market, market.user("bea", GOOD), product, 1, **hour)
    assert events_of(carl) == [("19T21:30", "19T22:30")]


def test_fewer_open_hours_than_are_asked_for_are_refused(market: Market) -> None:
    product, carl = a_service(market)
    nine_to_five(market, carl)
    days = when("2026-10-18T22:00", "2026-10-19T22:00")
    with clock.frozen(at(BEFORE)):
        bea = market.user("bea")
        carts.put(market.shop, bea, product.uid, 16, **days)
        with pytest.raises(Occupied, match="17"):
            carts.put(market.shop, bea, product.uid, 1, **days)
    assert [each.item.quantity for each in carts.of(market.shop, bea).lines] == [16]


def occupied(market: Market, product: Product, moment: str = BEFORE, **times: datetime) -> bool:
    """Tell whether a time is refused, in a cart and where it begins to be settled alike."""
    times = times or AT_TEN
    number = User.select().count()
    dan = market.user(f"dan{number}", GOOD)
    contract = market.contract([dan])
    carl = User.get(User.name == "carl")
    market.sell(contract, 100, carl, product=product, quantity=2, **times)
    with clock.frozen(at(moment)):
        try:
            carts.put(market.shop, dan, product.uid, 2, **times)
        except Occupied:
            with pytest.raises(Occupied):
                settling.settle(market.shop, contract.uid)
            assert Contract.get_by_id(contract.id).status == OPEN
            return True
    return False


def test_a_time_that_the_seller_has_not_is_refused(market: Market) -> None:
    product, carl = a_service(market)
    facts: dict[str, Any] = {"title": "Dentist", "begins_at": at("2026-10-19T09:30")}
    facts["ends_at"] = at("2026-10-19T11:00")
    event = calendars.add_event(market.shop, carl, **facts)
    assert occupied(market, product)
    assert not occupied(market, product, **when("2026-10-19T11:00", "2026-10-19T13:00"))
    calendars.change_event(market.shop, carl, event.uid, unavailable=False)
    assert not occupied(market, product)
    calendars.change_event(market.shop, carl, event.uid, unavailable=True)
    calendars.change_event(market.shop, carl, event.uid, cancelled_at=at(BEFORE))
    assert not occupied(market, product)


def test_hours_that_were_said_are_kept_to_also_when_clocks_change(market: Market) -> None:
    product, carl = a_service(market)
    nine_to_five(market, carl, Hours(time(), time(), day=date(2026, 10, 21)))
    assert not occupied(market, product, **when("2026-10-19T07:00", "2026-10-19T09:00"))
    assert occupied(market, product, **when("2026-10-19T06:00", "2026-10-19T08:00"))
    assert occupied(market, product, **when("2026-10-21T07:00", "2026-10-21T09:00"))
    # From the 25th on it is winter in Paris.
    assert occupied(market, product, **when("2026-10-26T07:00", "2026-10-26T09:00"))
    assert not occupied(market, product, **when("2026-10-26T08:00", "2026-10-26T10:00"))


def test_a_time_that_is_past_is_refused(market: Market) -> None:
    product, _ = a_service(market)
    assert not occupied(market, product, TEN["starts_at"])
    assert occupied(market, product, "2026-10-19T08:01")


def test_what_was_sent_before_its_time_may_be_paid_after_it(market: Market) -> None:
    product, carl = a_service(market)
    with clock.frozen(at("2026-10-21T00:00")):
        pays(market, market.user("bea", GOOD), product, 2, sent_at=at(BEFORE), **AT_TEN)
    assert len(events_of(carl)) == 1


def test_a_time_is_sold_once(market: Market) -> None:
    product, carl = a_service(market)
    with clock.frozen(at(BEFORE)):
        slow = pays(market, market.user("bea", SLOW), product, 2, **AT_TEN)
        assert Contract.get_by_id(slow.id).status == PROCESSING
    # Nothing is in a calendar yet.
    assert events_of(carl) == []
    assert occupied(market, product)
    Contract.update(status=OPEN).where(Contract.id == slow.id).execute()
    assert not occupied(market, product)


def test_two_items_of_a_contract_do_not_take_the_same_time(market: Market) -> None:
    product, carl = a_service(market)
    contract = market.contract([market.user("bea", GOOD)])
    for _ in range(2):
        market.sell(contract, 100, carl, product=product, quantity=2, **AT_TEN)
    with clock.frozen(at(BEFORE)), pytest.raises(Occupied, match="same time"):
        settling.settle(market.shop, contract.uid)


def test_of_what_recurs_the_first_session_decides(market: Market) -> None:
    product, carl = a_service(market, "weekly")
    bea = market.user("bea", GOOD)
    with clock.frozen(at(BEFORE)):
        paid = pays(market, bea, product, 1, **AT_TEN)
    # Paid, it stands in no calendar before it is begun.
    assert events_of(carl) == []
    assert occupied(market, product)
    second = when("2026-10-26T09:00", "2026-10-26T11:00")
    assert not occupied(market, product, **second)
    with clock.frozen(at(BEFORE)):
        subscriptions.begin(market.shop, bea, paid.uid)
    assert occupied(market, product)
    assert occupied(market, product, **second)


def test_what_the_shop_sells_itself_is_in_its_buyers_calendar(market: Market) -> None:
    bea, tour = market.user("bea", GOOD), market.product()
    contract = market.contract([bea])
    market.sell(contract, 100, product=tour, **AT_TEN)
    with clock.frozen(at(BEFORE)):
        settling.settle(market.shop, contract.uid)
    assert events_of(bea) == [("19T08:00", "19T10:00")]


def test_several_have_a_class_at_the_same_time_and_nothing_else(market: Market) -> None:
    lesson, carl = a_service(market, None)
    lesson.selling = {"buyer_limit": 2}
    lesson.save()
    fitting = carls_lamp(market)
    with clock.frozen(at(BEFORE)):
        pays(market, market.user("bea", GOOD), lesson, 1, **AT_TEN)
        assert occupied(market, fitting, **AT_TEN)
        pays(market, market.user("dan", GOOD), lesson, 1, **AT_TEN)
    assert events_of(carl, "A lamp") == [("19T08:00", "19T10:00")] * 2
