"""Recipients: whom what was ordered goes to, and where; asked once and known the next time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.contract import Contract, ContractBuyer
from models.errors import Conflict, Invalid, NotFound, Problem
from models.user import User
from usecases.market import contracts
from usecases.market.movements import rows_of
from usecases.wording import plain, within

LONGEST_NAME, LONGEST_ADDRESS, MOST_LINES = 200, 500, 10


class NoRecipient(Conflict):
    """Nobody said yet to whom and where an order goes."""

    code = "no-recipient"


@dataclass(frozen=True)
class Recipient:
    """A name, and an address in lines; empty: not said yet."""

    name: str = ""
    address: str = ""

    @property
    def known(self) -> bool:
        """Tell whether something can be sent there."""
        return bool(self.name and self.address)


def of(contract: Contract) -> Recipient:
    """Tell whom an order goes to. Raises `NotFound`."""
    buyer = _buyer(contract)
    return Recipient(buyer.name or "", buyer.address or "")


def last_of(user: User) -> Recipient:
    """Tell whom a user's last order went to; of a new one at most the name is known."""
    mine = ContractBuyer.select().where(
        ContractBuyer.user == user, ContractBuyer.address.is_null(False)
    )
    last: ContractBuyer | None = mine.order_by(ContractBuyer.id.desc()).first()
    if last is not None:
        return Recipient(last.name or "", last.address or "")
    return Recipient(user.whole_name or "")


def name(contract: Contract, whom: str, address: str) -> Contract:
    """Let an order go to somebody; what is right of it is kept, whatever is wrong with the rest.

    It becomes the user's name, if they had none. Raises `WrongStatus`, and `Invalid` about `name`
    or `address`.
    """
    wrong: list[Problem] = []
    with contracts.changing(contract.shop, contract.uid) as changed:
        buyer = _buyer(changed)
        try:
            buyer.name = within(whom, LONGEST_NAME, "name")
        except Invalid as error:
            wrong += error.problems
        try:
            buyer.address = _lines(address)
        except Invalid as error:
            wrong += error.problems
        buyer.save()
        if buyer.name:
            nameless: Any = User.name.is_null() & User.first_name.is_null()
            nameless &= User.last_name.is_null() & (User.id == buyer.user_id)
            User.update(name=buyer.name).where(nameless).execute()
    # Outside, since what was right is to stay.
    if wrong:
        raise Invalid(*wrong)
    return changed


def _lines(text: str) -> str:
    """Make lines of plain text; raises `Invalid`."""
    lines = [line for each in text[: LONGEST_ADDRESS * 4].splitlines() if (line := plain(each))]
    made = "\n".join(lines)
    if len(text) > LONGEST_ADDRESS * 4 or len(made) > LONGEST_ADDRESS or len(lines) > MOST_LINES:
        most = f"at most {LONGEST_ADDRESS} characters in {MOST_LINES} lines"
        raise Invalid(Problem("address", most))
    if not made:
        raise Invalid(Problem("address", "must say something"))
    return made


def _buyer(contract: Contract) -> ContractBuyer:
    """Give who pays an order: who made it. Raises `NotFound` where they were taken off it."""
    for each in rows_of(ContractBuyer, contract):
        if each.user_id is not None and each.user_id == contract.user_id:
            found: ContractBuyer = each
            return found
    raise NotFound("nobody pays this order any more")
