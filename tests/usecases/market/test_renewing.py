"""Renewing: each period is billed once and collected as it may be, whatever breaks off."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app import Settings
from gateways import payments
from gateways.payments import Unreachable
from gateways.payments.trial import Trial
from models import clock
from models.calendar import Calendar, CalendarEvent
from models.contract import OPEN, PAID, PROCESSING
from models.errors import Invalid
from models.renewal import Renewal
from models.subscription import Subscription
from models.transaction import Transaction
from models.user import User
from tests.together import at_once
from usecases.market import earnings, subscriptions
from usecases.market.renewing import renew_due
from usecases.market.settling import settle, settle_begun

from .conftest import GOOD, SLOW, Market
from .lessons import at, begun, bills, now, renew, subscribed, subscribed_to
from .test_contracts import carls_lamp
from .test_settling import kept, told

JANUARY = "2026-01-31T11:00"


def test_a_month_later_it_is_paid_again(market: Market) -> None:
    subscription = subscribed(market, JANUARY, charges_on_top=False)
    assert renew("2026-02-28T10:59") == 0
    assert renew("2026-02-28T11:00") == 1
    [bill] = bills(subscription)
    assert (bill.status, bill.subtotal_amount, bill.total_amount) == (PAID, 4_500, 4_500)
    assert (bill.user.name, bill.notes, bill.charges_on_top) == ("bea", None, False)
    assert bill.sent_at == bill.attempted_at == bill.paid_at == at("2026-02-28T11:00")
    [line] = bill.items
    assert (line.kind, line.user.name, line.quantity) == ("subscription", "carl", 1)
    assert line.product == subscription.product
    assert told(bill) == [
        ("outgoing", "succeeded", 4_500),
        ("incoming", "succeeded", 4_339),
        ("fee:stripe", "succeeded", 161),
    ]


def test_it_is_billed_again_and_again_on_the_last_day_of_the_month(market: Market) -> None:
    subscription = subscribed(market, JANUARY)
    for day in ("02-28", "03-30", "03-31", "04-30"):
        renew(f"2026-{day}T12:00")
    # By the clock of the seller, in Paris, where it is an hour earlier in summer.
    ends = ["2026-02-28T11:00", "2026-03-31T10:00", "2026-04-30T10:00"]
    assert begun(subscription) == [at(each) for each in ends]
    assert [each.status for each in bills(subscription)] == [PAID] * 3


@pytest.mark.parametrize(
    ("cycle", "start", "renews"),
    [
        pytest.param("daily", "2026-03-28T01:30", "2026-03-29T01:00", id="in the hour left out"),
        pytest.param("daily", "2026-10-24T00:30", "2026-10-25T00:30", id="in the first of two"),
        pytest.param("daily", "2026-06-15T22:00", "2026-06-16T22:00", id="at midnight in Paris"),
        pytest.param("weekly", "2026-10-19T08:00", "2026-10-26T09:00", id="the clock is put back"),
        pytest.param("biweekly", "2026-10-19T08:00", "2026-11-02T09:00", id="every other week"),
        pytest.param("yearly", "2028-02-29T11:00", "2029-02-28T11:00", id="29 February"),
    ],
)
def test_it_keeps_the_sellers_clock(market: Market, cycle: str, start: str, renews: str) -> None:
    subscription = subscribed(market, start, cycle)
    with clock.frozen(at(renews) - timedelta(milliseconds=1)):
        assert renew_due() == 0
    assert renew(renews) == 1
    assert begun(subscription) == [at(renews)]


def test_what_is_sold_by_the_hour_does_not_recur(market: Market) -> None:
    with pytest.raises(Invalid):
        subscribed(market, JANUARY, "hourly")


def test_a_period_is_billed_once_however_often_it_is_asked(market: Market) -> None:
    subscription = subscribed(market, JANUARY)
    assert [renew(f"2026-02-28T11:0{minute}") for minute in range(4)] == [1, 0, 0, 0]
    assert len(bills(subscription)) == kept(market.provider, "pi") == 1


def test_two_workers_at_once_bill_and_charge_once(market: Market) -> None:
    subscription = subscribed(market, JANUARY)
    with clock.frozen(at("2026-02-28T11:00")):
        came = at_once(*[renew_due] * 4)
        assert sorted(came) == [0, 0, 0, 1]
        settle_begun()
        renew_due()
    [bill] = bills(subscription)
    assert (bill.status, len(told(bill)), bill.attempts) == (PAID, 3, 1)
    assert [kept(market.provider, each) for each in ("pi", "tr")] == [1, 1]


def test_missed_periods_are_not_caught_up_with(market: Market) -> None:
    subscription = subscribed(market, JANUARY)
    assert renew("2026-05-15T12:00") == 1
    assert begun(subscription) == [at("2026-04-30T10:00")]
    assert now(subscription).renews_at == at("2026-05-31T10:00")


def test_the_price_agreed_stays_whatever_the_product_costs(market: Market) -> None:
    subscription = subscribed(market, JANUARY)
    lesson: Any = subscription.product
    lesson.price_amount, lesson.quantity = 9_900, 0
    lesson.save()
    renew("2026-02-28T11:00")
    [bill] = bills(subscription)
    assert (bill.status, bill.subtotal_amount) == (PAID, 4_500)
    assert told(bill)[1] == ("incoming", "succeeded", 4_500)


def test_a_bill_gives_as_long_as_the_first_did(market: Market) -> None:
    facts = {"sent_at": at("2026-01-30T11:00"), "due_at": at("2026-02-02T11:00")}
    subscription = subscribed(market, JANUARY, **facts)
    renew("2026-02-28T12:00")
    assert bills(subscription)[0].due_at == at("2026-03-03T12:00")


def test_who_share_a_contract_each_go_on_with_their_part(market: Market) -> None:
    bea, dan = market.user("bea", GOOD), market.user("dan", GOOD)
    lesson = carls_lamp(market, selling={"cycle": "monthly"})
    contract = market.contract([bea, dan])
    market.sell(contract, 4_501, User.get(User.name == "carl"), product=lesson)
    with clock.frozen(at(JANUARY)):
        settle(market.shop, contract.uid)
        made = [subscriptions.begin(market.shop, each, contract.uid)[0] for each in (bea, dan)]
    assert [each.amount for each in made] == [2_251, 2_250]
    assert earnings.recurring_a_month(market.shop).amount == 4_501
    assert renew("2026-02-28T11:00") == 2
    assert [bill.subtotal_amount for each in made for bill in bills(each)] == [2_251, 2_250]


def test_a_renewal_takes_no_place_and_begins_nothing(market: Market) -> None:
    limits = {"subscription_limit": 1, "buyer_limit": 1}
    subscription = subscribed(market, JANUARY, selling=limits)
    assert renew("2026-02-28T11:00") == 1
    [bill] = bills(subscription)
    assert bill.status == PAID
    with pytest.raises(Invalid):
        subscriptions.begin(market.shop, subscription.user, bill.uid)
    subscriptions.end(market.shop, subscription.uid)
    again = market.contract([subscription.user])
    market.sell(again, 4_500, bill.items.get().user, product=subscription.product)
    assert settle(market.shop, again.uid).status == PAID


def test_what_recurs_in_a_month_is_as_before(market: Market) -> None:
    subscribed(market, JANUARY)
    before = earnings.recurring_a_month(market.shop)
    renew("2026-02-28T11:00")
    assert earnings.recurring_a_month(market.shop) == before


def test_a_slow_charge_is_waited_for(market: Market) -> None:
    subscription = subscribed(market, JANUARY, card=SLOW)
    renew("2026-02-28T11:00")
    assert bills(subscription)[0].status == PROCESSING
    assert renew("2026-03-31T11:00") == 0
    with clock.frozen(at("2026-03-31T11:01")):
        settle_begun()
    assert [renew(f"2026-03-31T11:0{minute}") for minute in (2, 3)] == [0, 1]
    assert begun(subscription) == [at("2026-02-28T11:00"), at("2026-03-31T10:00")]
    assert kept(market.provider, "pi") == 2


def test_while_the_provider_is_silent_nothing_is_counted(market: Market) -> None:
    class Silent(Trial):
        def methods(self, customer: str) -> Any:
            raise Unreachable("no answer", source=self.source)

    subscription = subscribed(market, JANUARY)
    payments.configure(Silent(market.provider._file))
    assert renew("2026-02-28T11:00") == 1
    payments.configure(market.provider)
    assert (bills(subscription)[0].status, Renewal.get().tries) == (OPEN, 0)
    renew("2026-02-28T11:01")
    assert bills(subscription)[0].status == PAID


def test_a_silent_provider_is_asked_once_and_one_that_breaks_holds_up_nobody(
    market: Market,
) -> None:
    asked: list[str] = []
    failure: list[Exception] = [Unreachable("no answer", source="trial"), ZeroDivisionError()]

    class Broken(Trial):
        def methods(self, customer: str) -> Any:
            asked.append(customer)
            if failure:
                raise failure.pop(0)
            return super().methods(customer)

    bea = subscribed(market, JANUARY)
    lesson: Any = bea.product
    dan = subscribed_to(market, market.user("dan", GOOD), lesson, JANUARY)
    payments.configure(Broken(market.provider._file))
    renew("2026-02-28T11:00")
    assert len(asked) == 1
    renew("2026-02-28T11:01")
    assert [bill.status for each in (bea, dan) for bill in bills(each)] == [OPEN, PAID]
    renew("2026-02-28T11:02")
    assert bills(bea)[0].status == PAID


def test_one_that_cannot_be_billed_holds_up_nobody(market: Market) -> None:
    bea = subscribed(market, JANUARY)
    lesson: Any = bea.product
    dan = subscribed_to(market, market.user("dan", GOOD), lesson, JANUARY)
    Subscription.update(cycle="never").where(Subscription.id == bea.id).execute()
    assert renew("2026-02-28T11:00") == 1
    assert [each.status for each in bills(dan)] == [PAID]


DIES = """
import os, sys
from datetime import datetime
from pathlib import Path
from gateways import payments
from gateways.payments.trial import Trial
from models import clock
from models.database import open_database
from usecases.market.renewing import renew_due

class Dying(Trial):
    def methods(self, customer):
        if when == "before":
            os._exit(9)
        return super().methods(customer)

    def charge(self, *args, **facts):
        super().charge(*args, **facts)
        os._exit(9)

url, file, when, moment = sys.argv[1:]
open_database(url)
payments.configure(Dying(Path(file)))
with clock.frozen(datetime.fromisoformat(moment)):
    renew_due()
"""


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("when", "status"),
    [
        pytest.param("before", OPEN, id="between contract and charge"),
        pytest.param("after", PROCESSING, id="between charge and record"),
    ],
)
def test_a_process_killed_halfway_charges_once(
    market: Market, settings: Settings, when: str, status: str
) -> None:
    subscription = subscribed(market, JANUARY)
    home = Path(__file__).parents[3]
    sent = [settings.database_url, str(market.provider._file), when, "2026-02-28T11:00+00:00"]
    died = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DIES), *sent],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True,
        check=False,
    )
    assert died.returncode == 9, died.stderr
    assert [each.status for each in bills(subscription)] == [status]
    with clock.frozen(at("2026-02-28T11:01")):
        settle_begun()
        assert renew_due() == 0
    assert [each.status for each in bills(subscription)] == [PAID]
    assert [kept(market.provider, each) for each in ("pi", "tr")] == [1, 1]
    assert Transaction.select().count() == 3


def test_each_is_billed_on_its_own_day(market: Market) -> None:
    bea = subscribed(market, JANUARY)
    lesson: Any = bea.product
    dan = subscribed_to(market, market.user("dan", GOOD), lesson, "2026-02-03T11:00")
    assert [renew(f"2026-{day}T12:00") for day in ("02-28", "03-03")] == [1, 1]
    assert [begun(each) for each in (bea, dan)] == [
        [at("2026-02-28T11:00")],
        [at("2026-03-03T11:00")],
    ]


def test_sessions_are_written_on_for_another_year(market: Market) -> None:
    when = {"starts_at": at("2026-02-04T08:00"), "ends_at": at("2026-02-04T09:00")}
    subscription = subscribed(market, JANUARY, "weekly", **when)
    assert sessions(subscription)[-1] == at("2027-02-03T08:00")
    for day in ("2026-02-07", "2026-02-14", "2027-01-16", "2027-01-16"):
        renew(f"{day}T11:30")
    written = sessions(subscription)
    # Each once, in both calendars, up to a year from the last renewal.
    assert written[-1] == at("2028-01-12T08:00")
    assert len(written) == len(set(written)) == 102
    assert CalendarEvent.select().count() == 204
    assert {each.minute for each in written} == {0}
    assert {each.hour for each in written} == {7, 8}


def sessions(subscription: Subscription) -> list[datetime]:
    """When the sessions in Bea's calendar begin."""
    rows = CalendarEvent.select().join(Calendar).where(Calendar.user == subscription.user)
    return [each.begins_at for each in rows.order_by(CalendarEvent.begins_at)]
