"""Bookings: the time of what is sold for a time, refused where it is taken, written once paid.

What recurs is written by its subscription (`appointments`); its first session decides here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from models import clock
from models.contract import PAID, PROCESSING, SUBSCRIPTION, Contract, ContractBuyer, ContractItem
from models.product import Product
from models.quantity import PER_ONE, Quantity
from models.shop import Shop
from models.subscription import Subscription
from models.timetable import Span, first_hours
from models.user import User
from usecases.market import calendars
from usecases.market.calendars import Occupied
from usecases.market.subscriptions import cycle_of

HOURLY = "hourly"
Moment = datetime | None
# A hundredth of an hour.
SMALLEST = timedelta(hours=1) / PER_ONE
# A renewal's line has no time: its sessions are written already.
DATED: Any = (
    (ContractItem.kind != SUBSCRIPTION)
    & ContractItem.starts_at.is_null(False)
    & ContractItem.ends_at.is_null(False)
)


@dataclass(frozen=True)
class Line:
    """So much of a product for a time, by whom; `hours`: the number is of hours.

    `shared` is the product where several may have it at the same time: a class, say.
    """

    seller: User | None
    starts_at: Moment
    ends_at: Moment
    quantity: Quantity
    hours: bool
    shared: Product | None


@dataclass(frozen=True)
class Taken:
    """The times that a line takes; not `whole`: there are fewer open hours than were asked for."""

    spans: Sequence[Span]
    whole: bool = True


def check(
    shop: Shop, product: Product, quantity: Quantity, starts_at: Moment, ends_at: Moment
) -> None:
    """See that what goes into a cart can be had at its time; raises `Occupied`."""
    seller = product.seller.user if product.seller else None
    line = Line(seller, starts_at, ends_at, quantity, is_hourly(product), _shared(product))
    taken = _taken(shop, line)
    _refuse_past(taken.spans)
    _refuse_taken(shop, line, taken, None)


def check_all(contract: Contract) -> None:
    """See that a contract's times can be had where it begins to be settled; raises `Occupied`.

    What was sent before its time may be paid for after it.
    """
    before: list[tuple[int | None, Span]] = []
    for item in _dated(contract):
        taken = _taken(contract.shop, line := line_of(item))
        _refuse_past(taken.spans, contract.sent_at)
        _refuse_taken(contract.shop, line, taken, contract)
        own = [each for who, each in before if who is not None and who == item.user_id]
        if any(each.meets(span) for each in own for span in taken.spans):
            raise Occupied(f"{item.description} is at the same time as another item")
        before += [(item.user_id, each) for each in taken.spans]


def write(contract: Contract) -> None:
    """Write the times of what is paid into the calendars of its seller and buyers, once.

    Call it in the transaction in which the contract becomes paid.
    """
    buyers = ContractBuyer.select().where(
        ContractBuyer.contract == contract, ContractBuyer.user.is_null(False)
    )
    bought_by = [each.user for each in buyers.order_by(ContractBuyer.id)]
    for item in _dated(contract):
        if cycle_of(item.product) is None:
            spans = _taken(contract.shop, line_of(item)).spans
            people = {each.id: each for each in (item.user, *bought_by) if each is not None}
            for user in people.values():
                calendars.book(contract.shop, user, spans, item.description, item.product)


def line_of(item: ContractItem) -> Line:
    """Read the time of a contract's line."""
    product = item.product
    times = item.starts_at, item.ends_at
    return Line(item.user, *times, item.quantity, is_hourly(product), _shared(product))


def is_hourly(product: Product | None) -> bool:
    """Tell whether a number of a product is one of hours."""
    return product is not None and (product.selling or {}).get("cycle") == HOURLY


def _shared(product: Product | None) -> Product | None:
    """Give the product if its seller lets more than one buyer have it."""
    limit = (product.selling or {}).get("buyer_limit") if product else None
    return product if limit is not None and limit > 1 else None


def _dated(contract: Contract) -> list[ContractItem]:
    rows = ContractItem.select().where(ContractItem.contract == contract, DATED)
    return list(rows.order_by(ContractItem.id))


def _taken(shop: Shop, line: Line) -> Taken:
    """Tell what time a line takes: its own, or as many open hours of the days that it names."""
    starts_at, ends_at, seller = line.starts_at, line.ends_at, line.seller
    if starts_at is None or ends_at is None:
        return Taken([])
    whole = [Span(starts_at, ends_at)] if starts_at < ends_at else []
    if not line.hours or seller is None:
        return Taken(whole)
    zone = ZoneInfo(seller.time_zone)
    first, last = (each.astimezone(zone).date() for each in (starts_at, ends_at))
    length = SMALLEST * int(line.quantity * PER_ONE)
    # From an hour to another one, also over midnight, and not from a day to another one.
    if whole and (first == last or ends_at - starts_at == length):
        return Taken(whole)
    hours = calendars.said_hours(shop, seller)
    return Taken(*first_hours(hours, zone, first, last, length)) if hours else Taken(whole)


def _refuse_past(spans: Sequence[Span], agreed_at: datetime | None = None) -> None:
    now = clock.now()
    if spans and spans[0].begins < min(now, agreed_at or now):
        raise Occupied("this time is past; choose one that is to come")


def _refuse_taken(shop: Shop, line: Line, taken: Taken, contract: Contract | None) -> None:
    seller = line.seller
    if not taken.whole:
        raise Occupied(f"on these days there are fewer than {line.quantity} open hours")
    if seller is None or not taken.spans:
        return
    promised = _promised(seller, contract, taken.spans, line.shared)
    for span in taken.spans:
        if not calendars.is_free(shop, seller, span, line.shared) or any(map(span.meets, promised)):
            raise Occupied("the seller cannot be had at this time; choose another one")


def _promised(
    seller: User, but: Contract | None, spans: Sequence[Span], beside: Product | None
) -> list[Span]:
    """List times of a seller that are paid, or being paid, and stand in no calendar yet."""
    begun = Subscription.select(Subscription.item).where(Subscription.item.is_null(False))
    rows: Any = ContractItem.select(ContractItem, Contract).join(Contract)
    rows = rows.where(
        DATED,
        ContractItem.user == seller,
        # A last day is told by any moment of it.
        ContractItem.ends_at > spans[0].begins - timedelta(days=2),
        Contract.status.in_((PROCESSING, PAID)),
        Contract.id != (but.id if but else 0),
        ContractItem.product.is_null() | (ContractItem.product != (beside.id if beside else 0)),
        ContractItem.id.not_in(begun),
    )
    return [
        span
        for each in rows
        if each.contract.status == PROCESSING or cycle_of(each.product)
        for span in _taken(seller.shop, line_of(each)).spans
    ]
