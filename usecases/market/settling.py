"""Settling: buyers are charged and sellers paid, each once, whatever breaks off in between.

First everything that is to happen is written down, with the keys by which the provider knows it;
then it is done outside any transaction; then its end is written down. What was begun and not ended
is gone through again by a job, which the keys make harmless.
"""

from __future__ import annotations

from datetime import datetime
from secrets import SystemRandom
from typing import Any

import structlog

from gateways.payments import Method, PaymentError, Unreachable
from models import clock
from models.contract import (
    OPEN,
    PAID,
    SETTLING,
    Contract,
    ContractBuyer,
    ContractItem,
    ContractSeller,
    PaymentRefused,
    PriceChanged,
    Unbalanced,
    WrongStatus,
)
from models.contract import PROCESSING as SETTLING_NOW
from models.database import connected, exclusive
from models.errors import Conflict
from models.settlement import BANK, CARD
from models.shop import Shop
from models.transaction import CANCELED, FAILED, OUTGOING, SUCCEEDED
from usecases.market import charging, limits, payees, payouts, receipts, stock, wallets
from usecases.market.asking import asked
from usecases.market.movements import end_all, rows_of, sources, those, write_down
from usecases.market.sums import sync
from usecases.rows import find_row

log = structlog.get_logger()


class NoWayToPay(Conflict):
    """A buyer has no way to pay, or is nobody who could be charged."""

    code = "no-way-to-pay"


def settle(
    shop: Shop, uid: str, since: datetime | None = None, *, most: int | None = None
) -> Contract:
    """Charge the buyers of a contract and pay its sellers; again, it is only looked at.

    With `since`, what was begun to settle then or later is not begun once more. With `most`, it is
    not begun where it comes to more: `PriceChanged`.

    Raises `NotFound`, `WrongStatus`, `Unbalanced`, `Short`, `LimitReached`, `NoWayToPay`,
    `CannotBePaid`; `PaymentRefused` when a charge is declined: the contract is open again then,
    and what others had paid is given back; `ProviderSilent` when the provider cannot be asked: it
    goes on by itself, if it was begun.
    """
    with asked():
        return _settled(shop, uid, since, most)


def _settled(shop: Shop, uid: str, since: datetime | None, most: int | None) -> Contract:
    contract = _find(shop, uid)
    if contract.status in SETTLING:
        with exclusive(shop):
            contract = _find(shop, uid)
            sync(contract)
        # Asked of the provider before anything is held, and before anybody is charged.
        methods = _ways_to_pay(contract)
        payees.prepare(contract)
        contract = _begin(shop, uid, methods, since, most)
    if contract.status not in (SETTLING_NOW, PAID) and not attempted(contract, since):
        # Also where it was called off since the look.
        raise WrongStatus(f"a contract that is {contract.status} cannot be settled; send it first")
    return _go_on(contract)


def _find(shop: Shop, uid: str) -> Contract:
    contract = find_row(Contract, shop, uid, "contract")
    # It is at hand: what follows asks for it no more.
    contract.shop = shop
    return contract


def attempted(contract: Contract, since: datetime | None) -> bool:
    """Tell whether a contract was begun to settle at a moment or later."""
    last = contract.attempted_at
    return since is not None and last is not None and last >= since


def settle_begun() -> int:
    """Go on with what was begun and has not ended; a job, also after a start. Tell how many.

    A provider that does not answer is asked once; the others' turn comes with the next job, in
    another order, so that one contract cannot keep the rest waiting.
    """
    silent: set[str] = set()
    with connected():
        begun = list(Contract.select().where(Contract.status == SETTLING_NOW))
        SystemRandom().shuffle(begun)
        for contract in begun:
            if silent.isdisjoint(sources(contract)):
                silent |= go_on_with(contract)
    return len(begun)


def go_on_with(contract: Contract) -> set[str]:
    """Go on with a contract that is being settled; give the provider's name if it is silent."""
    try:
        _go_on(contract)
    except Unreachable as error:
        log.warning("a contract is not settled yet", contract=contract.uid, reason=str(error))
        return {error.source}
    except PaymentRefused as error:
        log.warning("a contract is not settled", contract=contract.uid, reason=str(error))
    except Exception:
        # The others are settled all the same.
        log.exception("a contract cannot be settled", contract=contract.uid)
    return set()


def _ways_to_pay(contract: Contract) -> dict[str, Method]:
    """Give what each buyer pays with, by the uid of the buyer's row; asked of the provider."""
    found = {}
    for buyer in rows_of(ContractBuyer, contract):
        user = buyer.user
        listed = wallets.listed(user) if user else []
        chosen = [each for each in listed if each.id == user.pays_with] or listed
        if chosen:
            found[buyer.uid] = chosen[0]
    return found


def _begin(
    shop: Shop, uid: str, methods: dict[str, Method], since: datetime | None, most: int | None
) -> Contract:
    """Write down all that is to happen, and take what is sold from the stock, once."""
    with exclusive(shop):
        contract = _find(shop, uid)
        if contract.status not in SETTLING or attempted(contract, since):
            return contract
        kinds = {each: CARD if way.kind == "card" else BANK for each, way in methods.items()}
        if not sync(contract, kinds).payable:
            raise Unbalanced("what buyers owe does not cover sellers and fees; look at its sums")
        if most is not None and contract.total_amount > most:
            raise PriceChanged("it comes to more than was shown; look at it again")
        for buyer in rows_of(ContractBuyer, contract):
            if buyer.due_amount and buyer.uid not in methods:
                raise NoWayToPay(f"{buyer.email} has no way to pay; one is added by its user")
        payees.refuse_incomplete(contract)
        limits.check_all(contract)
        stock.take(rows_of(ContractItem, contract))
        contract.status, contract.attempted_at = SETTLING_NOW, clock.now()
        contract.attempts += 1
        contract.save()
        write_down(contract, methods)
    return contract


def _go_on(contract: Contract) -> Contract:
    """Do what is left to do; raises `Unreachable`, `PaymentRefused`.

    Where the provider refuses to pay out or to give back, it has to be gone on with later: nobody
    is told that nothing was charged.
    """
    if charging.charge_all(contract):
        if refused := those(contract, OUTGOING, FAILED):
            if _given_up(contract):
                raise charging.refusal(refused[0])
        elif payouts.pay_all(contract):
            _finish(contract)
    found: Contract = Contract.get_by_id(contract.id)
    return found


def _given_up(contract: Contract) -> bool:
    """Give back what some have paid and open it again; tell whether that could be done."""
    try:
        charging.give_back_all(contract)
    except Unreachable:
        raise
    except PaymentError as error:
        log.error("a payment cannot be given back yet", contract=contract.uid, reason=str(error))
        return False
    with exclusive(contract.shop):
        if _still_settling(contract):
            end_all(contract, CANCELED)
            stock.give_back(rows_of(ContractItem, contract))
            _change(contract, status=OPEN)
    return True


def _finish(contract: Contract) -> None:
    with exclusive(contract.shop):
        if _still_settling(contract):
            end_all(contract, SUCCEEDED)
            buyers = rows_of(ContractBuyer, contract)
            for buyer in buyers:
                buyer.paid_amount = buyer.due_amount
                buyer.save()
            for seller in rows_of(ContractSeller, contract):
                seller.received_amount = seller.owed_amount
                seller.save()
            limits.note_buyers(contract)
            _change(contract, status=PAID, paid_at=clock.now())
            receipts.promise(buyers)


def _still_settling(contract: Contract) -> bool:
    """Tell under the lock whether nobody else has ended this already."""
    now = Contract.get_by_id(contract.id)
    return (now.status, now.attempts) == (SETTLING_NOW, contract.attempts)


def _change(contract: Contract, **facts: Any) -> None:
    Contract.update(updated_at=clock.now(), **facts).where(Contract.id == contract.id).execute()
