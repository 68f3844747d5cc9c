"""Wallets: what users pay with, and how they are paid; kept by the provider of payments."""

from __future__ import annotations

from dataclasses import dataclass

from gateways.payments import Account, Method, payments
from models.errors import Invalid, NotFound, Problem
from models.shop import Shop
from models.user import User
from usecases.market import payees
from usecases.market.asking import asked


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


def ways_to_pay(user: User) -> list[Kept]:
    """List what a user pays with, newest first. Raises `PaymentRefused`, `ProviderSilent`."""
    with asked():
        listed = payments().methods(user.customer_id) if user.customer_id else []
    default = next((each.id for each in listed if each.id == user.pays_with), None)
    default = default or (listed[0].id if listed else None)
    return [Kept(each, each.id == default) for each in listed]


def begin(user: User) -> str:
    """Begin to add a way to pay: the secret by which a page of the provider goes on.

    Raises `PaymentRefused`, `ProviderSilent`.
    """
    with asked():
        return payments().begin_method(_customer(user))


def takes_numbers() -> bool:
    """Tell whether numbers of cards are typed into our own pages."""
    return payments().takes_numbers


def card_page(user: User, back: str) -> str:
    """Tell the provider's page where a user adds a card; it leads to `back`.

    Raises `PaymentRefused`, `ProviderSilent`.
    """
    with asked():
        return payments().method_page(_customer(user), back)


def take_card(user: User, number: str, month: int, year: int) -> Method:
    """Add a card that was typed into our page. Raises `PaymentRefused`, `ProviderSilent`."""
    with asked():
        secret = payments().begin_method(_customer(user))
        return payments().confirm(secret, number, month, year)


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
        payments().forget_method(user.customer_id or "", method)
    return ways_to_pay(user)


def payee_of(user: User, back: str) -> Payee:
    """Open the account that a user is paid to, or tell how far it is; `back`: where its page ends.

    Raises `PaymentRefused`, `ProviderSilent`, `Invalid`.
    """
    if not back:
        raise Invalid(Problem("return_url", "the platform has no page to come back to"))
    with asked():
        now = payees.open_account(user)
        done = now.charges_enabled and now.details_submitted
        page = None if done else payments().account_page(now.connect_id or "", back)
    return Payee(now, page)


def account_of(shop: Shop, user: User) -> Account:
    """Tell how far a user's account is; raises `NotFound` for who has none."""
    if not user.connect_id:
        raise NotFound("this user has no account to be paid to")
    with asked():
        return payments().account(user.connect_id)


def _customer(user: User) -> str:
    if user.customer_id:
        return user.customer_id
    made = payments().open_customer(user.email, user.name, key=f"customer:{user.uid}")
    User.update(customer_id=made).where(User.id == user.id).execute()
    user.customer_id = made
    return made


def _find(user: User, method: str) -> None:
    if not any(each.method.id == method for each in ways_to_pay(user)):
        raise NotFound("this user has no way to pay with this id")
