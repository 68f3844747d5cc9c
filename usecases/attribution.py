"""Attribution: which contents have their share in a purchase, and how that is known.

Direct: a line was put into the cart from a content's player. The player's page hands out a mark
that says so, the same for everybody on a day, and so no identifier; it comes back with the
order's line. Assisted: a visitor who agreed to be known had watched the content before.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from models import clock
from models.content import Content
from models.day_count import Viewing
from models.purchase import ASSISTED, SERVER, Attribution, Purchase
from models.shop import Shop
from usecases.borrowed import shown_by
from usecases.days import today
from usecases.passes import digest_of

# How long after it was watched or put into a cart a content has its share in a purchase.
WINDOW = timedelta(days=30)
# A visitor's contents that have their share, the last ones watched.
MOST_ASSISTING = 20
MARK = re.compile(r"([0-9a-f]{32})([0-9a-f]{5})([0-9a-f]{24})")


def mark_of(shop: Shop, uid: str) -> str:
    """Write what says that something is put into the cart from a content's player today."""
    return _signed(shop, uid, clock.now().date())


def content_of(shop: Shop, mark: str) -> str | None:
    """Tell the uid of the content a mark names; None: it was not made here, or too long ago."""
    parts = MARK.fullmatch(mark)
    if parts is None:
        return None
    made = date.fromordinal(max(int(parts[2], 16), 1))
    if not hmac.compare_digest(_signed(shop, parts[1], made), mark):
        return None
    return parts[1] if clock.now().date() - made <= WINDOW else None


def visitor_digest(shop: Shop, visitor: str) -> str:
    """Know a visitor of one shop again without keeping what the browser calls itself."""
    return digest_of("visitor", shop.uid, visitor)


def attribute(
    purchase: Purchase, source: str, marks: Iterable[tuple[str, str | None]], visitor: str | None
) -> None:
    """Write down which contents have their share in a purchase, as its `source` tells it.

    `marks` are references of lines, each with its mark. What was told first stands; only the
    shop's server may say it anew. The caller holds the shop.
    """
    shop = purchase.shop
    known: Any = Attribution.select().where(Attribution.purchase == purchase)
    if known.exists() and source != SERVER:
        return
    told = {ref: uid for ref, mark in marks if mark and (uid := content_of(shop, mark))}
    own = _own(shop, told.values())
    direct = {(uid, ref) for ref, uid in told.items() if uid in own}
    if direct:
        Attribution.delete().where(
            Attribution.purchase == purchase, Attribution.ref != ASSISTED
        ).execute()
    assisting = set(_watched(shop, visitor)) - {uid for uid, _ in direct}
    rows = direct | {(uid, ASSISTED) for uid in assisting}
    fixed = {"shop": shop.id, "purchase": purchase.id, "day": today(shop)}
    many = [{**fixed, "content": uid, "ref": ref} for uid, ref in sorted(rows)]
    if many:
        Attribution.insert_many(many).on_conflict_ignore().execute()


def _signed(shop: Shop, uid: str, day: date) -> str:
    said = f"{uid}{day.toordinal():05x}"
    return said + digest_of("attribution", shop.uid, said)[:24]


def _own(shop: Shop, uids: Iterable[str]) -> set[str]:
    own: Any = Content.select(Content.uid).where(Content.uid.in_(set(uids)), shown_by(shop))
    return {uid for (uid,) in own.tuples()}


def _watched(shop: Shop, visitor: str | None) -> list[str]:
    if visitor is None:
        return []
    last: Any = Viewing.select(Viewing.content).where(
        Viewing.shop == shop,
        Viewing.visitor == visitor_digest(shop, visitor),
        Viewing.day >= today(shop) - WINDOW,
    )
    found = last.order_by(Viewing.day.desc(), Viewing.content).tuples()
    return list(dict.fromkeys(uid for (uid,) in found.limit(5 * MOST_ASSISTING)))[:MOST_ASSISTING]
