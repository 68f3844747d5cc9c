"""Movements: what is to happen when a contract is settled, written down, and how far each is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gateways.payments import Method, payments
from models import clock
from models.contract import Contract, ContractBuyer, ContractFee, ContractSeller
from models.transaction import (
    FEE_OF_CHARGE,
    FEES,
    INCOMING,
    OUTGOING,
    PROCESSING,
    QUEUED,
    REFUND,
    Transaction,
)

BEGUN = (QUEUED, PROCESSING)
# Providers know a key for a day; what may have been asked for longer ago is looked for first.
LATE_AFTER = timedelta(hours=20)


def write_down(contract: Contract, methods: dict[str, Method]) -> None:
    """Write down each charge, payout and fee, with the key by which it happens once."""
    for buyer in rows_of(ContractBuyer, contract):
        paid_by = methods[buyer.uid].id if buyer.uid in methods else None
        queue(contract, buyer.uid, OUTGOING, buyer.due_amount, buyer=buyer.user, method=paid_by)
    for seller in rows_of(ContractSeller, contract):
        queue(contract, seller.uid, INCOMING, seller.owed_amount, seller=seller.user)
    for fee in rows_of(ContractFee, contract):
        payer = fee.buyer.user if fee.buyer else None
        queue(contract, fee.uid, FEES.get(fee.kind, FEE_OF_CHARGE), fee.amount, buyer=payer)


def queue(contract: Contract, row: str, kind: str, amount: int, **facts: Any) -> None:
    """Write down one, about a row of the contract; of nothing none."""
    if amount:
        Transaction.create(
            shop=contract.shop_id,
            contract=contract,
            key=f"{contract.uid}:{contract.attempts}:{row}",
            attempt=contract.attempts,
            kind=kind,
            amount=amount,
            currency=contract.currency,
            source=payments(contract.shop.mode).source,
            **facts,
        )


def is_late(transaction: Transaction) -> bool:
    """Tell whether one may have been asked for with a key that the provider knows no more."""
    return bool(clock.now() - transaction.created_at > LATE_AFTER)


def note(transaction: Transaction, **facts: Any) -> None:
    """Write down how one stands, unless somebody else has written down its end."""
    begun = (Transaction.id == transaction.id) & Transaction.status.in_(BEGUN)
    Transaction.update(updated_at=clock.now(), **facts).where(begun).execute()


def end_all(contract: Contract, status: str) -> None:
    """Write down how all end that have not yet, but for what is on its way back."""
    Transaction.update(status=status, updated_at=clock.now()).where(
        Transaction.contract == contract,
        Transaction.attempt == contract.attempts,
        Transaction.status.in_(BEGUN),
        ~Transaction.kind.endswith(REFUND),
    ).execute()


def those(contract: Contract, kind: str, *statuses: str) -> list[Transaction]:
    """List the transactions of the settling that is under way."""
    rows = Transaction.select().where(
        Transaction.contract == contract,
        Transaction.attempt == contract.attempts,
        Transaction.kind == kind,
        Transaction.status.in_(statuses),
    )
    found = list(rows.order_by(Transaction.id))
    for each in found:
        each.contract = contract
    return found


def sources(contract: Contract) -> set[str]:
    """Tell with which providers a contract is being settled."""
    rows: Any = Transaction.select(Transaction.source).where(
        Transaction.contract == contract, Transaction.attempt == contract.attempts
    )
    return {source for (source,) in rows.distinct().tuples()}


def rows_of(table: Any, contract: Contract) -> list[Any]:
    """List the rows of one of a contract's tables."""
    return list(table.select().where(table.contract == contract).order_by(table.id))
