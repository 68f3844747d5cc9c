"""What listener and house agree on: who asks, who is let in, what is handed on, how it ends.

The house gives `Authorise`, a coroutine that answers a `Publisher` or a `Refusal`. A Publisher is
let go of exactly once, by `close`, whatever becomes of the connection, even when it was lost
before the answer: what `Authorise` has taken can be given back there. All of it runs in the
listener's loop, and must not block it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias


@dataclass(frozen=True)
class Asked:
    """Who wants to publish: rtmp://host/`app`/`name`?`query`, from an IP `address`.

    The stream key may be the name, or in the query of a public name. All of it is as the
    stranger wrote it.
    """

    app: str
    name: str
    query: Mapping[str, str]
    address: str


@dataclass(frozen=True)
class Refusal:
    """Why somebody may not publish, in a sentence that their software may show them."""

    description: str


class Stamp(NamedTuple):
    """When a tag is to be decoded, in ms of the stream, and when it came (Unix seconds)."""

    ms: int
    arrived: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Some whole tags of the stream. The `flv` of all pieces, in order, is one FLV file.

    Where a reader can begin in the middle, at a key frame, `opening` is what it must have read
    before: the file's header, the metadata and what decoders must know; elsewhere it is empty.
    `stamps` tells of each picture and sound in the piece.
    """

    flv: bytes
    stamps: tuple[Stamp, ...]
    opening: bytes


class Ending(StrEnum):
    """Why a stream is over. All but the first and REFUSED may be followed by a new attempt."""

    UNPUBLISHED = "unpublished"
    """The publisher said goodbye."""
    LOST = "lost"
    """The connection ended without a word."""
    IDLE = "idle"
    """The connection is there, but no picture and no sound came for too long."""
    BROKEN = "broken"
    """What came was no RTMP."""
    REFUSED = "refused"
    """What came is not taken in here, such as HEVC."""
    SINK = "sink"
    """`Publisher.write` failed or did not return in time."""
    STOPPED = "stopped"
    """The listener was closed."""


class Unwanted(Exception):
    """What `Publisher.write` raises when a stream is to end; the publisher is told the sentence."""


class Publisher(Protocol):
    """Somebody who was let in, on our side of the door."""

    async def write(self, piece: Piece) -> None:
        """Take a piece. Nothing more is read from the network before this returns.

        What it raises ends the stream (`Unwanted` in good order), and so does taking longer than
        `Limits.idle_seconds`.
        """

    async def close(self, ending: Ending, detail: str) -> None:
        """Hear that the stream is over; `detail` is a sentence for the log."""


Authorise: TypeAlias = Callable[[Asked], Awaitable[Publisher | Refusal]]


@dataclass(frozen=True)
class Limits:
    """How long and how much strangers and publishers may make us wait and keep."""

    handshake_seconds: float = 10
    publish_seconds: float = 10
    """From the handshake until somebody is let in, and after a stream until the next."""
    idle_seconds: float = 30
    """Without a picture or sound."""
    parting_seconds: float = 5
    """For a refused client to read why; some read only when they have something to send."""
    connections: int = 256
    waiting_per_address: int = 8
    """Connections of one address (one /64 of IPv6) that have not been let in."""
    waiting_bytes: int = 16 * 1024
    """What may be sent before being let in; encoders need two thousand."""
    message_bytes: int = 4 * 1024 * 1024
    """The largest picture."""
