"""Payments: how buyers are charged and sellers are paid, whoever does it.

Whoever is asked the same with the same `key` does it once and answers the same: what broke off
between a charge and its record is asked again. Money is whole minor units, currencies are ISO 4217
codes in small letters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

# The modes of shops.
TEST, LIVE = "test", "live"
State = Literal["succeeded", "processing", "failed"]


class PaymentError(Exception):
    """The provider does not do what it was asked.

    `source` is its name, `code` and `decline_code` are its own words, `status` its HTTP status.
    """

    def __init__(
        self,
        message: str,
        *,
        source: str,
        status: int = 400,
        code: str | None = None,
        decline_code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.source, self.status = source, status
        self.code, self.decline_code = code, decline_code


class Unreachable(PaymentError):
    """Nobody knows whether it was done: ask again with the same key."""


# The code of a `PaymentError` about what the provider does not know.
MISSING = "resource_missing"


class NotTheirs(Exception):
    """A message that the provider has not signed."""


@dataclass(frozen=True)
class Method:
    """What a buyer pays with; `kind` is `card` or `us_bank_account`, `created` seconds of 1970."""

    id: str
    kind: str
    brand: str
    last4: str
    exp_month: int | None = None
    exp_year: int | None = None
    funding: str | None = None
    # The same for the same number, whatever the id.
    fingerprint: str | None = field(default=None, compare=False)
    holder: str | None = None
    created: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Charge:
    """A buyer's payment: the id it is asked for by, and the id of the charge once there is one.

    A failed one says why, in the provider's words.
    """

    id: str
    charge: str | None
    state: State
    message: str | None = None
    code: str | None = None
    decline_code: str | None = None


@dataclass(frozen=True)
class Account:
    """Where a seller is paid, and whether the provider lets it take charges yet."""

    id: str
    charges_enabled: bool
    details_submitted: bool


@dataclass(frozen=True)
class Refund:
    """Some of a payment that goes back, whoever has asked for that."""

    id: str
    amount: int
    state: State


@dataclass(frozen=True)
class Aftermath:
    """What came after a payment; `disputed` until the buyer's bank has decided for us."""

    refunds: tuple[Refund, ...] = ()
    disputed: bool = False


@dataclass(frozen=True)
class Event:
    """What the provider tells by itself: something about a payment or an account, by its id."""

    id: str
    kind: str
    payment: str | None = None
    account: str | None = None


class Payments(Protocol):
    """What a provider of payments does; every call may raise `PaymentError`, `Unreachable`.

    What may have been asked `late`, longer ago than the provider knows keys, is looked for first.
    """

    source: str
    # Whether numbers of cards are typed into our own pages, as those for trying are.
    takes_numbers: bool

    def open_customer(self, email: str, name: str | None, *, key: str) -> str:
        """Open a customer and answer its id, `cus_…`."""

    def forget_customer(self, customer: str) -> None:
        """Forget a customer with all ways to pay; who is forgotten already stays so."""

    def begin_method(self, customer: str) -> str:
        """Begin to add a way to pay, and answer the secret by which a page goes on."""

    def confirm(
        self, secret: str, number: str, month: int, year: int, *, customer: str | None = None
    ) -> Method:
        """Add the card whose number was typed into our own page, if this provider may know it.

        The secret must be of `customer`, if one is named.
        """

    def method_page(self, customer: str, back: str) -> str:
        """Answer the address where a customer adds a card; it leads to `back`."""

    def methods(self, customer: str) -> list[Method]:
        """List a customer's ways to pay, newest first."""

    def forget_method(self, customer: str, method: str) -> None:
        """Take a way to pay from a customer."""

    def open_account(self, email: str, *, key: str) -> str:
        """Open an account to be paid to, and answer its id, `acct_…`."""

    def account(self, account: str) -> Account:
        """Tell how far an account is."""

    def account_page(self, account: str, back: str) -> str:
        """Answer the address where a seller completes an account; it leads to `back`."""

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
        """Charge a customer who is not there; `group` joins what belongs to one contract."""

    def look_up(self, charge: str) -> Charge:
        """Tell how far a payment is, by its own id."""

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
        """Pay an account out of a charge (`ch_…`), and answer the transfer's id, `tr_…`."""

    def refund(self, payment: str, amount: int, currency: str, *, key: str) -> str:
        """Give back some of a payment and answer the refund's id, `re_…`."""

    def aftermath(self, payment: str, currency: str) -> Aftermath:
        """Tell what came after a payment of a currency."""

    def read_event(self, body: bytes, signature: str) -> Event:
        """Read a message of the provider's; raises `NotTheirs`."""


@dataclass
class _Chosen:
    by_mode: dict[str, Payments] = field(default_factory=dict)


_chosen = _Chosen()


def configure(provider: Payments, *, test: Payments | None = None) -> None:
    """Choose who is asked, and who for shops of mode test; without one, the same."""
    _chosen.by_mode = {LIVE: provider, TEST: test or provider}


def payments(mode: str = TEST) -> Payments:
    """Give who is asked for shops of a mode; who names none moves no money."""
    if mode not in _chosen.by_mode:
        raise RuntimeError("no provider of payments was chosen")
    return _chosen.by_mode[mode]


def payments_of(source: str) -> Payments:
    """Give the provider by its name, that began something; raises `Unreachable` once it is gone."""
    for each in _chosen.by_mode.values():
        if each.source == source:
            return each
    raise Unreachable(f"this was begun with {source}, which is set up no more", source=source)
