"""Turns: threads of a process that want the same thing have it in the order they came in."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock that serves who came first; an ordinary one may pass somebody over for ever."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False
        self._served: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the block's turn, and pass it on after the block; nests."""
        if self._served == threading.get_ident():
            yield
            return
        mine = threading.Lock()
        with self._mutex:
            if self._taken:
                mine.acquire()
                self._waiting.append(mine)
            self._taken = True
        try:
            # Released by whoever is served before.
            mine.acquire()
            self._served = threading.get_ident()
            yield
        finally:
            self._pass_on(mine)

    def _pass_on(self, mine: threading.Lock) -> None:
        with self._mutex:
            if mine in self._waiting:
                self._waiting.remove(mine)  # interrupted while it waited
                return
            self._served = None
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
