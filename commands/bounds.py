"""How large a body the embedded server takes in before the application is asked.

Waitress keeps a whole body on disk first. Without a bound by address anybody could fill the disk
by sending files to any address; with it, large bodies come in alone on upload links that we gave.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

from usecases.uploads import PATH


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

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if not (self.path.startswith(PATH) and is_link(self.path.removeprefix(PATH))):
                self.adj = _Bound(self.adj, ordinary)

        def received(self, data: bytes) -> int:
            consumed: int = super().received(data)
            if isinstance(self.error, RequestEntityTooLarge) and not self.chunked:
                # The application sees the length and refuses in the caller's words; the body
                # stays outside, so nothing more can be read from this connection.
                self.error = None
                self.body_rcv = None
                self.expect_continue = False
                self.headers["CONNECTION"] = "close"
            return consumed

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = Parser

    return Channel


class _Bound:
    """The server's adjustments but for the largest body."""

    def __init__(self, adjustments: Any, largest: int) -> None:
        self._adjustments = adjustments
        self.max_request_body_size = largest

    def __getattr__(self, name: str) -> Any:
        return getattr(self._adjustments, name)
