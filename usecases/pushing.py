"""Pushing: what a process that pushes to viewers reads of the lives they watch.

It reads for all of them at once, so that many lives cost little more than one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from models.broadcast import Broadcast
from models.content import LIVE, Content
from models.database import connected
from models.errors import NotFound
from usecases.changes import Change, since
from usecases.screens import told_screen
from usecases.snapshots import totals
from usecases.watching import watched

# A viewer who misses more takes the state anew, which is as much to send.
MOST_MISSED = 500


@dataclass(frozen=True)
class Watch:
    """A live as one shop's pages show it; `app_id` is a shop's that it is shared with."""

    content_id: int
    uid: str
    app_id: str | None


@dataclass(frozen=True)
class Opening:
    """What pushing to viewers of a live begins with; `changes` are the newest, without a gap."""

    watch: Watch
    number: int
    changes: tuple[Change, ...]


def opened(names: Iterable[tuple[str, str | None]]) -> dict[tuple[str, str | None], Opening | None]:
    """Find lives by uid and app id, None for those that viewers may not watch."""
    with connected():
        return {name: _opening(*name) for name in names}


def news(known: Mapping[Watch, int]) -> dict[Watch, tuple[Change, ...]]:
    """Give what has changed since the known numbers, for the lives in which something has."""
    with connected():
        latest = _latest({each.content_id for each in known})
        return {
            watch: _as_shown(watch, since(watch.content_id, number, MOST_MISSED))
            for watch, number in known.items()
            if latest.get(watch.content_id, 0) > number
        }


def counted(watches: Iterable[Watch]) -> dict[Watch, dict[str, Any]]:
    """Spell the totals of lives for viewers."""
    with connected():
        all_of_them = list(watches)
        told = totals(sorted({each.content_id for each in all_of_them}))
        return {each: told[each.content_id] for each in all_of_them}


def unwatchable(watches: Iterable[Watch]) -> set[Watch]:
    """Tell which of the lives viewers may not watch any more."""
    with connected():
        return {each for each in watches if not _is_watched(each)}


def _opening(uid: str, app_id: str | None) -> Opening | None:
    try:
        content, _ = watched(uid, LIVE, app_id)
    except NotFound:
        return None
    number = _latest({content.id}).get(content.id, 0)
    watch = Watch(content.id, uid, app_id)
    # What is committed meanwhile comes as news.
    changes = since(content.id, max(number - MOST_MISSED, 0), MOST_MISSED)
    upto = [each for each in changes if each.number <= number]
    return Opening(watch, number, _as_shown(watch, upto))


def _is_watched(watch: Watch) -> bool:
    try:
        watched(watch.uid, LIVE, watch.app_id)
    except NotFound:
        return False
    return True


def _latest(ids: set[int]) -> dict[int, int]:
    query: Any = Broadcast.select(Broadcast.content, Broadcast.number)
    return dict(query.where(Broadcast.content.in_(sorted(ids))).tuples())


def _as_shown(watch: Watch, changes: list[Change]) -> tuple[Change, ...]:
    """Put the screen of a shop that only borrows the live in the place of the owner's.

    Auctions are not its viewers' affair; their numbers are told all the same, without a body.
    """
    if watch.app_id is None or not any(each.kind in ("screen", "auction") for each in changes):
        return tuple(changes)
    try:
        content, shop = watched(watch.uid, LIVE, watch.app_id)
    except NotFound:
        return ()
    if shop.id == content.shop_id:
        return tuple(changes)
    body = orjson.dumps(told_screen(shop, Content.get_by_id(content.id))).decode()
    shown = {"screen": body, "auction": "null"}
    return tuple(replace(each, body=shown.get(each.kind, each.body)) for each in changes)
