"""Stripe: what it says that others do not, and how it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gateways.payments import Event, Method, NotTheirs, PaymentError, Unreachable
from gateways.payments.stripe_sdk import Stripe
from gateways.payments.stripe_words import amount_of, units
from tests.gateways.stripe_fake import CREATED, HOOK_SECRET, KEY, StripeFake, stripe_fake


@pytest.fixture
def fake() -> Iterator[StripeFake]:
    with stripe_fake() as serving:
        yield serving


@pytest.fixture
def stripe(fake: StripeFake) -> Stripe:
    return Stripe(KEY, HOOK_SECRET, fake.url)


def asking(fake: StripeFake, stripe: Stripe) -> dict[str, Any]:
    """What a charge is asked with."""
    customer = stripe.open_customer("bea@example.com", None, key="bea")
    return {"customer": customer, "method": fake.add_card(customer), "group": "g", "key": "k"}


def test_after_a_day_what_was_charged_is_found_not_charged_again(
    fake: StripeFake, stripe: Stripe
) -> None:
    facts = asking(fake, stripe)
    made = stripe.charge(1_990, "eur", **facts)
    stripe.charge(1_990, "eur", **{**facts, "key": "another"})
    fake.forget_keys()
    assert stripe.charge(1_990, "eur", **facts, late=True) == made
    assert len(fake.kept("pi")) == 2


def test_after_a_day_what_was_not_charged_is(fake: StripeFake, stripe: Stripe) -> None:
    assert stripe.charge(1_990, "eur", **asking(fake, stripe), late=True).state == "succeeded"
    assert len(fake.kept("pi")) == 1


def test_after_a_day_a_declined_charge_is_found_as_such(fake: StripeFake, stripe: Stripe) -> None:
    facts = asking(fake, stripe)
    facts["method"] = fake.add_card(facts["customer"], "0002")
    stripe.charge(1_990, "eur", **facts)
    fake.forget_keys()
    assert stripe.charge(1_990, "eur", **facts, late=True).state == "failed"
    assert len(fake.kept("pi")) == 1


def test_after_a_day_a_transfer_is_found_not_made_again(fake: StripeFake, stripe: Stripe) -> None:
    made = stripe.charge(1_990, "eur", **asking(fake, stripe))
    account = stripe.open_account("carl@example.com", key="carl")
    facts: dict[str, Any] = {"account": account, "charge": made.charge, "group": "g", "key": "p"}
    paid = stripe.transfer(900, "eur", **facts)
    fake.forget_keys()
    assert stripe.transfer(900, "eur", **facts, late=True) == paid
    assert len(fake.kept("tr")) == 1


def test_sellers_are_paid_out_of_the_charge_as_the_balance_is_empty(
    fake: StripeFake, stripe: Stripe
) -> None:
    made = stripe.charge(1_990, "eur", **asking(fake, stripe))
    account = stripe.open_account("carl@example.com", key="carl")
    facts: dict[str, Any] = {"account": account, "group": "g"}
    assert stripe.transfer(1_990, "eur", **facts, charge=made.charge, key="a").startswith("tr_")
    with pytest.raises(PaymentError) as refused:
        stripe.transfer(1, "eur", **facts, charge=None, key="b")
    assert refused.value.code == "balance_insufficient"


@pytest.mark.parametrize(
    ("currency", "amount", "counted"),
    [
        ("eur", 1_990, 1_990),
        ("jpy", 1_990, 1_990),
        ("krw", 5, 5),
        # No decimals in use, two at Stripe.
        ("isk", 500, 50_000),
        ("ugx", 5, 500),
        ("rsd", 700, 70_000),
        ("kwd", 1_250, 1_250),
    ],
)
def test_amounts_are_written_as_stripe_counts(currency: str, amount: int, counted: int) -> None:
    assert units(amount, currency) == counted
    assert amount_of(counted, currency) == amount


def test_a_currency_that_stripe_counts_in_less_is_refused() -> None:
    with pytest.raises(PaymentError):
        units(10_000, "clf")


def test_charges_transfers_and_refunds_are_counted_alike(fake: StripeFake, stripe: Stripe) -> None:
    made = stripe.charge(700, "rsd", **asking(fake, stripe))
    account = stripe.open_account("carl@example.com", key="carl")
    stripe.transfer(600, "rsd", account=account, charge=made.charge, group="g", key="p")
    stripe.refund(made.id, 100, "rsd", key="back")
    assert [fake.kept(each)[0]["amount"] for each in ("pi", "tr", "re")] == [70_000, 60_000, 10_000]
    assert stripe.aftermath(made.id, "rsd").refunds[0].amount == 100


def test_less_than_is_charged_at_least_is_refused_in_stripes_words(
    fake: StripeFake, stripe: Stripe
) -> None:
    with pytest.raises(PaymentError) as refused:
        stripe.charge(49, "eur", **asking(fake, stripe))
    assert (type(refused.value), refused.value.code) == (PaymentError, "amount_too_small")


def test_a_key_of_ours_that_is_gone_does_not_say_that_nothing_was_charged(
    fake: StripeFake, stripe: Stripe
) -> None:
    facts = asking(fake, stripe)
    fake.key = "sk_test_rolled"
    with pytest.raises(Unreachable):
        stripe.charge(1_990, "eur", **facts)


def test_a_key_used_with_other_words_does_not_say_so_either(
    fake: StripeFake, stripe: Stripe
) -> None:
    facts = asking(fake, stripe)
    stripe.charge(1_990, "eur", **facts)
    with pytest.raises(Unreachable):
        stripe.charge(1_991, "eur", **facts)


@pytest.mark.parametrize(
    ("status", "disputed"),
    [
        ("warning_needs_response", False),
        ("needs_response", True),
        ("under_review", True),
        ("lost", True),
        ("won", False),
    ],
)
def test_a_dispute_counts_until_it_is_won(
    fake: StripeFake, stripe: Stripe, status: str, disputed: bool
) -> None:
    made = stripe.charge(1_990, "eur", **asking(fake, stripe))
    fake.dispute(made.id, status)
    assert stripe.aftermath(made.id, "eur").disputed is disputed


def test_without_a_secret_nobody_is_believed(fake: StripeFake) -> None:
    fake.secret = ""
    event = {"id": "evt_1", "type": "ping", "data": {"object": {"object": "balance"}}}
    with pytest.raises(NotTheirs):
        Stripe(KEY, "", fake.url).read_event(*fake.signed(event))


def test_a_broken_answer_is_asked_for_again_with_the_same_key(fake: StripeFake) -> None:
    payments = Stripe(KEY, HOOK_SECRET, fake.url)
    fake.broken = 1
    payments.open_customer("bea@example.com", None, key="bea")
    assert [key for _, _, key in fake.asked] == ["bea", "bea"]
    assert len(fake.kept("cus")) == 1


def test_who_never_answers_is_unreachable(fake: StripeFake) -> None:
    payments = Stripe(KEY, HOOK_SECRET, fake.url)
    fake.broken = 9
    with pytest.raises(Unreachable):
        payments.open_account("carl@example.com", key="carl")


def test_a_wrong_key_of_ours_is_told(fake: StripeFake) -> None:
    with pytest.raises(PaymentError) as refused:
        Stripe("sk_test_wrong", HOOK_SECRET, fake.url).methods("cus_1")
    assert refused.value.status == 401


def test_a_bank_account_is_under_way(fake: StripeFake) -> None:
    payments = Stripe(KEY, HOOK_SECRET, fake.url)
    customer = payments.open_customer("bea@example.com", None, key="bea")
    method = fake.add_bank(customer)
    kept = Method(method, "us_bank_account", "Test Bank", "6789", holder="individual")
    assert payments.methods(customer) == [kept]
    assert payments.methods(customer)[0].created == CREATED
    made = payments.charge(100, "usd", customer=customer, method=method, group="g", key="k")
    assert made.state == "processing"


def test_signed_events_are_read(fake: StripeFake) -> None:
    payments = Stripe(KEY, HOOK_SECRET, fake.url)
    intent = {"id": "pi_1", "object": "payment_intent", "status": "succeeded"}
    event = {"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": intent}}
    read = payments.read_event(*fake.signed(event))
    assert read == Event("evt_1", "payment_intent.succeeded", payment="pi_1")
    account = {"id": "acct_1", "object": "account", "charges_enabled": True}
    told = {"id": "evt_2", "type": "account.updated", "data": {"object": account}}
    assert payments.read_event(*fake.signed(told)).account == "acct_1"


@pytest.mark.parametrize("kind", ["charge", "dispute", "refund"])
def test_events_after_a_payment_name_it(fake: StripeFake, kind: str) -> None:
    about = {"id": "x_1", "object": kind, "payment_intent": "pi_1"}
    event = {"id": "evt_1", "type": f"{kind}.x", "data": {"object": about}}
    assert Stripe(KEY, HOOK_SECRET, fake.url).read_event(*fake.signed(event)).payment == "pi_1"


def test_an_old_or_changed_event_is_not_theirs(fake: StripeFake) -> None:
    payments = Stripe(KEY, HOOK_SECRET, fake.url)
    event = {"id": "evt_1", "type": "ping", "data": {"object": {"object": "balance"}}}
    body, signature = fake.signed(event)
    assert payments.read_event(body, signature).payment is None
    with pytest.raises(NotTheirs):
        payments.read_event(body.replace(b"ping", b"pong"), signature)
    with pytest.raises(NotTheirs):
        payments.read_event(*fake.signed(event, at=1_700_000_000))


def test_other_cards_are_typed_into_stripes_page(fake: StripeFake) -> None:
    stripe = Stripe(KEY, HOOK_SECRET, fake.url)
    customer = stripe.open_customer("bea@example.com", None, key="bea")
    back = "https://vitrine.example/back"
    assert stripe.method_page(customer, back).startswith(f"{fake.url}/c/cs_")
    call, sent, _ = fake.asked[-1]
    assert call == "POST /v1/checkout/sessions"
    assert sent == {
        "mode": "setup",
        "customer": customer,
        "payment_method_types[0]": "card",
        "success_url": back,
        "cancel_url": back,
    }
    assert not stripe.takes_numbers
    with pytest.raises(PaymentError):
        stripe.confirm("seti_x_secret_x", "4242424242424242", 12, 2031)
    assert len(fake.asked) == 2


def test_what_waits_for_the_buyer_is_called_off_and_has_failed(
    fake: StripeFake, stripe: Stripe
) -> None:
    facts = asking(fake, stripe)
    facts["method"] = fake.add_bank(facts["customer"], "0009")
    made = stripe.charge(1_990, "eur", **facts)
    assert (made.state, made.message) == ("failed", "the payment is requires_action")
    [intent] = fake.kept("pi")
    assert intent["status"] == "canceled"
    assert stripe.look_up(made.id).state == "failed"
