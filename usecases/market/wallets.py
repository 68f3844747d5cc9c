"""Wallets: what users pay with, and how they are paid; kept by the provider of payments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from gateways.payments import MISSING, Method, PaymentError, payments
from models import clock
from models.contract import PaymentRefused, ProviderSilent
from models.errors import Conflict, Invalid, NotFound, Problem
from models.shop import Shop
from models.user import User
from usecases.market import payees
from usecases.market.asking import asked

log = structlog.get_logger()


class OnTheirPage(Conflict):
    """The provider's own page adds ways to pay; no number of a card is taken here."""

    code = "on-their-page"


@dataclass(frozen=True)
class Kept:
    """A way to pay, and whether it is taken unless another is named."""

    method: Method
    default: bool


@dataclass(frozen=True)
class Payee:
    """A user's account to be paid to, and the page where it is completed; None: complete."""

    user: User
    page: str | None


def listed(user: User) -> list[Method]:
    """List what a user pays with, as the provider tells it; of another provider's customer none.

    Raises `PaymentError`.
    """
    try:
        return payments(user.shop.mode).methods(user.customer_id) if user.customer_id else []
    except PaymentError as error:
        if error.code != MISSING:
            raise
        return []


def ways_to_pay(user: User) -> list[Kept]:
    """List what a user pays with, newest first. Raises `PaymentRefused`, `ProviderSilent`."""
    with asked():
        methods = listed(user)
    default = next((each.id for each in methods if each.id == user.pays_with), None)
    default = default or (methods[0].id if methods else None)
    return [Kept(each, each.id == default) for each in methods]


def told_ways_to_pay(user: User) -> list[Kept]:
    """List what a user pays with beside other facts: none where the provider cannot be asked."""
    try:
        return ways_to_pay(user)
    except (PaymentRefused, ProviderSilent) as error:
        log.warning("ways to pay are not told", user=user.uid, reason=str(error))
        return []


def begin(user: User) -> str:
    """Begin to add a way to pay: the secret by which a page of the provider goes on.

    Raises `PaymentRefused`, `ProviderSilent`.
    """
    with asked():
        return _for_customer(user, payments(user.shop.mode).begin_method)


def takes_numbers(shop: Shop) -> bool:
    """Tell whether numbers of cards are typed into our own pages of a shop."""
    return payments(shop.mode).takes_numbers


def card_page(user: User, back: str) -> str:
    """Tell the provider's page where a user adds a card; it leads to `back`.

    Raises `PaymentRefused`, `ProviderSilent`.
    """
    with asked():
        provider = payments(user.shop.mode)
        return _for_customer(user, lambda customer: provider.method_page(customer, back))


def take_card(user: User, number: str, month: int, year: int) -> Method:
    """Add a card that was typed into our page; one that is there already is not added again.

    Raises `PaymentRefused`, `ProviderSilent`.
    """
    with asked():
        provider = payments(user.shop.mode)
        secret = _for_customer(user, provider.begin_method)
        made = provider.confirm(secret, number, month, year)
        # Each of many clicks may have added it: the first one stays.
        first = [each for each in listed(user) if _is_same(each, made)][-1]
        if first.id != made.id:
            provider.forget_method(user.customer_id or "", made.id)
        return first


def _is_same(one: Method, other: Method) -> bool:
    facts = (one.fingerprint, one.exp_month, one.exp_year)
    return one.id == other.id or (
        one.fingerprint is not None
        and facts == (other.fingerprint, other.exp_month, other.exp_year)
    )


def add_card(user: User, secret: str, number: str, month: int, year: int) -> list[Kept]:
    """Add a card for trying by a secret of `begin`, and list all; again, it is the same card.

    Raises `OnTheirPage`, `Invalid`, `PaymentRefused`, `ProviderSilent`.
    """
    provider, now = payments(user.shop.mode), clock.now()
    if not provider.takes_numbers:
        raise OnTheirPage(
            f"cards are added by a page of {provider.source}, with the secret: no number comes here"
        )
    if (year, month) < (now.year, now.month):
        raise Invalid(Problem("year", "this card has expired"))
    with asked():
        provider.confirm(secret, number, month, year, customer=user.customer_id or "")
    return ways_to_pay(user)


def prefer(user: User, method: str) -> list[Kept]:
    """Take one way to pay unless another is named. Raises `NotFound`."""
    _find(user, method)
    User.update(pays_with=method).where(User.id == user.id).execute()
    user.pays_with = method
    return ways_to_pay(user)


def forget(user: User, method: str) -> list[Kept]:
    """Take a way to pay from a user. Raises `NotFound`."""
    _find(user, method)
    with asked():
        payments(user.shop.mode).forget_method(user.customer_id or "", method)
    return ways_to_pay(user)


def payee_of(user: User, back: str) -> Payee:
    """Open the account that a user is paid to, or tell how far it is; `back`: where its page ends.

    Raises `PaymentRefused`, `ProviderSilent`; `Invalid` where a page is needed that leads nowhere.
    """
    with asked():
        now = payees.open_account(user)
        if now.charges_enabled and now.details_submitted:
            return Payee(now, None)
        if not back:
            raise Invalid(Problem("", "the platform has no page to come back to; add an origin"))
        return Payee(now, payments(user.shop.mode).account_page(now.connect_id or "", back))


def opened_payee_of(user: User, back: str) -> Payee:
    """Tell how far the account is that a user has; raises `NotFound` for none, as `payee_of`."""
    if not user.connect_id:
        raise NotFound("this user has no account to be paid to")
    return payee_of(user, back)


def _for_customer(user: User, ask: Callable[[str], str]) -> str:
    """Ask about a user's customer; about a new one where the provider does not know the old."""
    if user.customer_id:
        try:
            return ask(user.customer_id)
        except PaymentError as error:
            if error.code != MISSING:
                raise
    return ask(_opened(user))


def _opened(user: User) -> str:
    made = payments(user.shop.mode).open_customer(user.email, user.name, key=f"customer:{user.uid}")
    User.update(customer_id=made).where(User.id == user.id).execute()
    user.customer_id = made
    return made


def _find(user: User, method: str) -> None:
    if not any(each.method.id == method for each in ways_to_pay(user)):
        raise NotFound("this user has no way to pay with this id")
