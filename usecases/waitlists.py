"""Waitlists: who wants to be let into a shop, in the order they came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError, fn

from models import clock
from models.database import database
from models.errors import Invalid, Problem
from models.shop import Shop
from models.waitlist import WaitlistEntry
from usecases.mailboxes import read_mailbox
from usecases.rows import find_row, owned, refuse_sellers


@dataclass(frozen=True)
class Waiting:
    """An entry, and its place: one more than those who came before and still wait."""

    entry: WaitlistEntry
    place: int


def join(shop: Shop, email: str, name: str | None = None) -> Waiting:
    """Put an address on the waitlist; one that is there stays where it is. Raises `Invalid`."""
    refuse_sellers(shop)
    address = read_mailbox(email, "email")
    try:
        with database.atomic():
            entry = WaitlistEntry.create(shop=shop, email=address, name=name)
    except IntegrityError:
        mine: Any = (WaitlistEntry.shop == shop) & (WaitlistEntry.email == address)
        entry = WaitlistEntry.get(mine)
    return _placed(entry)


def listed(shop: Shop, *, after: str | None = None, most: int) -> list[Waiting]:
    """List entries in the order they came, at most so many, after the one of this uid if any.

    Raises `Invalid`.
    """
    query: Any = WaitlistEntry.select().where(owned(WaitlistEntry, shop))
    if after is not None:
        last = WaitlistEntry.get_or_none(WaitlistEntry.uid == after, owned(WaitlistEntry, shop))
        if last is None:
            raise Invalid(Problem("after", "this shop has no entry with this id"))
        query = query.where(WaitlistEntry.id > last.id)
    return list(_in_order(query.order_by(WaitlistEntry.id).limit(most)))


def count(shop: Shop) -> int:
    """Count everybody on the waitlist, also those who were granted access."""
    return int(WaitlistEntry.select().where(owned(WaitlistEntry, shop)).count())


def grant(shop: Shop, uid: str) -> Waiting:
    """Grant somebody access; granted again, the day stays. Raises `NotFound`."""
    entry, now = find_row(WaitlistEntry, shop, uid, "waitlist entry"), clock.now()
    granted = WaitlistEntry.update(granted_at=now, updated_at=now)
    granted.where(WaitlistEntry.id == entry.id, WaitlistEntry.granted_at.is_null()).execute()
    return _placed(find_row(WaitlistEntry, shop, uid, "waitlist entry"))


def remove(shop: Shop, uid: str) -> Waiting:
    """Take somebody off the waitlist, and give what was there. Raises `NotFound`."""
    was = _placed(find_row(WaitlistEntry, shop, uid, "waitlist entry"))
    was.entry.delete_instance()
    return was


def _placed(entry: WaitlistEntry) -> Waiting:
    return next(iter(_in_order([entry])))


def _in_order(entries: Iterable[WaitlistEntry]) -> Iterable[Waiting]:
    """Place entries in the order they came: who is before the first is counted, the rest follow."""
    place = 0
    before: WaitlistEntry | None = None
    for each in entries:
        ahead: Any = (WaitlistEntry.shop == each.shop_id) & WaitlistEntry.granted_at.is_null()
        if before is None:
            who = WaitlistEntry.select(fn.COUNT(WaitlistEntry.id))
            place = 1 + int(who.where(ahead, WaitlistEntry.id < each.id).scalar())
        elif before.granted_at is None:
            place += 1
        before = each
        yield Waiting(each, place)
