"""Tallies: what lives came to, in numbers that the house really counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from models.audience import LiveCount
from models.broadcast import Broadcast
from models.content import FINISHED, LIVE, Content
from models.errors import Invalid, NotFound, Problem
from models.message import Message, seen
from models.shop import Shop
from usecases import audience
from usecases.numerals import find_all_numbered
from usecases.rows import owned
from usecases.screening import find_own

LONGEST = timedelta(days=7)


class NothingCounted(NotFound):
    """Nobody has watched this live yet."""

    code = "nothing-counted"


@dataclass(frozen=True)
class Tally:
    """What a live came to: opened players, seconds watched, reactions, messages and who wrote them.

    `writers` are told apart by their passes; who only watched, reacted or followed a product is
    counted and not known.
    """

    content: Content
    started_at: datetime | None
    visits: int
    peak: int
    watch_s: int
    reactions: int
    messages: int
    writers: int
    clicks: int

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; before that its end is only planned."""
        return self.content.ends_at if self.content.state == FINISHED else None


def of_live(shop: Shop, uid: str) -> Tally:
    """Tell what a live came to; raises `NotFound`, `SharedContent`, `NothingCounted`."""
    found = _counted(Content.id == find_own(shop, uid, LIVE).id)
    if not found:
        raise NothingCounted("nobody has watched this live yet")
    return found[0]


def of_days(
    shop: Shop, *, since: datetime, until: datetime, names: Sequence[str] = ()
) -> list[Tally]:
    """Tell what the lives came to that began from `since` to `until`, at most a week later.

    With `names`, numerals or uids, those alone. Raises `Invalid`.
    """
    if until < since:
        raise Invalid(Problem("to", "must not be before from"))
    if until - since > LONGEST:
        raise Invalid(Problem("to", "is at most a week after from"))
    mine = owned(Content, shop) & (Content.kind == LIVE)
    if names:
        mine &= Content.id.in_(
            [each.id for each in find_all_numbered(Content, shop, names).values()]
        )
    begun = (Broadcast.started_at >= since) & (Broadcast.started_at <= until)
    return _counted(mine & begun)


def _counted(condition: Any) -> list[Tally]:
    rows: Any = Content.select(Content, LiveCount, Broadcast)
    rows = rows.join(LiveCount, on=(LiveCount.content == Content.id), attr="count").switch(Content)
    rows = rows.join(Broadcast, on=(Broadcast.content == Content.id), attr="sent")
    watched = rows.where(condition, LiveCount.visits > 0)
    lives = list(watched.order_by(Broadcast.started_at, Content.id))
    ids = [each.id for each in lives]
    reactions, written = audience.reactions(ids), _written(ids)
    return [
        Tally(
            content=each,
            started_at=each.sent.started_at,
            visits=each.count.visits,
            peak=each.count.peak,
            watch_s=each.count.watch_s,
            reactions=sum(reactions.get(each.id, {}).values()),
            messages=written.get(each.id, (0, 0))[0],
            writers=written.get(each.id, (0, 0))[1],
            clicks=each.count.clicks,
        )
        for each in lives
    ]


def _written(ids: list[int]) -> dict[int, tuple[int, int]]:
    writers = fn.COUNT(Message.viewer.distinct())
    rows: Any = Message.select(Message.content, fn.COUNT(Message.id), writers)
    rows = rows.where(Message.content.in_(ids), seen())
    return {
        each: (count, people) for each, count, people in rows.group_by(Message.content).tuples()
    }
