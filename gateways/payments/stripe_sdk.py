"""Payments by Stripe, through its own SDK: separate charges and transfers to Connect accounts.

https://docs.stripe.com/connect/separate-charges-and-transfers. The SDK is imported when a key is
set, and not before: it takes most of a second and 40 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gateways.payments import (
    Account,
    Charge,
    Event,
    Method,
    NotTheirs,
    PaymentError,
    State,
    Unreachable,
)

if TYPE_CHECKING:
    from stripe import StripeClient

SOURCE = "stripe"
# Seconds for an answer; how often a call that was not answered is made again, with the same key.
ANSWERS_WITHIN, RETRIES = 20.0, 2
KINDS = ("card", "us_bank_account")
UNDER_WAY = ("processing", "requires_capture")


class Stripe:
    """An account at Stripe, by its secret key; `hook_secret` signs what it tells by itself."""

    source, takes_numbers = SOURCE, False

    def __init__(self, key: str, hook_secret: str, url: str = "") -> None:
        """Take another address than Stripe's own as `url`, as in tests."""
        import stripe

        self._client: StripeClient = stripe.StripeClient(
            key,
            base_addresses={"api": url} if url else None,
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=ANSWERS_WITHIN),
        )
        self._hook_secret = hook_secret

    def open_customer(self, email: str, name: str | None, *, key: str) -> str:
        """Open a customer."""
        with _told():
            params: Any = {"email": email, **({"name": name} if name else {})}
            return self._client.v1.customers.create(params, {"idempotency_key": key}).id

    def begin_method(self, customer: str) -> str:
        """Begin to add a way to pay later, while the customer is away."""
        with _told():
            made = self._client.v1.setup_intents.create(
                {
                    "customer": customer,
                    "usage": "off_session",
                    "automatic_payment_methods": {"enabled": True},
                }
            )
        return str(made.client_secret)

    def confirm(self, secret: str, number: str, month: int, year: int) -> Method:
        """Refuse: no number of a card ever comes to this server."""
        raise PaymentError("cards are typed into Stripe's own page", source=SOURCE)

    def method_page(self, customer: str, back: str) -> str:
        """Make a page of Stripe's, good for a day, where a customer adds a card.

        https://docs.stripe.com/payments/checkout/save-and-reuse: Checkout in setup mode.
        """
        params: Any = {
            "mode": "setup",
            "customer": customer,
            "payment_method_types": ["card"],
            "success_url": back,
            "cancel_url": back,
        }
        with _told():
            made = self._client.v1.checkout.sessions.create(params)
        return str(made.url)

    def methods(self, customer: str) -> list[Method]:
        """List a customer's cards and bank accounts."""
        with _told():
            listed = self._client.v1.customers.payment_methods.list(customer, {"limit": 100})
        return [_method(each) for each in listed.data if each.type in KINDS]

    def forget_method(self, customer: str, method: str) -> None:
        """Take a way to pay from a customer."""
        with _told():
            self._client.v1.customers.payment_methods.retrieve(customer, method)
            self._client.v1.payment_methods.detach(method)

    def open_account(self, email: str, *, key: str) -> str:
        """Open an Express account that can be paid to."""
        with _told():
            made = self._client.v1.accounts.create(
                {
                    "type": "express",
                    "email": email,
                    "capabilities": {"transfers": {"requested": True}},
                },
                {"idempotency_key": key},
            )
        return made.id

    def account(self, account: str) -> Account:
        """Tell how far an account is."""
        with _told():
            return _account(self._client.v1.accounts.retrieve(account))

    def account_page(self, account: str, back: str) -> str:
        """Make an address, good for minutes, where a seller completes an account."""
        with _told():
            return self._client.v1.account_links.create(
                {
                    "account": account,
                    "type": "account_onboarding",
                    "refresh_url": back,
                    "return_url": back,
                }
            ).url

    def charge(
        self, amount: int, currency: str, *, customer: str, method: str, group: str, key: str
    ) -> Charge:
        """Charge a customer who is not there. A declined card is an answer, no error."""
        import stripe

        try:
            with _told(but=stripe.CardError):
                made = self._client.v1.payment_intents.create(
                    {
                        "amount": amount,
                        "currency": currency,
                        "customer": customer,
                        "payment_method": method,
                        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
                        "transfer_group": group,
                        "confirm": True,
                        "off_session": True,
                        "expand": ["latest_charge"],
                    },
                    {"idempotency_key": key},
                )
        except stripe.CardError as error:
            return _declined(error)
        return _charge(made)

    def look_up(self, charge: str) -> Charge:
        """Tell how far a payment is."""
        with _told():
            return _charge(
                self._client.v1.payment_intents.retrieve(charge, {"expand": ["latest_charge"]})
            )

    def transfer(self, amount: int, currency: str, *, account: str, group: str, key: str) -> str:
        """Pay an account out of the balance."""
        with _told():
            return self._client.v1.transfers.create(
                {
                    "amount": amount,
                    "currency": currency,
                    "destination": account,
                    "transfer_group": group,
                },
                {"idempotency_key": key},
            ).id

    def refund(self, charge: str, amount: int, *, key: str) -> str:
        """Give back some of a payment."""
        with _told():
            return self._client.v1.refunds.create(
                {"payment_intent": charge, "amount": amount}, {"idempotency_key": key}
            ).id

    def read_event(self, body: bytes, signature: str) -> Event:
        """Read a signed message, which may be five minutes old."""
        import stripe

        try:
            event = self._client.construct_event(body, signature, self._hook_secret)
        except (ValueError, stripe.SignatureVerificationError):
            raise NotTheirs from None
        about: Any = event.data.object
        kind = str(about["object"])
        return Event(
            event.id,
            event.type,
            _charge(about) if kind == "payment_intent" else None,
            _account(about) if kind == "account" else None,
        )


@contextmanager
def _told(but: type[Exception] | None = None) -> Iterator[None]:
    """Say in the house's words what Stripe refuses, but for what the caller takes."""
    import stripe

    try:
        yield
    except stripe.StripeError as error:
        if but and isinstance(error, but):
            raise
        lost = isinstance(error, stripe.APIConnectionError | stripe.APIError)
        raise (Unreachable if lost else PaymentError)(
            error.user_message or "the provider of payments gave no reason",
            source=SOURCE,
            status=error.http_status or 503,
            code=error.code,
            decline_code=_of(error.error, "decline_code"),
        ) from error


def _declined(error: Any) -> Charge:
    intent = _of(error.error, "payment_intent")
    return Charge(
        str(_of(intent, "id") or ""),
        _of(error.error, "charge"),
        "failed",
        error.user_message,
        error.code,
        _of(error.error, "decline_code"),
    )


def _charge(intent: Any) -> Charge:
    latest = _of(intent, "latest_charge")
    charge = latest if isinstance(latest, str) else _of(latest, "id")
    why = _of(intent, "last_payment_error")
    if intent.status == "succeeded":
        return Charge(intent.id, charge, "succeeded")
    if intent.status in UNDER_WAY:
        return Charge(intent.id, charge, "processing")
    state: State = "failed"
    told = [_of(why, name) for name in ("message", "code", "decline_code")]
    message = told[0] or f"the payment is {intent.status}"
    return Charge(intent.id, charge, state, message, *told[1:])


def _account(account: Any) -> Account:
    enabled, submitted = account.charges_enabled, account.details_submitted
    return Account(account.id, charges_enabled=bool(enabled), details_submitted=bool(submitted))


def _method(method: Any) -> Method:
    if method.type == "card":
        card = method.card
        end = (card.exp_month, card.exp_year)
        return Method(method.id, "card", card.brand, card.last4, *end, card.funding)
    bank = method.us_bank_account
    holder = bank.account_holder_type
    return Method(method.id, method.type, bank.bank_name or "", bank.last4, holder=holder)


def _of(about: Any, name: str) -> Any:
    return about.get(name) if hasattr(about, "get") else getattr(about, name, None)
