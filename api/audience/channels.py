"""Channels: the viewers of one live on one process, and the words they are told.

Words are server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
A change is spelled once, whoever hears it, and bears its number as the event's id, so that a
viewer who comes back can say which one was the last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

import orjson

from gateways.lines import Line
from usecases.changes import Change
from usecases.pushing import MOST_MISSED, Opening, Watch

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
    b"X-Accel-Buffering: no\r\nAccess-Control-Allow-Origin: *\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
)
RESET = b"event: reset\ndata: {}\n\n"
BEAT = b":\n\n"
# Bytes of words kept for those who come back.
MOST_KEPT = 1 << 20


class Channel:
    """The viewers of a live as one shop's pages show it.

    `ahead` are viewers who have seen more than this process has read, with what they have seen.
    """

    def __init__(self, opening: Opening) -> None:
        self.watch: Watch = opening.watch
        self.number = opening.number
        self.viewers: set[Line] = set()
        self.ahead: dict[Line, int] = {}
        self.totals: dict[str, Any] = {}
        # Moments of the loop's clock: when something was said, when viewers were counted, since
        # when there are none.
        self.spoke_at = self.counted_at = 0.0
        self.empty_since: float | None = None
        self.visits = 0
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=MOST_MISSED)
        self._size = 0
        self._keep(opening.changes)

    @property
    def count(self) -> int:
        """How many watch."""
        return len(self.viewers) + len(self.ahead)

    def missed(self, after: int) -> bytes | None:
        """Give the words of what came after a number; None when that is too long ago."""
        if after == self.number:
            return b""
        oldest = self._kept[0][0] if self._kept else self.number + 1
        if after < oldest - 1:
            return None
        return b"".join(words for number, words in self._kept if number > after)

    def take(self, changes: tuple[Change, ...]) -> bytes | None:
        """Learn of newer changes and give their words; None when some were missed in between."""
        whole = changes[0].number == self.number + 1
        if not whole:
            self._kept.clear()
            self._size = 0
        words = self._keep(changes)
        self.number = changes[-1].number
        return words if whole else None

    def caught_up(self, waiting: Iterable[Line]) -> list[tuple[Line, int | None]]:
        """Take out those of `waiting` that are ahead no more, and those that never were.

        The latter name a number that does not exist: None.
        """
        found: list[tuple[Line, int | None]] = []
        for line in waiting:
            after = self.ahead.pop(line, None)
            if after is not None:
                found.append((line, after if after <= self.number else None))
        return found

    def leave(self, line: Line) -> None:
        """Forget a viewer."""
        self.viewers.discard(line)
        self.ahead.pop(line, None)

    def _keep(self, changes: Iterable[Change]) -> bytes:
        words = []
        for each in changes:
            said = f"id: {each.number}\nevent: {each.kind}\ndata: {each.body}\n\n".encode()
            if len(self._kept) == self._kept.maxlen:
                self._size -= len(self._kept[0][1])
            self._kept.append((each.number, said))
            self._size += len(said)
            words.append(said)
        while self._size > MOST_KEPT and len(self._kept) > 1:
            self._size -= len(self._kept.popleft()[1])
        return b"".join(words)


def greeting(number: int, retry_ms: int) -> bytes:
    """Give the first words to a viewer: what answers them, and where they stand."""
    return HEAD + f"retry: {retry_ms}\nid: {number}\n\n".encode()


def farewell(retry_ms: int) -> bytes:
    """Give the last words to a viewer: when to come back."""
    return f"retry: {retry_ms}\n\n".encode()


def totals_words(totals: dict[str, Any]) -> bytes:
    """Spell totals, which have no number: only the newest matter."""
    return b"event: totals\ndata: " + orjson.dumps(totals) + b"\n\n"
