"""A real pushing server in a thread of this process, and viewers that listen to it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from api.audience.push import Push


class Pushing:
    """A server that runs until `stop`; `port` 0 is any."""

    def __init__(self, port: int = 0, **limits: int) -> None:
        self.port = port
        self._limits = {"connections": 200, "from_one": 200, "proxies": 0, **limits}
        self._viewers: list[Viewer] = []
        self._open = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        assert self._open.wait(60)

    def listen(self, path: str, *headers: str, receive: int = 0) -> Viewer:
        """Ask for a path and read the answer's head; `receive`: what little the kernel may keep."""
        viewer = call(self.port, path, *headers, receive=receive)
        self._viewers.append(viewer)
        return viewer

    def stop(self) -> None:
        """End it as its process would."""
        if self._loop and self._task and self._thread.is_alive():
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()

    def hang_up(self) -> None:
        """Close the lines of all its viewers."""
        for each in self._viewers:
            each.close()

    async def _serve(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        push = Push(**self._limits)
        self.port = push.open("127.0.0.1", self.port)
        self._open.set()
        with suppress(asyncio.CancelledError):
            try:
                await push.run()
            finally:
                await push.close()


@contextmanager
def pushing(port: int = 0, **limits: int) -> Iterator[Pushing]:
    """Push until the block ends."""
    server = Pushing(port, **limits)
    try:
        yield server
    finally:
        server.stop()
        server.hang_up()


@dataclass
class Event:
    """One event as a browser hears it."""

    kind: str
    number: int | None
    data: Any


@dataclass
class Viewer:
    """Somebody who listens; every wait ends with what is waited for, or fails."""

    line: socket.socket
    head: str = ""
    number: int | None = None
    heard: list[Event] = field(default_factory=list)
    _rest: bytes = b""

    @property
    def status(self) -> int:
        return int(self.head.split()[1])

    def next(self) -> Event:
        """Hear the next event; a line that ends instead is a failure."""
        while True:
            block = self._block()
            assert block is not None, "the line has ended"
            if event := self._event(block):
                self.heard.append(event)
                return event

    def until(self, kind: str) -> Event:
        """Hear events up to the first of a kind."""
        while (event := self.next()).kind != kind:
            pass
        return event

    def upto(self, number: int) -> list[int]:
        """Hear the changes up to a number and tell the numbers of all."""
        while self.number is None or self.number < number:
            self.next()
        return [each.number for each in self.heard if each.number is not None]

    def ended(self) -> str:
        """Hear the line to its end and tell the rest."""
        rest = self._rest
        with suppress(ConnectionResetError):
            while more := self.line.recv(65_536):
                rest += more
        return rest.decode()

    def close(self) -> None:
        self.line.close()

    def read_head(self) -> None:
        while b"\r\n\r\n" not in self._rest:
            more = self.line.recv(65_536)
            assert more, "the line ended before it was answered"
            self._rest += more
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        self.head = head.decode()

    def _block(self) -> str | None:
        while b"\n\n" not in self._rest:
            more = self.line.recv(65_536)
            if not more:
                return None
            self._rest += more
        block, _, self._rest = self._rest.partition(b"\n\n")
        return block.decode()

    def _event(self, block: str) -> Event | None:
        fields = dict(
            line.partition(": ")[::2] for line in block.split("\n") if not line.startswith(":")
        )
        if "id" in fields:
            self.number = int(fields["id"])
        if "data" not in fields:
            return None
        number = self.number if "id" in fields else None
        return Event(fields.get("event", "message"), number, json.loads(fields["data"]))


def call(port: int, path: str, *headers: str, receive: int = 0) -> Viewer:
    """Ask for a path and read the answer's head; whoever calls hangs up."""
    line = socket.socket()
    if receive:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    line.settimeout(60)
    viewer = Viewer(line)
    try:
        line.connect(("127.0.0.1", port))
        asked = "".join(f"{each}\r\n" for each in (f"GET {path} HTTP/1.1", "Host: x", *headers))
        line.sendall(f"{asked}\r\n".encode())
        viewer.read_head()
    except BaseException:
        line.close()
        raise
    return viewer
