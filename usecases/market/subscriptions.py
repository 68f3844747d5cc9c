"""Subscriptions: begun by a paid contract, paused, resumed and ended; their sessions follow.

What each further period costs is billed by `renewing`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import JOIN

from models import clock
from models.contract import (
    PAID,
    SUBSCRIPTION,
    Contract,
    ContractBuyer,
    ContractItem,
    WrongStatus,
)
from models.database import connected, exclusive
from models.errors import Invalid, NotFound, Problem
from models.product import Product
from models.settlement import split
from models.shop import Shop
from models.subscription import LimitReached, Subscription, WrongState
from models.timetable import EVERY
from models.user import User
from usecases.market import appointments, bills
from usecases.rows import find_row


def find(shop: Shop, uid: str, user: User | None = None) -> Subscription:
    """Find a subscription, of the user if one is named; or raise `NotFound`."""
    found = find_row(Subscription, shop, uid, "subscription")
    if user is not None and found.user_id != user.id:
        raise NotFound("this user has no subscription with this id")
    return found


def listed(shop: Shop, user: User) -> list[Subscription]:
    """List a user's subscriptions with their products, newest first."""
    rows: Any = Subscription.select(Subscription, User, Product).join(User).switch(Subscription)
    own = (Subscription.shop == shop) & (Subscription.user == user)
    found = rows.join(Product, JOIN.LEFT_OUTER).where(own)
    return list(found.order_by(Subscription.id.desc()))


def begin(shop: Shop, user: User, contract_uid: str) -> list[Subscription]:
    """Begin what a buyer has paid for that recurs: a subscription per item; again, the same ones.

    Items with a time have sessions at it, repeated in the seller's and the buyer's calendars.
    Raises `NotFound`, `WrongStatus` unless it is paid, `Invalid` if nothing recurs, `LimitReached`.
    """
    with exclusive(shop):
        contract = find_row(Contract, shop, contract_uid, "contract")
        if not ContractBuyer.get_or_none(
            ContractBuyer.contract == contract, ContractBuyer.user == user
        ):
            raise NotFound("this user buys nothing by a contract with this id")
        if contract.status != PAID:
            raise WrongStatus(f"a contract that is {contract.status} begins no subscription")
        begun = Subscription.select().where(
            Subscription.contract == contract, Subscription.user == user
        )
        if found := list(begun.order_by(Subscription.id)):
            return found
        # A renewal's own line goes on with what was begun before.
        items = ContractItem.select().where(
            ContractItem.contract == contract, ContractItem.kind != SUBSCRIPTION
        )
        recurring = [each for each in items.order_by(ContractItem.id) if cycle_of(each.product)]
        if not recurring:
            raise Invalid(Problem("contract_id", "nothing in this contract recurs"))
        return [_begin(contract, user, each) for each in recurring]


def cycle_of(product: Product | None) -> str | None:
    """Tell how often a product is paid and done again; None: it is sold once, or by the hour."""
    cycle = (product.selling or {}).get("cycle") if product else None
    return cycle if cycle in EVERY else None


def pause(shop: Shop, uid: str, until: datetime | None = None) -> Subscription:
    """Pause a subscription; its sessions meanwhile are cancelled, and so is an unpaid bill.

    Raises `NotFound`, `WrongState` if it is paused or ended, `Invalid` for a day that is past.
    """
    with exclusive(shop):
        found, now = find(shop, uid), clock.now()
        if found.paused or not found.active:
            raise WrongState("only a subscription that is going on can be paused")
        if until is not None and until <= now:
            raise Invalid(Problem("pausedUntil", "must be in the future"))
        found.paused, found.paused_at, found.paused_until = True, now, until
        found.save()
        appointments.cancel(found, now, until, by_pause=True)
        bills.call_off(found)
    return found


def resume(shop: Shop, uid: str, user: User | None = None) -> Subscription:
    """Go on with a paused subscription, and with its sessions. Raises `NotFound`, `WrongState`."""
    with exclusive(shop):
        found = find(shop, uid, user)
        if not found.paused or not found.active:
            raise WrongState("only a paused subscription can be resumed")
        _go_on(found, clock.now())
    return found


def end(shop: Shop, uid: str, user: User | None = None) -> Subscription:
    """End a subscription for good, with its sessions to come and what is not paid.

    Raises `NotFound`, `WrongState`.
    """
    with exclusive(shop):
        found = find(shop, uid, user)
        if not found.active:
            raise WrongState("this subscription has ended")
        end_now(found)
    return found


def end_now(subscription: Subscription) -> None:
    """End one that has not ended, in a transaction that holds its shop."""
    now = clock.now()
    subscription.ended_at = now
    subscription.save()
    appointments.cancel(subscription, now)
    bills.call_off(subscription)


def resume_due() -> int:
    """Go on with what was paused until now; a job. Tell how many."""
    with connected():
        due = Subscription.paused & (Subscription.paused_until <= clock.now())
        rows = Subscription.select().where(due, Subscription.ended_at.is_null())
        return sum(map(_resume, list(rows)))


def _resume(subscription: Subscription) -> bool:
    with exclusive(subscription.shop):
        now = Subscription.get_by_id(subscription.id)
        # Meanwhile it may have been resumed, ended, or paused for longer.
        until = now.paused_until if now.paused and now.active else None
        if until is None or until > clock.now():
            return False
        _go_on(now, until)
    return True


def _begin(contract: Contract, user: User, item: ContractItem) -> Subscription:
    product: Any = item.product
    limit = (product.selling or {}).get("subscription_limit")
    running = Subscription.select().where(
        Subscription.product == product, Subscription.ended_at.is_null()
    )
    if limit is not None and running.count() >= limit:
        raise LimitReached(f"{product.name} takes {limit} subscriptions at a time", product.name)
    made: Subscription = Subscription.create(
        shop=contract.shop,
        user=user,
        product=product,
        contract=contract,
        item=item,
        amount=_part_of(contract, user, item),
        currency=contract.currency,
        cycle=cycle_of(product),
        started_at=clock.now(),
    )
    made.renews_at = appointments.period_at(made, made.started_at).ends
    made.save()
    appointments.write(made)
    return made


def _part_of(contract: Contract, user: User, item: ContractItem) -> int:
    """Tell what a buyer pays of an item: all of it, or as several have shared the contract."""
    rows = ContractBuyer.select().where(ContractBuyer.contract == contract)
    buyers = list(rows.order_by(ContractBuyer.id))
    parts = split(item.total_amount, [each.base_amount for each in buyers])
    return next(part for each, part in zip(buyers, parts, strict=True) if each.user_id == user.id)


def _go_on(subscription: Subscription, since: datetime) -> None:
    """End a pause that lasted until `since`; the first period that begins then is billed."""
    subscription.paused, subscription.paused_at = False, None
    subscription.paused_until = None
    last = appointments.period_at(subscription, since)
    subscription.renews_at = since if last.begins == since and last.number else last.ends
    subscription.save()
    appointments.bring_back(subscription, clock.now())
