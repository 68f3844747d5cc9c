"""Renewing: subscriptions are billed for each period that begins, and the bills are collected.

A period is billed once: the bill is a row that no other has the number of. It is settled as any
contract is, and each try is counted once: what was begun since it was due is that try, whoever
began it, so a worker that is killed or comes second charges nobody again.
"""

from __future__ import annotations

from typing import Any

import structlog

from models import clock
from models.contract import (
    PAID,
    PROCESSING,
    SETTLING,
    UNCOLLECTIBLE,
    Contract,
    ProviderSilent,
)
from models.database import connected, exclusive
from models.errors import DomainError
from models.renewal import PAUSES, Renewal
from models.shop import Shop
from models.subscription import Subscription
from usecases.market import appointments, bills, dunning, settling, subscriptions
from usecases.market.settling import NoWayToPay

log = structlog.get_logger()
# How many are billed, and collected, by one run of the job.
BATCH = 100


def renew_due() -> int:
    """Bill the periods that have begun, and collect what is to be paid now; a job.

    Tell how many were billed.
    """
    with connected():
        billed = sum(map(_billed, _due()))
        silent: set[str] = set()
        for each in _unpaid():
            # A provider that does not answer is asked once; shops of a mode have one.
            if each.contract.shop.mode not in silent and not _answered(each):
                silent.add(each.contract.shop.mode)
    return billed


def _due() -> list[Subscription]:
    rows: Any = Subscription.select(Subscription, Shop).join(Shop)
    # What is not paid is waited for, before more is asked.
    waiting = Renewal.select(Renewal.subscription).where(Renewal.tries_at.is_null(False))
    rows = rows.where(
        Subscription.renews_at <= clock.now(),
        Subscription.ended_at.is_null(),
        ~Subscription.paused,
        Subscription.id.not_in(waiting),
    )
    return list(rows.order_by(Subscription.renews_at, Subscription.id).limit(BATCH))


def _billed(subscription: Subscription) -> bool:
    try:
        return _bill(subscription)
    except Exception:
        # The others are billed all the same.
        log.exception("a subscription cannot be billed", subscription=subscription.uid)
    return False


def _bill(subscription: Subscription) -> bool:
    """Bill the period that it is now, not those that nobody billed before it."""
    with exclusive(subscription.shop):
        row: Subscription = Subscription.get_by_id(subscription.id)
        due = row.renews_at is not None and row.renews_at <= clock.now()
        if not due or row.paused or not row.active or bills.unpaid(row):
            return False
        if not bills.may_go_on(row):
            subscriptions.end_now(row)
            return False
        period = appointments.period_at(row, clock.now())
        row.renews_at = period.ends
        row.save()
        known = Renewal.select().where(Renewal.subscription == row, Renewal.number >= period.number)
        # The first is paid by the contract that it began with.
        if not period.number or known.exists():
            return False
        bills.make(row, period)
    return True


def _unpaid() -> list[Renewal]:
    """List the bills that are to be tried now, and those that ended otherwise."""
    rows: Any = Renewal.select(Renewal, Contract, Shop).join(Contract).join(Shop)
    to_try = (Renewal.tries_at <= clock.now()) & Contract.status.in_(SETTLING)
    ended = Renewal.tries_at.is_null(False) & Contract.status.not_in((*SETTLING, PROCESSING))
    return list(rows.where(to_try | ended).order_by(Renewal.tries_at, Renewal.id).limit(BATCH))


def _answered(renewal: Renewal) -> bool:
    """Collect a bill; tell whether the provider has answered."""
    try:
        _collect(renewal)
    except ProviderSilent as error:
        contract = renewal.contract.uid
        log.warning("a renewal is not collected yet", contract=contract, reason=str(error))
        return False
    except Exception:
        # The others are collected all the same.
        log.exception("a renewal cannot be collected", contract=renewal.contract.uid)
    return True


def _collect(renewal: Renewal) -> None:
    """Try a bill that is to be tried; raises `ProviderSilent`, and is tried again soon then."""
    if not _is_to_be_tried(renewal):
        return
    refusal: DomainError | None = None
    try:
        settling.settle(renewal.contract.shop, renewal.contract.uid, renewal.tries_at)
    except ProviderSilent:
        raise
    except DomainError as error:
        log.info("a renewal is not paid", contract=renewal.contract.uid, reason=str(error))
        refusal = error
    _is_to_be_tried(renewal, refusal)


def _is_to_be_tried(renewal: Renewal, refusal: DomainError | None = None) -> bool:
    """Write down what has become of a bill; tell whether it is to be tried.

    `refusal`: why it was not settled a moment ago.
    """
    with exclusive(renewal.contract.shop):
        now: Renewal | None = Renewal.get_or_none(Renewal.id == renewal.id)
        if now is None or now.tries_at is None or now.tries_at != renewal.tries_at:
            # Another worker has written it down.
            return False
        status = now.contract.status
        if status == PAID:
            _go_on(now)
        elif status not in SETTLING:
            _stop(now, status)
        elif now.subscription.paused or not now.subscription.active:
            bills.call_off(now.subscription)
        elif not bills.may_go_on(now.subscription):
            subscriptions.end_now(now.subscription)
        elif refusal or settling.attempted(now.contract, now.tries_at):
            _fail(now, refusal)
        else:
            return True
    return False


def _go_on(renewal: Renewal) -> None:
    bills.close(renewal)
    if renewal.subscription.active:
        appointments.write_on(renewal.subscription)


def _stop(renewal: Renewal, status: str) -> None:
    """Take note of a bill that was called off or given up by hand, or is being paid."""
    if status != PROCESSING:
        bills.close(renewal)
    if status == UNCOLLECTIBLE and renewal.subscription.active:
        subscriptions.end_now(renewal.subscription)


def _fail(renewal: Renewal, refusal: DomainError | None) -> None:
    """Count a try that failed: there is a next one, or the subscription ends."""
    # What only the shop or the seller can mend is nothing to write to the buyer about.
    charged = settling.attempted(renewal.contract, renewal.tries_at)
    if charged or isinstance(refusal, NoWayToPay):
        dunning.promise(renewal)
    renewal.tries += 1
    if renewal.tries <= len(PAUSES):
        renewal.tries_at = clock.now() + PAUSES[renewal.tries - 1]
        # Not whether it was mailed, which may be written down meanwhile.
        renewal.save(only=[Renewal.tries, Renewal.tries_at, Renewal.updated_at])
        return
    renewal.save(only=[Renewal.tries, Renewal.updated_at])
    bills.close(renewal, UNCOLLECTIBLE)
    subscriptions.end_now(renewal.subscription)
