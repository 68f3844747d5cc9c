"""What Stripe says, in the house's words: its objects, its refusals, its units of money."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from babel.numbers import get_currency_precision

from gateways.payments import (
    MISSING,
    Account,
    Charge,
    Method,
    PaymentError,
    Refund,
    State,
    Unreachable,
)

SOURCE = "stripe"
UNDER_WAY = ("processing", "requires_capture")
# https://docs.stripe.com/payments/paymentintents/lifecycle: a buyer could still bring it to an end.
WAITING = ("requires_action", "requires_confirmation")
# https://docs.stripe.com/currencies: how many decimals amounts have there; all others have two.
# ISK and UGX have none, and are written with two all the same.
NO_DECIMALS = frozenset(
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split()  # noqa: SIM905
)
THREE_DECIMALS = frozenset(("bhd", "jod", "kwd", "omr", "tnd"))
# https://docs.stripe.com/api/disputes/object: the money is gone, for now or for good.
DISPUTED = ("needs_response", "under_review", "lost")
REFUNDED: dict[str, State] = {"succeeded": "succeeded", "failed": "failed", "canceled": "failed"}


@contextmanager
def told(but: type[Exception] | None = None) -> Iterator[None]:
    """Say in the house's words what Stripe refuses, but for what the caller takes.

    Only what it says of the request itself is a refusal: a key of ours that is gone, too many
    requests or another one that is under way do not tell whether it was done before.
    """
    import stripe

    try:
        yield
    except stripe.StripeError as error:
        if but and isinstance(error, but):
            raise
        gone = error.code == "account_invalid"
        refused = gone or isinstance(error, stripe.CardError | stripe.InvalidRequestError)
        raise (PaymentError if refused else Unreachable)(
            error.user_message or "the provider of payments gave no reason",
            source=SOURCE,
            status=error.http_status or 503,
            code=MISSING if gone else error.code,
            decline_code=part_of(error.error, "decline_code"),
        ) from error


def units(amount: int, currency: str) -> int:
    """Give an amount as Stripe counts: its decimals are not everywhere those of Unicode CLDR."""
    places = _more_places(currency)
    if places < 0:
        raise PaymentError(f"there are no payments in {currency}", source=SOURCE)
    return amount * int(10**places)


def amount_of(counted: int, currency: str) -> int:
    """Give an amount that Stripe counted in the house's minor units."""
    return counted // int(10 ** _more_places(currency))


def _more_places(currency: str) -> int:
    told = 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2
    return told - int(get_currency_precision(currency.upper()))


def as_declined(error: Any) -> Charge:
    """Read why a card was declined."""
    intent = part_of(error.error, "payment_intent")
    return Charge(
        str(part_of(intent, "id") or ""),
        part_of(error.error, "charge"),
        "failed",
        error.user_message,
        error.code,
        part_of(error.error, "decline_code"),
    )


def as_charge(intent: Any) -> Charge:
    """Read a payment intent."""
    latest = part_of(intent, "latest_charge")
    charge = latest if isinstance(latest, str) else part_of(latest, "id")
    why = part_of(intent, "last_payment_error")
    if intent.status == "succeeded":
        return Charge(intent.id, charge, "succeeded")
    if intent.status in UNDER_WAY:
        return Charge(intent.id, charge, "processing")
    said = [part_of(why, name) for name in ("message", "code", "decline_code")]
    message = said[0] or f"the payment is {intent.status}"
    return Charge(intent.id, charge, "failed", message, *said[1:])


def as_account(account: Any) -> Account:
    """Read an account."""
    enabled, submitted = account.charges_enabled, account.details_submitted
    return Account(account.id, charges_enabled=bool(enabled), details_submitted=bool(submitted))


def as_method(method: Any) -> Method:
    """Read a card or a bank account."""
    if method.type == "card":
        card = method.card
        end = (card.exp_month, card.exp_year)
        facts = {"funding": card.funding, "created": method.created}
        return Method(method.id, "card", card.brand, card.last4, *end, **facts)
    bank = method.us_bank_account
    facts = {"holder": bank.account_holder_type, "created": method.created}
    return Method(method.id, method.type, bank.bank_name or "", bank.last4, **facts)


def as_refund(refund: Any, currency: str) -> Refund:
    """Read a refund."""
    state = REFUNDED.get(refund.status or "", "processing")
    return Refund(refund.id, amount_of(refund.amount, currency), state)


def payment_of(about: Any) -> str | None:
    """Give the payment that an event is about: itself, or that of its charge."""
    if about["object"] == "payment_intent":
        return str(about["id"])
    if about["object"] in ("charge", "dispute", "refund"):
        found = part_of(about, "payment_intent")
        return str(found) if found else None
    return None


def part_of(about: Any, name: str) -> Any:
    """Read a part of one of Stripe's objects; None: it has none."""
    return about.get(name) if hasattr(about, "get") else getattr(about, name, None)
