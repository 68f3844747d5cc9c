"""Hearing: what the provider of payments tells by itself is a hint to ask what has become."""

from __future__ import annotations

from typing import Any

import structlog

from gateways.payments import LIVE, payments
from models.contract import PROCESSING, Contract
from models.transaction import DISPUTED, OUTGOING, SUCCEEDED, Transaction
from usecases.market import aftermath, payees, settling
from usecases.market.asking import asked

# Kinds of events after a payment; those about the payment itself only end a settlement.
AFTER = ("charge.", "refund.")

log = structlog.get_logger()


def hear(body: bytes, signature: str) -> None:
    """Take what the provider tells: a charge has ended, was given back or disputed; an account.

    Raises `NotTheirs`; `ProviderSilent`, `PaymentRefused` where it then does not say what has
    become, so that it tells it again.
    """
    event = payments(LIVE).read_event(body, signature)
    log.info("the provider of payments tells", kind=event.kind, event_id=event.id)
    with asked():
        if event.account is not None:
            payees.look_again(event.account)
        if event.payment is not None:
            for paid in _payments(event.payment):
                if paid.contract.status == PROCESSING:
                    settling.go_on_with(paid.contract)
                now = Transaction.get_by_id(paid.id)
                if now.status in (SUCCEEDED, DISPUTED) and event.kind.startswith(AFTER):
                    aftermath.note(now)


def _payments(payment: str) -> list[Any]:
    rows: Any = Transaction.select(Transaction, Contract).join(Contract)
    mine = (Transaction.payment_id == payment) & (Transaction.kind == OUTGOING)
    return list(rows.where(mine))
