"""The timeline: at which millisecond of a show's recording a moment of the wall clock is.

Clocks of cameras drift and connections break, and the times ffmpeg writes into its manifests are
off by seconds. So each take of a show keeps its own marks of both clocks, written where the stream
comes in (decision 0021), and a moment is placed by them. A moment between two takes is placed
where the later one begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.broadcast import Broadcast, Take
from models.content import Content


@dataclass(frozen=True)
class Timeline:
    """The takes of a show, in order, and its start, from which shows without any are counted."""

    begun: datetime
    takes: tuple[Take, ...]

    def ms(self, at: datetime) -> int:
        """Place a moment, in milliseconds from the start of the recording."""
        if not self.takes:
            return max(_between(self.begun, at), 0)
        before = 0
        for take in self.takes:
            length = max(take.duration_ms - take.kept_from_ms, 0)
            within = _media_ms(take, at) - take.kept_from_ms
            # The last take is growing, or was cut off: what is past its end is still its own.
            if within < length or take is self.takes[-1]:
                return before + max(within, 0)
            before += length
        return before


def timeline_of(content: Content) -> Timeline | None:
    """Give the timeline of a live, or nothing while it has not begun."""
    broadcast = Broadcast.get_or_none(Broadcast.content == content)
    if broadcast is None or broadcast.started_at is None:
        return None
    return Timeline(broadcast.started_at, tuple(recorded(content)))


def recorded(content: Content) -> Iterable[Take]:
    """Give the takes that belong to a live's recording, in order."""
    query: Any = Take.select().where(Take.content == content, Take.began_at.is_null(False))
    started_at = Broadcast.get(Broadcast.content == content).started_at
    takes = query.order_by(Take.began_at, Take.id)
    # A take that was over before the show began was a rehearsal.
    return [each for each in takes if each.ended_at is None or each.ended_at > started_at]


def _media_ms(take: Take, at: datetime) -> int:
    """Tell how far into a take a moment is; negative before its first picture."""
    wall = round(at.timestamp() * 1000)
    media, since = 0, round(take.began_at.timestamp() * 1000)
    for mark_media, mark_wall in take.marks:
        if mark_wall > wall:
            break
        media, since = mark_media, mark_wall
    return int(media + wall - since)


def _between(begun: datetime, at: datetime) -> int:
    return round((at - begun).total_seconds() * 1000)
