"""Viewers while measuring: thousands of plain sockets in one process that cost as little as can be.

`python -m bench.push_load listen|poll PORT PATH COUNT NUMBER` lets so many viewers come, who know
all up to a number, says `ready` when each has been answered, reads a last number from its input,
waits until everybody has it, and prints what came when: a line `seconds count number …` for each
moment, on the clock all processes share.
"""

from __future__ import annotations

import gzip
import heapq
import re
import selectors
import socket
import sys
import time
from collections import Counter
from functools import lru_cache

from gateways.open_files import allowed_files

# The greeting names a number, too, but bears no event.
ID = re.compile(rb"(?:^|\n)id: (\d+)\nevent: ")
NUMBER = re.compile(rb'"number":(\d+)')
AT_ONCE, WAITS = 100, 60.0
POLLED_EVERY = 2.0


class Viewer:
    """One viewer: what was heard and not yet understood, and the last number."""

    __slots__ = ("counted", "last", "rest", "sock")

    def __init__(self, sock: socket.socket, number: int) -> None:
        self.sock = sock
        self.rest = b""
        # The last number, and how many have come: none may be missing and none come twice.
        self.last = self.counted = number


class Crowd:
    """All viewers; `came` counts them by the millisecond they heard something and its numbers."""

    def __init__(self, port: int, request: bytes, *, polling: bool) -> None:
        self.came: Counter[tuple[int, tuple[int, ...]]] = Counter()
        self._address = ("127.0.0.1", port)
        self._request = request
        self._polling = polling
        self._selector = selectors.DefaultSelector()
        self._viewers: list[Viewer] = []
        self._due: list[tuple[float, int]] = []

    def come(self, count: int, number: int) -> None:
        """Let so many come, a hundred at a time, who know all up to a number."""
        for start in range(0, count, AT_ONCE):
            arrived = []
            for _ in range(min(AT_ONCE, count - start)):
                sock = socket.create_connection(self._address, 30)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.sendall(self._request)
                arrived.append(Viewer(sock, number))
            for each in arrived:
                while b"\r\n\r\n" not in each.rest:
                    more = each.sock.recv(65_536)
                    if not more:
                        raise SystemExit("a viewer was turned away")
                    each.rest += more
                if not each.rest.startswith(b"HTTP/1.1 200"):
                    raise SystemExit(each.rest[:200].decode())
                each.sock.setblocking(False)
                self._selector.register(each.sock, selectors.EVENT_READ, each)
                if not self._polling:
                    each.rest = each.rest.partition(b"\r\n\r\n")[2]
            self._viewers += arrived
        if self._polling:
            now = time.monotonic()
            pauses = (now + POLLED_EVERY * each / count for each in range(count))
            self._due = list(zip(pauses, range(count), strict=True))

    def hear(self, until: float, last: int = 0) -> bool:
        """Hear what comes until a moment, or until everybody has heard a last number."""
        missing = sum(each.last < last for each in self._viewers) if last else -1
        while missing and (now := time.monotonic()) < until:
            self._poll(now)
            pause = min(until, self._due[0][0] if self._due else until) - now
            for key, _ in self._selector.select(max(min(pause, 0.1), 0)):
                had = key.data.last
                self._read(key.data)
                if last and had < last <= key.data.last:
                    missing -= 1
        return not missing

    def odd(self) -> int:
        """Count the viewers who missed a number or heard one twice."""
        return sum(each.counted != each.last for each in self._viewers) if not self._polling else 0

    def _poll(self, now: float) -> None:
        while self._due and self._due[0][0] <= now:
            due, index = heapq.heappop(self._due)
            self._viewers[index].sock.send(self._request)
            heapq.heappush(self._due, (due + POLLED_EVERY, index))

    def _read(self, viewer: Viewer) -> None:
        try:
            heard = viewer.sock.recv(32_768)
        except BlockingIOError:
            return
        if not heard:
            self._selector.unregister(viewer.sock)
            return
        at = int(time.monotonic() * 1_000)
        viewer.rest += heard
        numbers = self._states(viewer) if self._polling else _events(viewer)
        if numbers:
            viewer.counted += len(numbers)
            viewer.last = max(viewer.last, *numbers)
            self.came[at, tuple(numbers)] += 1

    def _states(self, viewer: Viewer) -> list[int]:
        """Take whole answers out of what was heard: those that tell something new."""
        numbers: list[int] = []
        while True:
            head, gap, body = viewer.rest.partition(b"\r\n\r\n")
            found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            if not gap or found is None or len(body) < int(found[1]):
                return numbers
            whole, viewer.rest = body[: int(found[1])], body[int(found[1]) :]
            plain = gzip.decompress(whole) if whole[:2] == b"\x1f\x8b" else whole
            if told := NUMBER.search(plain):
                # A state has everything up to its number.
                numbers += range(viewer.last + 1, int(told[1]) + 1)


def _events(viewer: Viewer) -> list[int]:
    whole, _, viewer.rest = viewer.rest.rpartition(b"\n\n")
    return _numbers(whole)


@lru_cache(maxsize=50)
def _numbers(words: bytes) -> list[int]:
    # All viewers hear the same words: understanding them once leaves time to hear the others.
    return [int(each) for each in ID.findall(words)]


def main() -> None:
    """Come, hear, and tell what was heard."""
    way, port, path, count = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    allowed_files(count + 100)
    request = f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    crowd = Crowd(port, request, polling=way == "poll")
    crowd.come(count, int(sys.argv[5]))
    print("ready", flush=True)
    with selectors.DefaultSelector() as told:
        told.register(sys.stdin, selectors.EVENT_READ)
        while not told.select(0):
            crowd.hear(time.monotonic() + 0.05)
    last = int(sys.stdin.readline())
    everybody = crowd.hear(time.monotonic() + WAITS, last)
    print("whole" if everybody and not crowd.odd() else "lost")
    for (at, numbers), times in crowd.came.items():
        print(at / 1_000, times, *numbers)


if __name__ == "__main__":
    main()
