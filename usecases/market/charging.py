"""Charging: what each buyer owes is charged once; what was charged in vain is given back."""

from __future__ import annotations

from gateways.payments import Charge, PaymentError, Unreachable, payments_of
from models.contract import Contract, PaymentRefused
from models.transaction import OUTGOING, PROCESSING, REFUND, SUCCEEDED, Transaction
from usecases.market import aftermath
from usecases.market.movements import BEGUN, is_late, note, those

# Of what a provider says why it refuses, as much is kept.
LONGEST_WHY = 500


def charge_all(contract: Contract) -> bool:
    """Charge the buyers, or ask how charges have ended; tell whether all have."""
    for each in those(contract, OUTGOING, *BEGUN):
        _note(each, _charged(each))
    return not those(contract, OUTGOING, *BEGUN)


def give_back_all(contract: Contract) -> None:
    """Give back what some have paid, as others could not be charged."""
    for paid in those(contract, OUTGOING, SUCCEEDED):
        provider, currency = payments_of(paid.source), paid.currency.lower()
        name = paid.payment_id or ""
        # Somebody may have given some of it back on the provider's own pages.
        refunds = provider.aftermath(name, currency).refunds
        left = paid.amount - sum(each.amount for each in refunds if each.state != "failed")
        if left > 0:
            provider.refund(name, left, currency, key=f"{paid.key}{REFUND}")
        aftermath.note(paid)


def refusal(transaction: Transaction) -> PaymentRefused:
    """Say why a charge has failed, in the provider's words."""
    said = transaction.words or {}
    words = transaction.source, said.get("code"), said.get("decline_code")
    return PaymentRefused(transaction.why or "", *words)


def _charged(transaction: Transaction) -> Charge:
    provider = payments_of(transaction.source)
    if transaction.status == PROCESSING:
        try:
            return provider.look_up(transaction.payment_id or "")
        except PaymentError as error:
            # It is under way: who does not tell how it ended has not said that it failed.
            raise Unreachable(str(error), source=error.source) from error
    try:
        return provider.charge(
            transaction.amount,
            transaction.currency.lower(),
            customer=(transaction.buyer and transaction.buyer.customer_id) or "",
            method=transaction.method or "",
            group=transaction.contract.uid if transaction.contract else "",
            key=transaction.key,
            late=is_late(transaction),
        )
    except Unreachable:
        raise
    except PaymentError as error:
        # Whoever refuses without a charge refuses for good: a way to pay that is gone, say.
        words = str(error), error.code, error.decline_code
        return Charge(transaction.payment_id or "", None, "failed", *words)


def _note(transaction: Transaction, made: Charge) -> None:
    facts = {"payment_id": made.id or None, "charge_id": made.charge}
    words = {"code": made.code, "decline_code": made.decline_code} if made.message else None
    why = made.message and made.message[:LONGEST_WHY]
    note(transaction, status=made.state, why=why, words=words, **facts)
