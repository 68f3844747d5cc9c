"""Takes apart and puts together RTMP's chunk stream: messages cut into pieces and interleaved.

After Adobe's RTMP 1.0 specification, section 5.3 (chunks) and 5.4 (the control messages that
govern them, obeyed here and not passed on). Bytes go in as they come, messages come out; no
sockets. What comes in is bounded: the size of a message, of all unfinished messages together, and
the number of chunk streams. Anything else is a ChunkError, after which nothing can be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

# Section 5.4 and 7.1: what a message is.
SET_CHUNK_SIZE, ABORT, ACKNOWLEDGEMENT, USER_CONTROL, WINDOW, PEER_BANDWIDTH = 1, 2, 3, 4, 5, 6
AUDIO, VIDEO, DATA_AMF3, COMMAND_AMF3, DATA, COMMAND, AGGREGATE = 8, 9, 15, 17, 18, 20, 22

FIRST_CHUNK_SIZE = 128
MAX_CHUNK_STREAMS = 32
_EXTENDED = 0xFFFFFF
_CLOCK = 0xFFFFFFFF
_HEADER_BYTES = (11, 7, 3, 0)


class ChunkError(ValueError):
    """Say what is wrong with bytes that ought to be a chunk stream."""


class Message(NamedTuple):
    """A whole message; `timestamp` is in milliseconds of the sender's clock, modulo 2**32."""

    type: int
    stream: int
    timestamp: int
    payload: bytes


@dataclass(slots=True)
class _Stream:
    """What is remembered of one chunk stream, since later headers leave out what is the same."""

    timestamp: int = 0
    delta: int = 0
    length: int = -1
    type: int = 0
    stream: int = 0
    extended: bool = False
    payload: bytearray = field(default_factory=bytearray)


class ChunkReader:
    """Turns the bytes of one direction of a connection into messages.

    `max_message` may be raised later. `received` counts bytes, `acknowledged` how many of them
    the other side was told of; `window` is after how many it wants to be told (5.4.3, 5.4.4).
    """

    def __init__(self, max_message: int) -> None:
        self.max_message = max_message
        self.received = 0
        self.acknowledged = 0
        self.window = 0
        self._size = FIRST_CHUNK_SIZE
        self._streams: dict[int, _Stream] = {}
        self._rest = b""
        self._open: _Stream | None = None
        self._left = 0
        self.held = 0

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that `data` makes whole; raise ChunkError."""
        self.received += len(data)
        if self._rest:
            data, self._rest = self._rest + data, b""
        at = 0
        while True:
            if self._open is None:
                began = self._begin(data, at)
                if began is None:
                    self._rest = data[at:]
                    return
                self._open, at = began
            stream = self._open
            piece = data[at : at + self._left]
            at += len(piece)
            self._left -= len(piece)
            # Most often a message is one chunk that is here, and need not be copied together.
            whole = len(piece) == stream.length
            if not whole:
                self._keep(stream, piece)
                if self._left:
                    return
                if len(stream.payload) < stream.length:
                    self._open = None
                    continue
            self._open = None
            payload = piece if whole else self._taken(stream)
            message = Message(stream.type, stream.stream, stream.timestamp, payload)
            if not self._obey(message):
                yield message

    def due(self) -> int | None:
        """Return the sequence number of an acknowledgement, if one has to be sent now."""
        if not self.window or self.received - self.acknowledged < self.window:
            return None
        self.acknowledged = self.received
        return self.received & _CLOCK

    def _begin(self, data: bytes, at: int) -> tuple[_Stream, int] | None:
        """Read a chunk's headers, if they are all there; answer where its piece starts."""
        end = len(data)
        if at >= end:
            return None
        kind, number = data[at] >> 6, data[at] & 63
        at += 1
        if number < 2:  # 5.3.1.1: 0 and 1 say that one or two bytes more hold the number
            if at + number + 1 > end:
                return None
            number, at = 64 + int.from_bytes(data[at : at + number + 1], "little"), at + number + 1
        header = at + _HEADER_BYTES[kind]
        if header > end:
            return None
        stream = self._streams.get(number)
        said = int.from_bytes(data[at : at + 3], "big")
        # 5.3.1.3: chunks without a time of their own repeat the extended one.
        extended = said == _EXTENDED if kind < 3 else bool(stream and stream.extended)
        begins = header + 4 * extended
        if begins > end:
            return None
        if extended:
            said = int.from_bytes(data[header:begins], "big")
        if stream is None:
            stream = self._meet(number, kind)
        stream.extended = extended
        if kind < 3:
            self._describe(stream, kind, said, data[at + 3 : header])
        if not stream.payload:
            self._start(stream)
        self._left = min(self._size, stream.length - len(stream.payload))
        return stream, begins

    def _meet(self, number: int, kind: int) -> _Stream:
        # 5.3.1.2.1 wants a full header first; a widespread client library sends its control
        # messages with type 1, which lacks nothing but the message stream, 0 for these.
        if kind > 1:
            raise ChunkError(f"chunk stream {number} starts in the middle")
        if len(self._streams) >= MAX_CHUNK_STREAMS:
            raise ChunkError(f"more than {MAX_CHUNK_STREAMS} chunk streams")
        stream = self._streams[number] = _Stream()
        return stream

    def _describe(self, stream: _Stream, kind: int, said: int, fields: bytes) -> None:
        """Note what a header of type 0, 1 or 2 says (5.3.1.2)."""
        if stream.payload:
            raise ChunkError("a message begins before the one before it has ended")
        stream.delta = said
        if kind < 2:
            stream.length, stream.type = int.from_bytes(fields[:3], "big"), fields[3]
        if kind == 0:
            stream.timestamp = 0  # and `said` is no difference but the time itself
            stream.stream = int.from_bytes(fields[4:8], "little")

    def _start(self, stream: _Stream) -> None:
        # 5.3.1.2.4: with type 3 a message starts as much later as the one before it did.
        stream.timestamp = (stream.timestamp + stream.delta) & _CLOCK
        if stream.length > self.max_message:
            raise ChunkError(f"a message of {stream.length} bytes; at most {self.max_message}")

    def _keep(self, stream: _Stream, piece: bytes) -> None:
        stream.payload += piece
        self.held += len(piece)
        if self.held > 2 * self.max_message:
            raise ChunkError("too many unfinished messages")

    def _taken(self, stream: _Stream) -> bytes:
        """Return what has come of a message, and forget it."""
        payload = bytes(stream.payload)
        self.held -= len(payload)
        stream.payload = bytearray()
        return payload

    def _obey(self, message: Message) -> bool:
        """Follow a message that is about the chunk stream itself; answer whether it was one."""
        if message.type not in (SET_CHUNK_SIZE, ABORT, ACKNOWLEDGEMENT, WINDOW, PEER_BANDWIDTH):
            return False
        if len(message.payload) < 4:
            raise ChunkError("a control message is cut short")
        number = int.from_bytes(message.payload[:4], "big")
        if message.type == SET_CHUNK_SIZE:
            if not 1 <= number <= 0x7FFFFFFF:
                raise ChunkError(f"a chunk size of {number}")
            self._size = number
        elif message.type == ABORT and (stream := self._streams.get(number)):
            self._taken(stream)
        elif message.type == WINDOW:
            self.window = number
        return True


def control(kind: int, value: int, *more: int) -> Message:
    """Return a message about the chunk stream; `more` are single bytes after the number."""
    return Message(kind, 0, 0, value.to_bytes(4, "big") + bytes(more))


def in_chunks(message: Message, number: int, size: int) -> bytes:
    """Return a message as chunks of at most `size` bytes on chunk stream `number` (2 to 63)."""
    extended = message.timestamp >= _EXTENDED
    time = message.timestamp.to_bytes(4, "big") if extended else b""
    head = bytes([number]) + min(message.timestamp, _EXTENDED).to_bytes(3, "big")
    head += len(message.payload).to_bytes(3, "big") + bytes([message.type])
    head += message.stream.to_bytes(4, "little") + time
    pieces = [message.payload[at : at + size] for at in range(0, len(message.payload), size)]
    return head + (bytes([0xC0 | number]) + time).join(pieces)
