"""Lines: very many connections that are written to far more often than they say anything.

A line costs its socket and little else: no task, no stream and no
transport, but an entry in a selector of our own that the loop watches as if it were one
connection. The same bytes are given to every line, and whoever takes them too slowly is dropped.
Measured by `make bench`.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, Protocol

import structlog

from gateways.open_files import allowed_files

log = structlog.get_logger()
READ, BOTH = selectors.EVENT_READ, selectors.EVENT_READ | selectors.EVENT_WRITE
# Bytes of what a caller may say, and of what may wait for one to take it.
LONGEST_HEAD, MOST_WAITING = 8_192, 256 * 1024
# Seconds a caller has to say what they want, and to hang up when they have been answered.
SPEAKS_WITHIN, LEAVES_WITHIN = 10, 2
# Given to the kernel at most for one line; the rest waits here, where it is counted.
KERNEL_BYTES = 64 * 1024
# Milliseconds after which the kernel gives up on a caller that acknowledges nothing.
VANISHED_MS = 45_000
# New lines at a time, and lines written to in a row before the loop may do something else.
ACCEPTED_AT_ONCE, WRITTEN_AT_ONCE = 128, 500
# Files for all else; callers beyond the limit who are told so at once.
OTHER_FILES, ANSWERED_BEYOND = 96, 32


class Line:
    """One connection. `place` is the owner's own; `sock` is None once it is gone."""

    __slots__ = ("head", "place", "sock", "waiting", "whence")

    def __init__(self, sock: socket.socket) -> None:
        self.sock: socket.socket | None = sock
        self.head: bytearray | None = bytearray()
        self.waiting: bytearray | None = None
        self.whence = ""
        self.place: Any = None


class Owner(Protocol):
    """Who says something on lines."""

    def asked(self, line: Line, head: bytes) -> None:
        """Hear what a caller wants: the bytes up to the first empty line."""
        ...

    def refused(self, line: Line, why: str) -> None:
        """Answer a caller who cannot be heard: `full`, `crowd`, `long` or `slow`."""
        ...

    def left(self, line: Line) -> None:
        """Notice that a line is gone."""
        ...


class Lines:
    """The lines of one listening address, at most `most` and from one place `most_from_one`.

    `place_of` names the place of a caller's address; None: the owner tells (`settle`).
    """

    def __init__(
        self,
        owner: Owner,
        *,
        most: int,
        most_from_one: int,
        place_of: Callable[[str], str] | None,
    ) -> None:
        self._owner = owner
        self._most, self._most_from_one = (
            max(1, allowed_files(most + OTHER_FILES) - OTHER_FILES),
            most_from_one,
        )
        self._place_of = place_of
        self._selector = selectors.DefaultSelector()
        self._lines: set[Line] = set()
        self._from: Counter[str] = Counter()
        # Until when callers have time to speak, and to leave; both in the order of time.
        self._speaking: dict[Line, float] = {}
        self._leaving: dict[Line, float] = {}
        self._listener: socket.socket | None = None
        self._deaf = False

    def open(self, host: str, port: int) -> int:
        """Listen, and answer at which port."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=1024)
        listener.setblocking(False)
        # Whoever is accepted inherits these.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, VANISHED_MS)
        self._listener = listener
        self._selector.register(listener, READ, None)
        asyncio.get_running_loop().add_reader(self._selector.fileno(), self._wake)
        bound: int = listener.getsockname()[1]
        return bound

    def close(self) -> None:
        """Hang up on everybody."""
        asyncio.get_running_loop().remove_reader(self._selector.fileno())
        if self._listener:
            self._listener.close()
        for line in list(self._lines):
            self.drop(line)
        self._selector.close()

    def settle(self, line: Line, whence: str) -> bool:
        """Count a line as one from a place; False when there are too many from there."""
        if self._from[whence] >= self._most_from_one:
            return False
        line.whence = sys.intern(whence)
        self._from[line.whence] += 1
        return True

    def write(self, line: Line, words: bytes) -> None:
        """Say something on one line."""
        if line.sock is None:
            return
        if line.waiting is not None:
            line.waiting += words
            if len(line.waiting) > MOST_WAITING:
                self.drop(line)
            return
        try:
            sent = line.sock.send(words)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.drop(line)
            return
        if sent < len(words):
            line.waiting = bytearray(memoryview(words)[sent:])
            self._selector.modify(line.sock, BOTH, line)

    async def write_all(self, lines: Collection[Line], words: bytes) -> None:
        """Say the same on many lines; what joins meanwhile is not among them."""
        everybody = list(lines)
        for start in range(0, len(everybody), WRITTEN_AT_ONCE):
            if start:
                await asyncio.sleep(0)
            for line in everybody[start : start + WRITTEN_AT_ONCE]:
                self.write(line, words)

    def end(self, line: Line, words: bytes) -> None:
        """Say the last thing on a line and hang up when the caller has heard it."""
        self.write(line, words)
        if line.sock is None:
            return
        line.head = None
        self._owner.left(line)
        line.place = None
        if line.waiting is None:
            self._hang_up(line)
        self._speaking.pop(line, None)
        self._leaving[line] = time.monotonic() + LEAVES_WITHIN

    def drop(self, line: Line) -> None:
        """Hang up at once."""
        if line.sock is None:
            return
        self._selector.unregister(line.sock)
        line.sock.close()
        line.sock = line.waiting = line.head = None
        self._lines.discard(line)
        self._speaking.pop(line, None)
        self._leaving.pop(line, None)
        if line.whence:
            self._from[line.whence] -= 1
            if not self._from[line.whence]:
                del self._from[line.whence]
        self._owner.left(line)

    def sweep(self) -> None:
        """Hang up on those whose time is over, and listen again when that had failed."""
        for line in _over(self._speaking):
            self._owner.refused(line, "slow")
        for line in _over(self._leaving):
            self.drop(line)
        if self._deaf and self._listener:
            self._deaf = False
            self._selector.register(self._listener, READ, None)

    def _wake(self) -> None:
        for key, mask in self._selector.select(0):
            line = key.data
            if line is None:
                self._accept()
            elif mask & selectors.EVENT_WRITE:
                self._go_on(line)
            else:
                self._hear(line)

    def _accept(self) -> None:
        for _ in range(ACCEPTED_AT_ONCE):
            try:
                sock, address = self._listener.accept()  # type: ignore[union-attr]
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError as error:
                # No files left: whoever waits at the door must not keep the loop busy.
                log.warning("no new viewer can be let in now", error=str(error))
                self._selector.unregister(self._listener)  # type: ignore[arg-type]
                self._deaf = True
                return
            sock.setblocking(False)
            line = Line(sock)
            self._lines.add(line)
            self._selector.register(sock, READ, line)
            self._speaking[line] = time.monotonic() + SPEAKS_WITHIN
            if len(self._lines) - len(self._leaving) > self._most:
                self._turn_away(line)
            elif self._place_of and not self.settle(line, self._place_of(address[0])):
                self._owner.refused(line, "crowd")

    def _turn_away(self, line: Line) -> None:
        if len(self._leaving) >= ANSWERED_BEYOND:
            self.drop(line)
        else:
            self._owner.refused(line, "full")

    def _hear(self, line: Line) -> None:
        if line.sock is None:
            return
        try:
            heard = line.sock.recv(LONGEST_HEAD)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        if not heard:
            self.drop(line)
        elif line.head is not None:
            self._listen(line, heard)
        elif line not in self._leaving:
            # Who has asked has nothing more to say; who is hanging up may still be talking.
            self.drop(line)

    def _listen(self, line: Line, heard: bytes) -> None:
        head = line.head
        assert head is not None  # noqa: S101
        head += heard
        end = head.find(b"\r\n\r\n")
        if end >= 0:
            line.head = None
            del self._speaking[line]
            self._owner.asked(line, bytes(head[:end]))
        elif len(head) > LONGEST_HEAD:
            self._owner.refused(line, "long")

    def _go_on(self, line: Line) -> None:
        if line.sock is None or line.waiting is None:
            return
        try:
            sent = line.sock.send(line.waiting)
        except BlockingIOError:
            return
        except OSError:
            self.drop(line)
            return
        del line.waiting[:sent]
        if not line.waiting:
            line.waiting = None
            self._selector.modify(line.sock, READ, line)
            if line in self._leaving:
                self._hang_up(line)

    def _hang_up(self, line: Line) -> None:
        try:
            line.sock.shutdown(socket.SHUT_WR)  # type: ignore[union-attr]
        except OSError:
            self.drop(line)


def _over(hurried: dict[Line, float]) -> list[Line]:
    """Take out those whose time is over."""
    now = time.monotonic()
    over = []
    for line, until in hurried.items():
        if until > now:
            break
        over.append(line)
    for line in over:
        del hurried[line]
    return over
