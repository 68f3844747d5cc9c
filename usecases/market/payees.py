"""Payees: the accounts by which users are paid for what they sell."""

from __future__ import annotations

from gateways.payments import MISSING, Account, PaymentError, payments
from models.contract import Contract, ContractSeller
from models.errors import Conflict
from models.user import User
from usecases.market.movements import rows_of


class CannotBePaid(Conflict):
    """A seller's account is not complete, so that nothing could be paid to it."""

    code = "cannot-be-paid"


def refuse_incomplete(contract: Contract) -> None:
    """See under the lock, of what is known, that all can be paid; raises `CannotBePaid`."""
    for seller in ContractSeller.select().where(ContractSeller.contract == contract):
        if seller.user is None and seller.email is not None:
            raise CannotBePaid(f"{seller.email} is no user of this shop, who could be paid")
        if seller.user is not None and not seller.user.charges_enabled:
            raise CannotBePaid(f"{seller.email} has not completed the account to be paid to")


def prepare(contract: Contract) -> None:
    """See that all sellers can be paid, before anybody is charged; raises `CannotBePaid`."""
    # Read whole before the first is noted: with old rows at hand SQLite lets nobody write.
    for seller in rows_of(ContractSeller, contract):
        if seller.user is not None:
            open_account(seller.user)
    refuse_incomplete(contract)


def open_account(user: User) -> User:
    """Open the account of who has none, and note how far it is."""
    provider = payments(user.shop.mode)
    known = _known(user)
    if known is None:
        name = provider.open_account(user.email, key=f"account:{user.uid}")
        User.update(connect_id=name).where(User.id == user.id).execute()
        known = provider.account(name)
    _note(known)
    found: User = User.get_by_id(user.id)
    return found


def look_again(account: str) -> None:
    """Ask how far the account of a user is, if it is one's here."""
    if (user := User.get_or_none(User.connect_id == account)) and (known := _known(user)):
        _note(known)


def _known(user: User) -> Account | None:
    """Give the account that a user has, unless it was another provider's."""
    if not user.connect_id:
        return None
    try:
        return payments(user.shop.mode).account(user.connect_id)
    except PaymentError as error:
        if error.code != MISSING:
            raise
        return None


def _note(account: Account) -> None:
    """Note how far the account of a user is."""
    User.update(
        charges_enabled=account.charges_enabled, details_submitted=account.details_submitted
    ).where(User.connect_id == account.id).execute()
