"""Payments by Stripe, through its own SDK: separate charges and transfers to Connect accounts.

https://docs.stripe.com/connect/separate-charges-and-transfers. The SDK is imported when a key is
set, and not before: it takes most of a second and 40 MB.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from gateways.payments import (
    MISSING,
    Account,
    Aftermath,
    Charge,
    Event,
    Method,
    NotTheirs,
    PaymentError,
)
from gateways.payments.stripe_words import (
    DISPUTED,
    SOURCE,
    WAITING,
    as_account,
    as_charge,
    as_declined,
    as_method,
    as_refund,
    part_of,
    payment_of,
    told,
    units,
)

if TYPE_CHECKING:
    from stripe import StripeClient

# Seconds for an answer; how often a call that was not answered is made again, with the same key.
ANSWERS_WITHIN, RETRIES = 20.0, 2
KINDS = ("card", "us_bank_account")
# Under what name objects carry the key they were made with. Stripe forgets keys after a day
# (https://docs.stripe.com/api/idempotent_requests), so by then they are known by this.
KEPT_KEY = "vitrine_key"


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
        with told():
            params: Any = {"email": email, **({"name": name} if name else {})}
            return self._client.v1.customers.create(params, {"idempotency_key": key}).id

    def forget_customer(self, customer: str) -> None:
        """Forget a customer with all ways to pay; their payments stay."""
        try:
            with told():
                self._client.v1.customers.delete(customer)
        except PaymentError as error:
            if error.code != MISSING:
                raise

    def begin_method(self, customer: str) -> str:
        """Begin to add a way to pay later, while the customer is away."""
        with told():
            made = self._client.v1.setup_intents.create(
                {
                    "customer": customer,
                    "usage": "off_session",
                    "automatic_payment_methods": {"enabled": True},
                }
            )
        return str(made.client_secret)

    def confirm(
        self, secret: str, number: str, month: int, year: int, *, customer: str | None = None
    ) -> Method:
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
        with told():
            made = self._client.v1.checkout.sessions.create(params)
        return str(made.url)

    def methods(self, customer: str) -> list[Method]:
        """List a customer's cards and bank accounts."""
        with told():
            listed = self._client.v1.customers.payment_methods.list(customer, {"limit": 100})
        return [as_method(each) for each in listed.data if each.type in KINDS]

    def forget_method(self, customer: str, method: str) -> None:
        """Take a way to pay from a customer."""
        with told():
            self._client.v1.customers.payment_methods.retrieve(customer, method)
            self._client.v1.payment_methods.detach(method)

    def open_account(self, email: str, *, key: str) -> str:
        """Open an Express account that can be paid to."""
        with told():
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
        with told():
            return as_account(self._client.v1.accounts.retrieve(account))

    def account_page(self, account: str, back: str) -> str:
        """Make an address, good for minutes, where a seller completes an account."""
        with told():
            return self._client.v1.account_links.create(
                {
                    "account": account,
                    "type": "account_onboarding",
                    "refresh_url": back,
                    "return_url": back,
                }
            ).url

    def charge(
        self,
        amount: int,
        currency: str,
        *,
        customer: str,
        method: str,
        group: str,
        key: str,
        late: bool = False,
    ) -> Charge:
        """Charge a customer who is not there. A declined card is an answer, no error."""
        import stripe

        params: Any = {
            "amount": units(amount, currency),
            "currency": currency,
            "customer": customer,
            "payment_method": method,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            "transfer_group": group,
            "metadata": {KEPT_KEY: key},
            "confirm": True,
            "off_session": True,
            "expand": ["latest_charge"],
        }
        intents = self._client.v1.payment_intents
        try:
            with told(but=stripe.CardError):
                if late and (made := _made(intents, {"customer": customer}, key)):
                    return self.look_up(made.id)
                return self._ended(intents.create(params, {"idempotency_key": key}))
        except stripe.CardError as error:
            return as_declined(error)

    def look_up(self, charge: str) -> Charge:
        """Tell how far a payment is."""
        with told():
            return self._ended(
                self._client.v1.payment_intents.retrieve(charge, {"expand": ["latest_charge"]})
            )

    def _ended(self, intent: Any) -> Charge:
        """Read a payment; one that waits for its buyer is called off, or it might yet be paid."""
        if intent.status in WAITING:
            self._client.v1.payment_intents.cancel(intent.id)
        return as_charge(intent)

    def transfer(
        self,
        amount: int,
        currency: str,
        *,
        account: str,
        charge: str | None,
        group: str,
        key: str,
        late: bool = False,
    ) -> str:
        """Pay an account out of a charge, whose money need not have come yet; else the balance."""
        params: Any = {
            "amount": units(amount, currency),
            "currency": currency,
            "destination": account,
            "transfer_group": group,
            "metadata": {KEPT_KEY: key},
            **({"source_transaction": charge} if charge else {}),
        }
        with told():
            transfers = self._client.v1.transfers
            made = _made(transfers, {"transfer_group": group}, key) if late else None
            return str((made or transfers.create(params, {"idempotency_key": key})).id)

    def refund(self, payment: str, amount: int, currency: str, *, key: str) -> str:
        """Give back some of a payment."""
        params: Any = {"payment_intent": payment, "amount": units(amount, currency)}
        with told():
            return self._client.v1.refunds.create(params, {"idempotency_key": key}).id

    def aftermath(self, payment: str, currency: str) -> Aftermath:
        """Tell what came after a payment, on Stripe's pages too."""
        which: Any = {"payment_intent": payment, "limit": 100}
        with told():
            refunds = self._client.v1.refunds.list(which).auto_paging_iter()
            back = tuple(as_refund(each, currency) for each in refunds)
            disputes = self._client.v1.disputes.list(which).data
        return Aftermath(back, disputed=any(each.status in DISPUTED for each in disputes))

    def read_event(self, body: bytes, signature: str) -> Event:
        """Read a signed message, which may be five minutes old."""
        import stripe

        if not self._hook_secret:
            # What is signed with nothing anybody can sign.
            raise NotTheirs
        try:
            event = self._client.construct_event(body, signature, self._hook_secret)
        except (ValueError, stripe.SignatureVerificationError):
            raise NotTheirs from None
        about: Any = event.data.object
        account = str(about["id"]) if about["object"] == "account" else None
        return Event(event.id, event.type, payment_of(about), account)


def _made(table: Any, which: dict[str, str], key: str) -> Any:
    """Find what was made with a key long ago, or give nothing."""
    found: Iterable[Any] = table.list({**which, "limit": 100}).auto_paging_iter()
    return next((each for each in found if part_of(each.metadata, KEPT_KEY) == key), None)
