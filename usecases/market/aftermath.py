"""Aftermath: what comes after a payment, wherever it was asked for: given back, or disputed."""

from __future__ import annotations

from typing import Any

from gateways.payments import Refund, payments_of
from models import clock
from models.database import exclusive
from models.transaction import DISPUTED, OUTGOING, REFUND, SUCCEEDED, Transaction


def note(paid: Transaction) -> None:
    """Write down what came after a buyer's payment, once; asked of the provider.

    While it is disputed, neither the payment nor what was given back of it counts.
    Raises `PaymentError`.
    """
    after = payments_of(paid.source).aftermath(paid.payment_id or "", paid.currency.lower())
    with exclusive(paid.shop):
        for each in after.refunds:
            _note_refund(paid, each)
        before, now = (SUCCEEDED, DISPUTED) if after.disputed else (DISPUTED, SUCCEEDED)
        rows: Any = (Transaction.id == paid.id) | (
            (Transaction.contract == paid.contract_id)
            & (Transaction.charge_id == paid.charge_id)
            & (Transaction.kind == f"{OUTGOING}{REFUND}")
        )
        change = Transaction.update(status=now, updated_at=clock.now())
        change.where(rows, Transaction.status == before).execute()


def _note_refund(paid: Transaction, refund: Refund) -> None:
    key = f"{REFUND[1:]}:{refund.id}"
    found = Transaction.get_or_none(Transaction.key == key)
    if found is not None:
        change = Transaction.update(status=refund.state, updated_at=clock.now())
        change.where(Transaction.id == found.id, Transaction.status != refund.state).execute()
        return
    Transaction.create(
        shop=paid.shop_id,
        contract=paid.contract_id,
        key=key,
        attempt=paid.attempt,
        kind=f"{OUTGOING}{REFUND}",
        status=refund.state,
        amount=refund.amount,
        currency=paid.currency,
        source=paid.source,
        payment_id=refund.id,
        charge_id=paid.charge_id,
        buyer=paid.buyer,
    )
