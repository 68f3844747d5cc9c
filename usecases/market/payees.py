"""Payees: the accounts by which users are paid for what they sell."""

from __future__ import annotations

from gateways.payments import Account, payments
from models.contract import Contract, ContractSeller
from models.errors import Conflict
from models.user import User
from usecases.market.movements import rows_of


class CannotBePaid(Conflict):
    """A seller's account is not complete, so that nothing could be paid to it."""

    code = "cannot-be-paid"


def prepare(contract: Contract) -> None:
    """See that all sellers can be paid, before anybody is charged; raises `CannotBePaid`."""
    # Read whole before the first is noted: SQLite lets nobody write who reads what has changed since.
    for seller in rows_of(ContractSeller, contract):
        if seller.user is not None and not open_account(seller.user).charges_enabled:
            raise CannotBePaid(f"{seller.email} has not completed the account to be paid to")
        if seller.user is None and seller.email is not None:
            raise CannotBePaid(f"{seller.email} is no user of this shop, who could be paid")


def open_account(user: User) -> User:
    """Open the account of who has none, and note how far it is."""
    provider = payments(user.shop.mode)
    account = user.connect_id or provider.open_account(user.email, key=f"account:{user.uid}")
    User.update(connect_id=account).where(User.id == user.id).execute()
    note(provider.account(account))
    found: User = User.get_by_id(user.id)
    return found


def note(account: Account) -> None:
    """Note how far the account of a user is."""
    User.update(
        charges_enabled=account.charges_enabled, details_submitted=account.details_submitted
    ).where(User.connect_id == account.id).execute()
