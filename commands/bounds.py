"""How large a body the embedded server takes in before the application is asked, and which headers.

Waitress keeps a whole body on disk first. Without a bound by address anybody could fill the disk
by sending files to any address; with it, large bodies come in alone on upload links that we gave.
It drops headers with underscores in their names, since programs behind it cannot tell them from
those with dashes; the few by which keys travel come in all the same.
"""

from __future__ import annotations

import errno
import re
import tempfile
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import orjson
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error, RequestEntityTooLarge

from usecases.uploads import PATH

# Names of headers that published clients send with underscores.
UNDERSCORED = re.compile(rb"(\r?\n)(api|app)_(key|id)(?=:)", re.IGNORECASE)
FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def buffer_in(folder: Path) -> None:
    """Let bodies wait on the disk of the files, not in a /tmp that may be made of memory."""
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = str(folder)


def bounded_channel(ordinary: int, is_link: Callable[[str], bool]) -> type[HTTPChannel]:
    """Make connections that take bodies of `ordinary` bytes, and the server's most on links.

    `is_link` tells whether a token is one of ours; it is asked before the body is taken in.
    """

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        adj: Any
        error: Any
        body_rcv: Any
        completed: bool
        body_bytes_received: int
        no_room: NoRoom | None = None
        beyond: bool = False

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(UNDERSCORED.sub(rb"\1\2-\3", header_plus))
            if not (self.path.startswith(PATH) and is_link(self.path.removeprefix(PATH))):
                self.adj = _Bound(self.adj, ordinary)

        def received(self, data: bytes) -> int:
            consumed = self._taken_in(data)
            if self.completed and self.no_room:
                self.error = self.no_room
            too_large = isinstance(self.error, RequestEntityTooLarge)
            if too_large and self.chunked and not self.beyond:
                # How long it is, nobody said: the rest is read, as far as any body may go.
                self.beyond, self.error, self.completed = True, None, False
                self.adj = getattr(self.adj, "whole", self.adj)
                self._drop_the_rest()
            elif too_large or (self.completed and self.beyond and not self.error):
                # The application sees the length and refuses in the caller's words; the body
                # stays outside, so nothing more can be read from this connection.
                if self.chunked:
                    self.headers["CONTENT_LENGTH"] = str(self.body_bytes_received)
                self.error = None
                self.body_rcv = None
                self.expect_continue = False
                self.headers["CONNECTION"] = "close"
            return consumed

        def _taken_in(self, data: bytes) -> int:
            try:
                return int(super().received(data))
            except OSError as fault:
                if fault.errno not in FULL_DISK:
                    raise
            self.no_room = NoRoom()
            if self.chunked:
                self.completed = True
                return len(data)
            # The rest is read and dropped: who still sends does not hear why it was refused.
            self._drop_the_rest()
            return int(super().received(data))

        def _drop_the_rest(self) -> None:
            self.body_rcv.getbuf().close()
            self.body_rcv.buf = _Nowhere()

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = Parser

    return Channel


class NoRoom(Error):  # type: ignore[misc]
    """The answer when the disk is full before the application could be asked."""

    code = 503
    reason = HTTPStatus.SERVICE_UNAVAILABLE.phrase
    detail = "the server has no room for this body now; nothing was kept, try again later"

    def __init__(self) -> None:
        super().__init__(self.detail)

    def to_response(self, ident: Any = None) -> tuple[str, list[tuple[str, str]], bytes]:
        fault = {
            "status": str(self.code),
            "code": "no-room",
            "title": self.reason,
            "detail": self.detail,
        }
        headers = [("Content-Type", "application/json"), ("Retry-After", "60")]
        return f"{self.code} {self.reason}", headers, orjson.dumps({"errors": [fault]})


class _Nowhere:
    """A buffer that keeps nothing."""

    def append(self, data: bytes) -> None:
        pass

    def close(self) -> None:
        pass

    def __len__(self) -> int:
        return 0


class _Bound:
    """The server's adjustments but for the largest body."""

    def __init__(self, adjustments: Any, largest: int) -> None:
        self.whole = adjustments
        self.max_request_body_size = largest

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)
