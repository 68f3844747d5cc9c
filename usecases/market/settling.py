"""Settling: buyers are charged and sellers paid, each once, whatever breaks off in between.

First everything that is to happen is written down, with the keys by which the provider knows it;
then it is done outside any transaction; then its end is written down. What was begun and not ended
is gone through again by a job, which the keys make harmless.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog

from gateways.payments import LIVE, Charge, Method, PaymentError, Unreachable, payments
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
    Unbalanced,
    WrongStatus,
)
from models.contract import PROCESSING as SETTLING_NOW
from models.database import connected, exclusive
from models.errors import Conflict
from models.settlement import BANK, CARD
from models.shop import Shop
from models.transaction import (
    CANCELED,
    FAILED,
    INCOMING,
    OUTGOING,
    PROCESSING,
    REFUND,
    SUCCEEDED,
    Transaction,
)
from usecases.market import limits, payees, stock
from usecases.market.asking import asked
from usecases.market.movements import BEGUN, end_all, note, queue, rows_of, those, write_down
from usecases.market.sums import sync
from usecases.rows import find_row

log = structlog.get_logger()


class NoWayToPay(Conflict):
    """A buyer has no way to pay, or is nobody who could be charged."""

    code = "no-way-to-pay"


def settle(shop: Shop, uid: str, since: datetime | None = None) -> Contract:
    """Charge the buyers of a contract and pay its sellers; again, it is only looked at.

    With `since`, what was begun to settle then or later is not begun once more.

    Raises `NotFound`, `WrongStatus`, `Unbalanced`, `Short`, `LimitReached`, `NoWayToPay`,
    `CannotBePaid`; `PaymentRefused` when a charge is declined: the contract is open again then,
    and what others had paid is given back; `ProviderSilent` when the provider cannot be asked: it
    goes on by itself, if it was begun.
    """
    with asked():
        return _settled(shop, uid, since)


def _settled(shop: Shop, uid: str, since: datetime | None) -> Contract:
    contract = find_row(Contract, shop, uid, "contract")
    if contract.status in SETTLING:
        with exclusive(shop):
            contract = find_row(Contract, shop, uid, "contract")
            sync(contract)
        # Asked of the provider before anything is held, and before anybody is charged.
        methods = _ways_to_pay(contract)
        payees.prepare(contract)
        contract = _begin(shop, uid, methods, since)
    elif contract.status not in (SETTLING_NOW, PAID):
        raise WrongStatus(f"a contract that is {contract.status} cannot be settled; send it first")
    return _go_on(contract)


def attempted(contract: Contract, since: datetime | None) -> bool:
    """Tell whether a contract was begun to settle at a moment or later."""
    last = contract.attempted_at
    return since is not None and last is not None and last >= since


def settle_begun() -> int:
    """Go on with what was begun and has not ended; a job, also after a start. Tell how many."""
    with connected():
        begun = list(Contract.select().where(Contract.status == SETTLING_NOW).order_by(Contract.id))
        for contract in begun:
            _try(contract)
    return len(begun)


def _try(contract: Contract) -> None:
    try:
        _go_on(contract)
    except (PaymentError, PaymentRefused) as error:
        log.warning("a contract is not settled yet", contract=contract.uid, reason=str(error))


def hear(body: bytes, signature: str) -> None:
    """Take what the provider tells by itself: a charge has ended, an account is complete.

    It is only a hint: what has become of a charge is asked. Raises `NotTheirs`.
    """
    event = payments(LIVE).read_event(body, signature)
    if event.charge is not None:
        about = Transaction.payment_id == event.charge.id
        told: Any = Transaction.select(Transaction, Contract).join(Contract).where(about).first()
        if told is not None and told.contract.status == SETTLING_NOW:
            _try(told.contract)
    if event.account is not None:
        payees.note(event.account)


def _ways_to_pay(contract: Contract) -> dict[str, Method]:
    """Give what each buyer pays with, by the uid of the buyer's row; asked of the provider."""
    found = {}
    for buyer in rows_of(ContractBuyer, contract):
        user = buyer.user
        provider = payments(contract.shop.mode)
        listed = provider.methods(user.customer_id) if user and user.customer_id else []
        chosen = [each for each in listed if each.id == user.pays_with] or listed
        if chosen:
            found[buyer.uid] = chosen[0]
    return found


def _begin(shop: Shop, uid: str, methods: dict[str, Method], since: datetime | None) -> Contract:
    """Write down all that is to happen, and take what is sold from the stock, once."""
    with exclusive(shop):
        contract = find_row(Contract, shop, uid, "contract")
        if contract.status not in SETTLING or attempted(contract, since):
            return contract
        kinds = {each: CARD if way.kind == "card" else BANK for each, way in methods.items()}
        if not sync(contract, kinds).payable:
            raise Unbalanced("what buyers owe does not cover sellers and fees; look at its sums")
        for buyer in rows_of(ContractBuyer, contract):
            if buyer.due_amount and buyer.uid not in methods:
                raise NoWayToPay(f"{buyer.email} has no way to pay; one is added by its user")
        limits.check_all(contract)
        stock.take(rows_of(ContractItem, contract))
        contract.status, contract.attempted_at = SETTLING_NOW, clock.now()
        contract.attempts += 1
        contract.save()
        write_down(contract, methods)
    return contract


def _go_on(contract: Contract) -> Contract:
    """Do what is left to do; raises `PaymentError` where it has to be gone on with later."""
    for each in those(contract, OUTGOING, *BEGUN):
        _charge(each)
    if not those(contract, OUTGOING, *BEGUN):
        if refused := those(contract, OUTGOING, FAILED):
            _give_up(contract)
            raise PaymentRefused(refused[0].why or "", *_words(refused[0]))
        for each in those(contract, INCOMING, *BEGUN):
            _pay_out(each)
        _finish(contract)
    found: Contract = Contract.get_by_id(contract.id)
    return found


def _charge(transaction: Transaction) -> None:
    """Charge a buyer, or ask how a charge that is under way has ended."""
    provider = payments(transaction.shop.mode)
    try:
        if transaction.status == PROCESSING:
            made = provider.look_up(transaction.payment_id or "")
        else:
            made = provider.charge(
                transaction.amount,
                transaction.currency.lower(),
                customer=(transaction.buyer and transaction.buyer.customer_id) or "",
                method=transaction.method or "",
                group=_group(transaction),
                key=transaction.key,
            )
    except Unreachable:
        raise
    except PaymentError as error:
        # Whoever refuses without a charge refuses for good: a way to pay that is gone, say.
        words = str(error), error.code, error.decline_code
        made = Charge(transaction.payment_id or "", None, "failed", *words)
    _note_charge(transaction, made)


def _note_charge(transaction: Transaction, made: Charge) -> None:
    facts = {"payment_id": made.id or None, "charge_id": made.charge, "why": made.message}
    words = {"code": made.code, "decline_code": made.decline_code}
    note(transaction, status=made.state, words=words if made.message else None, **facts)


def _group(transaction: Transaction) -> str:
    return transaction.contract.uid if transaction.contract else ""


def _pay_out(transaction: Transaction) -> None:
    """Pay a seller; what the shop itself has sold it keeps."""
    paid = None
    if transaction.seller is not None:
        paid = payments(transaction.shop.mode).transfer(
            transaction.amount,
            transaction.currency.lower(),
            account=transaction.seller.connect_id or "",
            group=_group(transaction),
            key=transaction.key,
        )
    note(transaction, status=SUCCEEDED, payment_id=paid)


def _give_up(contract: Contract) -> None:
    """Give back what some have paid, as others could not be charged, and open it again."""
    for paid in those(contract, OUTGOING, SUCCEEDED):
        key = f"{paid.key}{REFUND}"
        back = payments(contract.shop.mode).refund(paid.payment_id or "", paid.amount, key=key)
        with exclusive(contract.shop):
            if Transaction.get_or_none(Transaction.key == key) is None:
                facts = {"buyer": paid.buyer, "status": SUCCEEDED, "payment_id": back}
                row = key.split(":", 2)[2]
                queue(contract, row, f"{OUTGOING}{REFUND}", paid.amount, **facts)
    with exclusive(contract.shop):
        if _still_settling(contract):
            end_all(contract, CANCELED)
            stock.give_back(rows_of(ContractItem, contract))
            _change(contract, status=OPEN)


def _finish(contract: Contract) -> None:
    with exclusive(contract.shop):
        if _still_settling(contract):
            end_all(contract, SUCCEEDED)
            for buyer in rows_of(ContractBuyer, contract):
                buyer.paid_amount = buyer.due_amount
                buyer.save()
            for seller in rows_of(ContractSeller, contract):
                seller.received_amount = seller.owed_amount
                seller.save()
            _change(contract, status=PAID, paid_at=clock.now())


def _still_settling(contract: Contract) -> bool:
    """Tell under the lock whether nobody else has ended this already."""
    now = Contract.get_by_id(contract.id)
    return (now.status, now.attempts) == (SETTLING_NOW, contract.attempts)


def _change(contract: Contract, **facts: Any) -> None:
    Contract.update(updated_at=clock.now(), **facts).where(Contract.id == contract.id).execute()


def _words(transaction: Transaction) -> tuple[str, str | None, str | None]:
    said = transaction.words or {}
    return payments(transaction.shop.mode).source, said.get("code"), said.get("decline_code")
