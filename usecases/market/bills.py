"""Bills: the contract by which a subscription goes on for a period, made and called off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models import clock
from models.contract import (
    OPEN,
    SETTLING,
    SUBSCRIPTION,
    VOID,
    Contract,
    ContractBuyer,
    ContractItem,
)
from models.product import Product
from models.renewal import Renewal
from models.subscription import Subscription
from models.timetable import Period
from usecases.market.prices import is_offered
from usecases.market.sums import sync


def make(subscription: Subscription, period: Period) -> Renewal:
    """Bill a period: a contract that is sent to the buyer; call it while holding the shop."""
    contract = _contract(subscription)
    made: Renewal = Renewal.create(
        subscription=subscription,
        contract=contract,
        number=period.number,
        begins_at=period.begins,
        tries_at=clock.now(),
    )
    return made


def unpaid(subscription: Subscription) -> Renewal | None:
    """Give the bill of a subscription that is not over."""
    found: Renewal | None = Renewal.get_or_none(
        Renewal.subscription == subscription, Renewal.tries_at.is_null(False)
    )
    return found


def call_off(subscription: Subscription) -> None:
    """Call off what is not paid; a payment that is under way goes on."""
    renewal = unpaid(subscription)
    if renewal is not None and renewal.contract.status in SETTLING:
        close(renewal, VOID)


def close(renewal: Renewal, status: str | None = None) -> None:
    """Write down that a bill is over, and the status that its contract has by that."""
    if status is not None:
        Contract.update(status=status, updated_at=clock.now()).where(
            Contract.id == renewal.contract_id
        ).execute()
    renewal.tries_at = None
    renewal.save(only=[Renewal.tries_at, Renewal.updated_at])


def may_go_on(subscription: Subscription) -> bool:
    """Tell whether there still is what a subscription pays for, and both who take part."""
    product: Product | None = subscription.product
    if product is None or subscription.item is None or not is_offered(product):
        return False
    return not any(
        each.deletes_at for each in (subscription.user, subscription.item.user) if each is not None
    )


def _contract(subscription: Subscription) -> Contract:
    first: Any = subscription.contract
    item: Any = subscription.item
    buyer, now = subscription.user, clock.now()
    made: Contract = Contract.create(
        shop=subscription.shop,
        user=buyer,
        status=OPEN,
        currency=subscription.currency,
        charges_on_top=first.charges_on_top,
        operator_on_top=first.operator_on_top,
        platform_on_top=first.platform_on_top,
        due_at=_due(first, now),
        sent_at=now,
        last_sent_at=now,
    )
    ContractBuyer.create(contract=made, user=buyer, email=buyer.email, name=buyer.called)
    ContractItem.create(
        contract=made,
        kind=SUBSCRIPTION,
        user=item.user,
        product=subscription.product,
        description=item.description,
        quantity=1,
        price_amount=subscription.amount,
        total_amount=subscription.amount,
    )
    sync(made)
    return made


def _due(first: Contract, now: datetime) -> datetime | None:
    """Give a bill as long as the first contract gave, from when it was sent."""
    if first.due_at is None:
        return None
    given: timedelta = first.due_at - (first.sent_at or first.created_at)
    return now + max(given, timedelta(0))
