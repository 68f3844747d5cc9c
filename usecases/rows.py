"""Rows of a shop: found by uid, listed in parts, searched by name; another shop's do not exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from models.base import UID, Table
from models.database import on_sqlite
from models.errors import Invalid, NotFound, Problem
from models.seller import Seller, ShopDecides
from models.shop import Shop

# What PostgreSQL's ILIKE would take for more than itself.
WILD = re.compile(r"[%_\\]")
Row = TypeVar("Row")
Noun = TypeVar("Noun", bound=Table)


class Listing(Generic[Row]):
    """What matches, in order, for the edge to count and to cut into pages.

    `dress` joins the rows of a page with all that telling about them needs, in a fixed number
    of queries whatever the number of rows.
    """

    def __init__(self, query: Any, dress: Callable[[list[Any]], list[Row]] = list) -> None:
        self._query = query
        self._dress = dress

    def count(self) -> int:
        """Count everything that matches."""
        return int(self._query.count())

    def part(self, number: int, size: int) -> list[Row]:
        """Give part `number` (from 1) of `size` rows."""
        return self._dress(list(self._query.paginate(number, size)))

    def page(self, number: int, size: int) -> tuple[int, list[Row]]:
        """Count everything that matches, and give part `number` of it."""
        total = self.count()
        return total, self.part(number, size) if (number - 1) * size < total else []


class Whole(Listing[Row]):
    """A list that is at hand as a whole, cut into pages like any other."""

    def __init__(self, rows: list[Row], dress: Callable[[list[Row]], list[Row]] = list) -> None:
        super().__init__(None, dress)
        self._rows = rows

    def count(self) -> int:
        """Count everything."""
        return len(self._rows)

    def part(self, number: int, size: int) -> list[Row]:
        """Give part `number` (from 1) of `size` rows."""
        return self._dress(self._rows[(number - 1) * size : number * size])


def owned(table: type[Table], shop: Shop) -> Any:
    """The condition of rows that are the caller's: the shop's, or those of a key's seller alone.

    Of what has no seller a seller's key sees nothing.
    """
    own: Any = table
    if shop.only_seller_id is None:
        return own.shop == shop
    if table is Seller:
        return (own.shop == shop) & (own.id == shop.only_seller_id)
    if "seller" not in own._meta.fields:
        return own.id.in_([])
    return (own.shop == shop) & (own.seller == shop.only_seller_id)


def refuse_sellers(shop: Shop) -> None:
    """Raise `NotFound` for who came in by a seller's key: what follows is the shop's alone."""
    if shop.only_seller_id is not None:
        raise NotFound("a seller's key finds nothing here")


def leave_to_shop(shop: Shop, why: str) -> None:
    """Raise `ShopDecides` for who came in by a seller's key or by a host's link."""
    if shop.only_seller_id is not None or shop.only_live_id is not None:
        raise ShopDecides(why)


def settle_seller(shop: Shop, row: Any, facts: dict[str, Any]) -> None:
    """Give a row the seller that was sent; what a seller's key makes is that seller's."""
    if "seller" in facts:
        row.seller = find_one_named(Seller, shop, facts["seller"], "seller")
    if shop.only_seller_id is None:
        return
    if "seller" in facts and row.seller is None:
        raise Invalid(Problem("seller", "must be the seller this key belongs to"))
    row.seller = shop.only_seller_id


def find_row(table: type[Noun], shop: Shop, uid: str, what: str) -> Noun:
    """Find the shop's row of a uid, or raise `NotFound` naming `what` it should have been."""
    row: Any = None
    if UID.fullmatch(uid):
        own: Any = table
        row = own.get_or_none(own.uid == uid, owned(table, shop))
    if row is None:
        raise NotFound(f"this shop has no {what} with this id")
    return row  # type: ignore[no-any-return]


def find_named(
    table: type[Noun], shop: Shop, uids: Sequence[str], where: str, among: Any = None
) -> list[Noun]:
    """Find the rows named in a body, in the order named; raises `Invalid` naming each fault.

    They are the caller's own, unless `among` is the condition of what may be named.
    """
    own: Any = table
    among = owned(table, shop) if among is None else among
    known = [each for each in uids if UID.fullmatch(each)]
    rows = own.select().where(own.uid.in_(known), among) if known else ()
    found = {each.uid: each for each in rows}
    faults = [
        Problem(f"{where}/{index}", "this shop has nothing with this id")
        for index, uid in enumerate(uids)
        if uid not in found
    ]
    faults += [
        Problem(f"{where}/{index}", "stands in the list already")
        for index, uid in enumerate(uids)
        if uid in uids[:index]
    ]
    if faults:
        raise Invalid(*faults)
    return [found[uid] for uid in uids]


def find_one_named(
    table: type[Noun], shop: Shop, uid: str | None, where: str, among: Any = None
) -> Noun | None:
    """Find the row a body names, or nothing for null; raises `Invalid`."""
    if uid is None:
        return None
    try:
        return find_named(table, shop, [uid], where, among)[0]
    except Invalid as error:
        raise Invalid(Problem(where, error.problems[0].why)) from None


def holds(field: Any, text: str) -> Any:
    """Match rows whose text holds `text` whatever its case; `%`, `_` and `*` are plain letters."""
    return field % _glob(text) if on_sqlite() else field.contains(text)


def holding(column: str, text: str) -> tuple[str, str]:
    """Spell `holds` in SQL, with the value in it."""
    if on_sqlite():
        return f"{column} glob ?", _glob(text)
    plain = WILD.sub(r"\\\g<0>", text)
    return f"{column} ilike ?", f"%{plain}%"


def only_sent(facts: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Keep the facts of these fields that were sent."""
    return {field: facts[field] for field in fields if field in facts}


def _glob(text: str) -> str:
    # SQLite's LIKE knows the case of ASCII letters only, so each letter becomes a class.
    return f"*{''.join(map(_either_case, text))}*"


def _either_case(letter: str) -> str:
    if letter in "*?[":
        return f"[{letter}]"
    cases = {each for each in (letter, letter.lower(), letter.upper()) if len(each) == 1}
    return f"[{''.join(sorted(cases))}]" if len(cases) > 1 else letter
