"""Payouts: sellers are paid once, each out of what the contract's buyers were charged.

Money of a charge can be handed on before it has come, which may take days; money of the balance
cannot. So each payout names the charge that it is out of, and is several where one is too small.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import structlog

from gateways.payments import PaymentError, Unreachable, payments_of
from models.contract import Contract
from models.transaction import DISPUTED, INCOMING, OUTGOING, SUCCEEDED, Transaction
from usecases.market.movements import BEGUN, is_late, note, those

log = structlog.get_logger()


def pay_all(contract: Contract) -> bool:
    """Pay the sellers; tell whether all are paid. Who cannot be now is paid later.

    Raises `Unreachable`.
    """
    paid = those(contract, OUTGOING, SUCCEEDED, DISPUTED)
    charges = [(each.charge_id, each.amount) for each in paid]
    # With those who are paid already, so that each is paid out of the same when it is tried again.
    payouts = those(contract, INCOMING, *BEGUN, SUCCEEDED)
    for each, parts in zip(payouts, drawn(charges, [row.amount for row in payouts]), strict=True):
        if each.status in BEGUN:
            try:
                note(each, status=SUCCEEDED, payment_id=_paid(each, parts))
            except Unreachable:
                raise
            except PaymentError as error:
                facts = {"transaction": each.uid, "reason": str(error)}
                log.error("a seller cannot be paid yet", contract=contract.uid, **facts)
    return not those(contract, INCOMING, *BEGUN)


def drawn(
    charges: Sequence[tuple[str | None, int]], amounts: Sequence[int]
) -> list[list[tuple[str | None, int]]]:
    """Say of each amount out of which charges it is paid, and how much out of each, in order."""
    left, found = deque(charges), []
    for amount in amounts:
        parts: list[tuple[str | None, int]] = []
        while amount and left:
            name, there = left.popleft()
            part = min(amount, there)
            parts.append((name, part))
            amount -= part
            if there > part:
                left.appendleft((name, there - part))
        found.append([*parts, *([(None, amount)] if amount else [])])
    return found


def _paid(transaction: Transaction, parts: Sequence[tuple[str | None, int]]) -> str | None:
    """Pay a seller and give the provider's word for the first part; the shop keeps what it sold."""
    if transaction.seller is None:
        return None
    made = [
        payments_of(transaction.source).transfer(
            amount,
            transaction.currency.lower(),
            account=transaction.seller.connect_id or "",
            charge=charge,
            group=transaction.contract.uid if transaction.contract else "",
            key=f"{transaction.key}:{at}" if at else transaction.key,
            late=is_late(transaction),
        )
        for at, (charge, amount) in enumerate(parts)
    ]
    return made[0]
