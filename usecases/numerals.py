"""Numerals: whole numbers that name rows, for an API whose ids are digits.

A numeral is the first fifteen hexadecimal digits of the uid, read as a number: it fits in 63 bits,
is as permanent as the uid, and needs no column. Of a million rows of a shop two share one once in a
hundred thousand shops; then it names neither, and the uid, which is taken as well, does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from models.base import UID, Table
from models.content import LIVE, Content
from models.errors import Invalid, NotFound, Problem
from models.seller import Seller
from models.shop import Shop
from usecases.borrowed import within_reach
from usecases.rows import owned

DIGITS = 15
NUMERAL = re.compile(r"[0-9]{1,19}")
# Conditions of one query: SQLite takes a thousand deep.
AT_ONCE = 200


class NoSuchLive(NotFound):
    """No live of the shop, or shared with it, has this id."""

    code = "no-such-live"


Noun = TypeVar("Noun", bound=Table)


def numeral_of(uid: str) -> str:
    """Give the numeral of a row: 1 to 19 digits."""
    return str(int(uid[:DIGITS], 16))


def named_by(table: type[Table], name: str) -> Any:
    """Give the condition of rows that a numeral, or a uid, names; None for what names nothing."""
    uid: Any = table.uid
    if UID.fullmatch(name):
        return uid == name
    if not NUMERAL.fullmatch(name) or int(name) >= 16**DIGITS:
        return None
    first, rest = f"{int(name):0{DIGITS}x}", 32 - DIGITS
    return uid.between(first + "0" * rest, first + "f" * rest)


def live_named(shop: Shop, name: str) -> Content:
    """Find a live by its uid or numeral, the shop's own or shared with it; raises `NoSuchLive`."""
    among = within_reach(shop) & (Content.kind == LIVE)
    found = find_all_numbered(Content, shop, [name], among).get(name)
    if found is None:
        raise NoSuchLive("this shop has no live with this id")
    return found


def seller_named(shop: Shop, name: str) -> str:
    """Give the uid of the seller that a numeral or a uid names; raises `Invalid`."""
    found = find_all_numbered(Seller, shop, [name]).get(name)
    if found is None:
        raise Invalid(Problem("seller", "this shop has no seller with this id"))
    return str(found.uid)


def find_numbered(table: type[Noun], shop: Shop, name: str, what: str, among: Any = None) -> Noun:
    """Find the row a numeral or a uid names, or raise `NotFound`; `among`: not the caller's own."""
    found = find_all_numbered(table, shop, [name], among).get(name)
    if found is None:
        raise NotFound(f"this shop has no {what} with this id")
    return found


def find_all_numbered(
    table: type[Noun], shop: Shop, names: Iterable[str], among: Any = None
) -> dict[str, Noun]:
    """Find the rows that numerals or uids name; what names none, or several, is left out."""
    own: Any = table
    among = owned(table, shop) if among is None else among
    wanted = {name: each for name in names if (each := named_by(table, name)) is not None}
    asked = list(wanted.values())
    rows: dict[str, list[Noun]] = {}
    for start in range(0, len(asked), AT_ONCE):
        either = reduce(or_, asked[start : start + AT_ONCE])
        for row in own.select().where(among, either):
            rows.setdefault(row.uid, []).append(row)
            rows.setdefault(numeral_of(row.uid), []).append(row)
    known = {name: rows.get(_plain(name), []) for name in wanted}
    return {name: found[0] for name, found in known.items() if _is_one(found)}


def _plain(name: str) -> str:
    """Read `007` as `7`."""
    return name if UID.fullmatch(name) else str(int(name))


def _is_one(rows: list[Any]) -> bool:
    return len({each.id for each in rows}) == 1
