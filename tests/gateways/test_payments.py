"""Both providers of payments: the same promises kept, by what is built in and by Stripe's SDK."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gateways.payments import (
    MISSING,
    Aftermath,
    Charge,
    Method,
    NotTheirs,
    PaymentError,
    Payments,
    Refund,
)
from gateways.payments.stripe_sdk import Stripe
from gateways.payments.trial import Trial
from tests.gateways.stripe_fake import HOOK_SECRET, KEY, StripeFake, stripe_fake

GOOD, DECLINED, SHORT = "4242424242424242", "4000000000000002", "4000000000009995"
SLOW, SLOW_DECLINED = "4000000000000077", "4000000000000259"


@dataclass
class Provider:
    """A provider, how a customer adds a card there, and how many payments it has made."""

    payments: Payments
    add_card: Callable[[str, str], str]
    made: Callable[[], int]


@pytest.fixture
def fake() -> Iterator[StripeFake]:
    with stripe_fake() as serving:
        yield serving


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    return Trial(tmp_path / "trial.db")


@pytest.fixture(params=["trial", "stripe"])
def provider(request: pytest.FixtureRequest, trial: Trial) -> Iterator[Provider]:
    """Each provider in turn."""
    if request.param == "trial":

        def add(customer: str, number: str) -> str:
            return trial.confirm(trial.begin_method(customer), number, 12, 2031).id

        yield Provider(trial, add, lambda: _made(trial))
        return
    with stripe_fake() as fake:
        payments = Stripe(KEY, HOOK_SECRET, fake.url)
        yield Provider(
            payments,
            lambda customer, number: fake.add_card(customer, number[-4:]),
            lambda: len(fake.kept("pi")),
        )


def _made(trial: Trial) -> int:
    with trial._open() as kept:
        return int(kept.execute("select count(*) from kept where id like 'pi_%'").fetchone()[0])


def charged(provider: Provider, number: str = GOOD, key: str = "one") -> Charge:
    customer = provider.payments.open_customer("bea@example.com", "Bea", key="bea")
    method = provider.add_card(customer, number)
    return provider.payments.charge(
        1_990, "eur", customer=customer, method=method, group="inv_1", key=key
    )


def test_a_customer_is_opened_once_for_a_key(provider: Provider) -> None:
    first = provider.payments.open_customer("bea@example.com", None, key="bea")
    assert provider.payments.open_customer("bea@example.com", None, key="bea") == first
    assert provider.payments.open_customer("carl@example.com", None, key="carl") != first
    assert first.startswith("cus_")


def test_ways_to_pay_are_listed_newest_first_until_they_are_taken_away(provider: Provider) -> None:
    customer = provider.payments.open_customer("bea@example.com", None, key="bea")
    older, newer = (provider.add_card(customer, each) for each in (DECLINED, GOOD))
    listed = provider.payments.methods(customer)
    assert [(each.id, each.last4) for each in listed] == [(newer, "4242"), (older, "0002")]
    assert listed[0] == Method(newer, "card", "visa", "4242", 12, 2031, "credit")
    provider.payments.forget_method(customer, newer)
    assert [each.id for each in provider.payments.methods(customer)] == [older]


def test_nobody_takes_or_charges_what_is_another_customers(provider: Provider) -> None:
    bea = provider.payments.open_customer("bea@example.com", None, key="bea")
    carl = provider.payments.open_customer("carl@example.com", None, key="carl")
    method = provider.add_card(bea, GOOD)
    with pytest.raises(PaymentError):
        provider.payments.forget_method(carl, method)
    with pytest.raises(PaymentError):
        provider.payments.charge(5, "eur", customer=carl, method=method, group="g", key="k")
    assert [each.id for each in provider.payments.methods(bea)] == [method]


def test_a_way_to_pay_is_begun_with_a_secret(provider: Provider) -> None:
    customer = provider.payments.open_customer("bea@example.com", None, key="bea")
    assert "_secret_" in provider.payments.begin_method(customer)


def test_a_charge_succeeds(provider: Provider) -> None:
    made = charged(provider)
    assert made.state == "succeeded"
    assert (made.charge or "").startswith("ch_")
    assert provider.payments.look_up(made.id) == made


def test_a_declined_card_is_an_answer_that_says_why(provider: Provider) -> None:
    made = charged(provider, DECLINED)
    assert (made.state, made.code) == ("failed", "card_declined")
    assert made.decline_code == "generic_decline"
    assert "declined" in (made.message or "")


def test_the_same_key_charges_once(provider: Provider) -> None:
    customer = provider.payments.open_customer("bea@example.com", None, key="bea")
    method = provider.add_card(customer, GOOD)
    facts = {"customer": customer, "method": method, "group": "inv_1", "key": "one"}
    made: list[Charge] = []

    def charge() -> None:
        made.append(provider.payments.charge(1_990, "eur", **facts))

    threads = [threading.Thread(target=charge) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (len(made), len(set(made)), provider.made()) == (8, 1, 1)
    with pytest.raises(PaymentError):
        provider.payments.charge(2_000, "eur", **facts)


def test_an_account_is_opened_completed_and_paid_once(provider: Provider) -> None:
    account = provider.payments.open_account("carl@example.com", key="carl")
    assert account.startswith("acct_")
    assert provider.payments.account(account).id == account
    assert provider.payments.account_page(account, "https://shop.example/back").startswith("http")
    charge = charged(provider).charge
    facts: dict[str, Any] = {"account": account, "charge": charge, "group": "inv_1", "key": "pay"}
    paid = provider.payments.transfer(1_500, "eur", **facts)
    assert paid.startswith("tr_")
    assert provider.payments.transfer(1_500, "eur", **facts) == paid


def test_some_of_a_payment_is_given_back_once(provider: Provider) -> None:
    made = charged(provider)
    back = provider.payments.refund(made.id, 500, "eur", key="back")
    assert back.startswith("re_")
    assert provider.payments.refund(made.id, 500, "eur", key="back") == back


def test_what_does_not_exist_is_refused(provider: Provider) -> None:
    for ask in (
        lambda: provider.payments.methods("cus_ffff"),
        lambda: provider.payments.account("acct_ffff"),
        lambda: provider.payments.look_up("pi_ffff"),
    ):
        with pytest.raises(PaymentError) as refused:
            ask()
        assert (refused.value.status, refused.value.code) == (404, "resource_missing")
        assert refused.value.source == provider.payments.source


def test_what_nobody_has_signed_is_not_theirs(provider: Provider) -> None:
    with pytest.raises(NotTheirs):
        provider.payments.read_event(b"{}", "t=1,v1=00")


@pytest.mark.parametrize(
    ("number", "begins", "ends"),
    [(SLOW, "processing", "succeeded"), (SLOW_DECLINED, "processing", "failed")],
)
def test_a_slow_card_ends_when_somebody_asks(
    trial: Trial, number: str, begins: str, ends: str
) -> None:
    customer = trial.open_customer("bea@example.com", None, key="bea")
    method = trial.confirm(trial.begin_method(customer), number, 1, 2030).id
    facts = {"customer": customer, "method": method, "group": "g", "key": "k"}
    made = trial.charge(100, "eur", **facts)
    assert (made.state, trial.look_up(made.id).state) == (begins, ends)


def test_a_card_without_funds_says_so(trial: Trial) -> None:
    provider = Provider(
        trial,
        lambda customer, number: trial.confirm(trial.begin_method(customer), number, 1, 2030).id,
        int,
    )
    assert charged(provider, SHORT).decline_code == "insufficient_funds"


def test_a_set_up_takes_cards_for_trying_once(trial: Trial) -> None:
    secret = trial.begin_method(trial.open_customer("bea@example.com", None, key="bea"))
    for sent, number in ((secret, "5555"), (f"{secret}x", GOOD), ("seti_x_secret_y", GOOD)):
        with pytest.raises(PaymentError):
            trial.confirm(sent, number, 1, 2030)
    assert trial.confirm(secret, GOOD, 1, 2030) == trial.confirm(secret, GOOD, 1, 2030)


def test_no_more_is_given_back_than_was_paid(trial: Trial) -> None:
    customer = trial.open_customer("bea@example.com", None, key="bea")
    method = trial.confirm(trial.begin_method(customer), GOOD, 1, 2030).id
    made = trial.charge(100, "eur", customer=customer, method=method, group="g", key="k")
    trial.refund(made.id, 60, "eur", key="a")
    with pytest.raises(PaymentError):
        trial.refund(made.id, 41, "eur", key="b")


def test_cards_for_trying_are_typed_into_our_page(trial: Trial) -> None:
    customer = trial.open_customer("bea@example.com", None, key="bea")
    assert trial.takes_numbers
    assert trial.method_page(customer, "https://vitrine.example/back").endswith("/back")


def test_a_key_outlives_the_way_to_pay(provider: Provider) -> None:
    customer = provider.payments.open_customer("bea@example.com", None, key="bea")
    method = provider.add_card(customer, GOOD)
    facts: dict[str, Any] = {"customer": customer, "method": method, "group": "g", "key": "k"}
    made = provider.payments.charge(1_990, "eur", **facts)
    provider.payments.forget_method(customer, method)
    assert provider.payments.charge(1_990, "eur", **facts) == made


def test_what_was_given_back_is_told(provider: Provider) -> None:
    made = charged(provider)
    assert provider.payments.aftermath(made.id, "eur") == Aftermath()
    back = provider.payments.refund(made.id, 500, "eur", key="back")
    told = provider.payments.aftermath(made.id, "eur")
    assert told == Aftermath((Refund(back, 500, "succeeded"),))
    with pytest.raises(PaymentError):
        provider.payments.refund(made.id, 1_491, "eur", key="more")


def test_a_customer_is_forgotten_with_all_cards_and_payments_stay(provider: Provider) -> None:
    made = charged(provider)
    bea = provider.payments.open_customer("bea@example.com", "Bea", key="bea")
    for _ in "12":
        provider.payments.forget_customer(bea)
    with pytest.raises(PaymentError) as refused:
        provider.payments.methods(bea)
    assert refused.value.code == MISSING
    assert provider.payments.look_up(made.id) == made


def test_what_a_customer_has_is_found_by_an_index(tmp_path: Path) -> None:
    Trial(tmp_path / "kept.db").open_customer("noor@shop.example", None, key="k")
    with closing(sqlite3.connect(tmp_path / "kept.db")) as kept:
        plan = "explain query plan select id, body from kept where owner = 'x' order by number desc"
        [step] = [each for *_, each in kept.execute(plan)]
    assert step.startswith("SEARCH kept USING")
