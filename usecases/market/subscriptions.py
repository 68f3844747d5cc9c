"""Subscriptions: begun by a paid contract, paused, resumed and ended; their sessions follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN

from models import clock
from models.calendar import CalendarEvent
from models.contract import PAID, Contract, ContractBuyer, ContractItem, WrongStatus
from models.database import exclusive
from models.errors import Invalid, NotFound, Problem
from models.product import Product
from models.shop import Shop
from models.subscription import LimitReached, Subscription, WrongState
from models.timetable import EVERY, Span, sessions
from models.user import User
from usecases.market import calendars
from usecases.rows import find_row

# How far ahead sessions are written into calendars, and how many of one subscription at most.
AHEAD, MOST_SESSIONS = timedelta(days=366), 400


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
        items = ContractItem.select().where(ContractItem.contract == contract)
        recurring = [each for each in items.order_by(ContractItem.id) if cycle_of(each.product)]
        if not recurring:
            raise Invalid(Problem("contract_id", "nothing in this contract recurs"))
        return [_begin(contract, user, each) for each in recurring]


def cycle_of(product: Product | None) -> str | None:
    """Tell how often a product is paid and done again; None: it is sold once."""
    cycle = (product.selling or {}).get("cycle") if product else None
    return cycle if cycle in EVERY else None


def pause(shop: Shop, uid: str, until: datetime | None = None) -> Subscription:
    """Pause a subscription; its sessions meanwhile are cancelled.

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
        _cancel(found, now, until)
    return found


def resume(shop: Shop, uid: str, user: User | None = None) -> Subscription:
    """Go on with a paused subscription, and with its sessions. Raises `NotFound`, `WrongState`."""
    with exclusive(shop):
        found = find(shop, uid, user)
        if not found.paused or not found.active:
            raise WrongState("only a paused subscription can be resumed")
        _resume(found)
    return found


def end(shop: Shop, uid: str, user: User | None = None) -> Subscription:
    """End a subscription for good, and its sessions to come. Raises `NotFound`, `WrongState`."""
    with exclusive(shop):
        found, now = find(shop, uid, user), clock.now()
        if not found.active:
            raise WrongState("this subscription has ended")
        found.ended_at = now
        found.save()
        _cancel(found, now, None)
    return found


def resume_due() -> int:
    """Go on with what was paused until now; a job. Tell how many."""
    due = Subscription.select().where(
        Subscription.paused,
        Subscription.ended_at.is_null(),
        Subscription.paused_until <= clock.now(),
    )
    resumed = 0
    for each in list(due):
        with exclusive(each.shop):
            now = Subscription.get_by_id(each.id)
            if now.paused and now.active:
                _resume(now)
                resumed += 1
    return resumed


def _begin(contract: Contract, user: User, item: ContractItem) -> Subscription:
    product: Any = item.product
    limit = (product.selling or {}).get("subscription_limit")
    running = Subscription.select().where(
        Subscription.product == product, Subscription.ended_at.is_null()
    )
    if limit is not None and running.count() >= limit:
        raise LimitReached(f"{product.name} takes {limit} subscriptions at a time")
    made: Subscription = Subscription.create(
        shop=contract.shop,
        user=user,
        product=product,
        contract=contract,
        amount=item.total_amount,
        currency=contract.currency,
        cycle=cycle_of(product),
        started_at=clock.now(),
    )
    if item.starts_at and item.ends_at and item.starts_at < item.ends_at:
        _write_sessions(made, item)
    return made


def _write_sessions(subscription: Subscription, item: ContractItem) -> None:
    """Write a subscription's sessions of a year into both calendars."""
    cycle: Any = subscription.cycle
    first = Span(item.starts_at, item.ends_at)
    people: Iterable[User] = {
        each.id: each for each in (item.user, subscription.user) if each is not None
    }.values()
    # By the clock of who does it, else of who has it done.
    zone = ZoneInfo((item.user or subscription.user).time_zone)
    repeated = sessions(first, cycle, zone, first.begins + AHEAD, MOST_SESSIONS)
    for user in people:
        calendar = calendars.of(subscription.shop, user)
        for span in repeated:
            CalendarEvent.create(
                calendar=calendar,
                product=subscription.product,
                subscription=subscription,
                title=item.description,
                begins_at=span.begins,
                ends_at=span.ends,
                booked_at=clock.now(),
                confirmed_at=clock.now(),
            )


def _cancel(subscription: Subscription, since: datetime, until: datetime | None) -> None:
    events = (CalendarEvent.subscription == subscription) & (CalendarEvent.begins_at >= since)
    if until is not None:
        events &= CalendarEvent.begins_at < until
    CalendarEvent.update(cancelled_at=clock.now(), updated_at=clock.now()).where(
        events, CalendarEvent.cancelled_at.is_null()
    ).execute()


def _resume(subscription: Subscription) -> None:
    subscription.paused, subscription.paused_at = False, None
    subscription.paused_until = None
    subscription.save()
    CalendarEvent.update(cancelled_at=None, updated_at=clock.now()).where(
        CalendarEvent.subscription == subscription, CalendarEvent.begins_at >= clock.now()
    ).execute()
