"""Who takes part: a house that lets people in, a client whose every byte is laid out by hand."""

from __future__ import annotations

import asyncio
import functools
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from media.amf import Value, decode, encode
from media.chunks import COMMAND, ChunkReader, Message
from media.rtmp import Asked, Ending, Limits, Listener, Piece, Refusal, serve

KEY = "secret"
VIDEO_HEADER = bytes.fromhex("17 00 000000 0142c00cffe1000467 42c00c 01000268ce")
AUDIO_HEADER = bytes.fromhex("af 00 1210")


def picture(body: bytes = b"picture", *, key: bool = False) -> bytes:
    """An H.264 frame as RTMP carries it."""
    return bytes([0x17 if key else 0x27, 1, 0, 0, 0]) + body


def sound(body: bytes = b"sound") -> bytes:
    """An AAC frame as RTMP carries it."""
    return b"\xaf\x01" + body


def chunk(number: int, time: int, kind: int, payload: bytes, stream: int = 0) -> bytes:
    """A message in chunks of 128 bytes with a full header (5.3.1.2.1); times are not extended."""
    head = bytes([number]) + time.to_bytes(3, "big") + len(payload).to_bytes(3, "big")
    head += bytes([kind]) + stream.to_bytes(4, "little")
    pieces = [payload[at : at + 128] for at in range(0, len(payload), 128)]
    return head + bytes([0xC0 | number]).join(pieces)


def command(name: str, transaction: int, *values: Value, stream: int = 0) -> bytes:
    """A command on chunk stream 3."""
    return chunk(3, 0, COMMAND, encode(name, transaction, *values), stream)


CONNECT = command("connect", 1, {"app": "live"})
CREATE = command("createStream", 2, None)


def publish(name: str = KEY, stream: int = 1) -> bytes:
    """The question to publish."""
    return command("publish", 3, None, name, "live", stream=stream)


class Sink:
    """A publisher on our side: keeps what comes, in memory."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.endings: list[tuple[Ending, str]] = []
        self.over = asyncio.Event()
        self.wrote = asyncio.Event()

    async def write(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.wrote.set()

    async def close(self, ending: Ending, detail: str) -> None:
        self.endings.append((ending, detail))
        self.over.set()

    @property
    def flv(self) -> bytes:
        return b"".join(each.flv for each in self.pieces)

    async def ending(self) -> Ending:
        """How it ended, which it does once."""
        await self.over.wait()
        ((ending, _),) = self.endings
        return ending


class House:
    """Lets in whoever has the key, as the name or in the query, one at a time."""

    def __init__(self, sink: Callable[[], Sink] = Sink) -> None:
        self.asked: list[Asked] = []
        self.sinks: list[Sink] = []
        self.faults: list[dict[str, Any]] = []
        self._sink = sink
        self._let_in = asyncio.Event()

    async def authorise(self, asked: Asked) -> Sink | Refusal:
        self.asked.append(asked)
        if KEY not in (asked.name, asked.query.get("key")):
            return Refusal("This stream key is not known.")
        if any(not each.endings for each in self.sinks):
            return Refusal("Somebody publishes this live already.")
        self.sinks.append(self._sink())
        self._let_in.set()
        return self.sinks[-1]

    async def first(self) -> Sink:
        """The first who was let in."""
        await self._let_in.wait()
        return self.sinks[0]


@asynccontextmanager
async def on_air(
    house: House,
    limits: Limits | None = None,
    authorise: Callable[[Asked], Awaitable[Sink | Refusal]] | None = None,
    clock: Callable[[], float] = lambda: 1000.0,
) -> AsyncIterator[Listener]:
    """A listener on a free port of this machine; what goes wrong in it is noted by the house."""
    asyncio.get_running_loop().set_exception_handler(lambda _, fault: house.faults.append(fault))
    listener = await serve("127.0.0.1", 0, authorise or house.authorise, limits=limits, clock=clock)
    try:
        yield listener
    finally:
        closing = asyncio.ensure_future(listener.close())
        await asyncio.sleep(0)
        for client in Client.called:
            client.hang_up()
        Client.called.clear()
        await closing


class Client:
    """A connection to a listener; `on_air` ends those that are left."""

    called: ClassVar[list[Client]] = []

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._chunks = ChunkReader(1 << 16)
        self.heard: list[Message] = []

    @classmethod
    async def call(cls, listener: Listener) -> Client:
        """Connect, and say nothing."""
        client = cls(*await asyncio.open_connection("127.0.0.1", listener.port))
        cls.called.append(client)
        return client

    @classmethod
    async def greet(cls, listener: Listener, *said: bytes) -> Client:
        """Connect and shake hands, and say more in the same breath."""
        client = await cls.call(listener)
        client.say(b"\x03" + bytes(1536))
        answer = await client._reader.readexactly(1 + 1536 + 1536)
        assert answer[0] == 3
        client.say(answer[1:1537], *said)
        return client

    @classmethod
    async def publish(cls, listener: Listener, name: str = KEY) -> Client:
        """Connect, and ask to publish; hear the answer."""
        client = await cls.greet(listener)
        client.say(CONNECT, CREATE, publish(name))
        await client.hear("onStatus")
        return client

    def say(self, *data: bytes) -> None:
        self._writer.write(b"".join(data))

    async def hear(self, name: str, code: str = "") -> list[Value]:
        """Return the values of the next command of that name, and code, passing over others."""
        while True:
            for at, message in enumerate(self.heard):
                values = decode(message.payload) if message.type == COMMAND else [None]
                if values[0] == name and code in ("", coded(values)):
                    del self.heard[: at + 1]
                    return values
            data = await self._reader.read(65536)
            assert data, f"the connection ended before {name} {code}"
            self.heard += self._chunks.feed(data)

    async def hear_end(self) -> list[Message]:
        """Return everything that is said until the other side hangs up."""
        try:
            while data := await self._reader.read(65536):
                self.heard += self._chunks.feed(data)
        except ConnectionError:
            pass
        return self.heard

    async def hear_rest(self) -> bytes:
        """Return everything that comes, unread, until the other side hangs up."""
        try:
            return await self._reader.read()
        except ConnectionError:
            return b""

    def finish(self) -> None:
        """Say that nothing more will be said."""
        self._writer.write_eof()

    async def drain(self) -> None:
        await self._writer.drain()

    def give_up_socket(self) -> socket.socket:
        """Return the socket itself, to be used without this client from now on."""
        return socket.socket(fileno=os.dup(self._writer.get_extra_info("socket").fileno()))

    def hang_up(self) -> None:
        self._writer.transport.abort()


def coded(values: list[Value]) -> str:
    """The code in an answer."""
    return str(values[-1]["code"]) if isinstance(values[-1], dict) else ""


def described(values: list[Value]) -> str:
    """The sentence in an answer."""
    assert isinstance(values[-1], dict)
    return str(values[-1]["description"])


def live(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test in a loop of its own; one that hangs fails."""

    @functools.wraps(test)
    def run(*given: Any, **named: Any) -> None:
        asyncio.run(asyncio.wait_for(test(*given, **named), 90))

    return run
