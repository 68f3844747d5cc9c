"""Leads one client from its handshake to its end: who may wait how long, and what follows."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from media import chunks
from media.amf import AmfError
from media.chunks import FIRST_CHUNK_SIZE, ChunkError, ChunkReader, Message, in_chunks
from media.flv import FlvError
from media.rtmp.codecs import UnsupportedCodec
from media.rtmp.commands import BAD_NAME, PUBLISH_FAILED, PUBLISH_REJECTED, SHUTDOWN
from media.rtmp.feed import Feed
from media.rtmp.handshake import HandshakeError, shake_hands
from media.rtmp.publisher import Asked, Authorise, Ending, Limits, Publisher, Refusal, Unwanted
from media.rtmp.session import Described, Gone, Left, Session

_READ_BYTES = 64 * 1024
_MEDIA = (chunks.AUDIO, chunks.VIDEO, chunks.AGGREGATE)
_COMMANDS = (chunks.COMMAND, chunks.DATA)
_FAULT = "The server has a fault. Try again later."


class Connection:
    """One client from an IP `address`; `waiting` until it is let in, `over` at its end."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        address: str,
        authorise: Authorise,
        limits: Limits,
        clock: Callable[[], float],
    ) -> None:
        self.address = address
        self.over = asyncio.Event()
        self._reader = reader
        self._writer = writer
        self._authorise = authorise
        self._limits = limits
        self._clock = clock
        self._chunks = ChunkReader(limits.waiting_bytes)
        self._session = Session(address, self._say)
        self._deadline = asyncio.timeout(limits.handshake_seconds)
        self._task: asyncio.Task[object] | None = None
        self._greeted = False
        self._writing = False
        self._heard_bytes = 0
        self._told_size = FIRST_CHUNK_SIZE
        self._answer: asyncio.Future[Publisher | Refusal] | None = None
        self._feed: Feed | None = None
        self._closing: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> bool:
        """Tell whether this client may not publish, or not yet."""
        return self._feed is None

    def stop(self) -> None:
        """Send the client away, unless it is leaving already."""
        if self._task:
            self._task.cancel()

    async def run(self) -> None:
        """Serve the client to its end. Whoever was let in has been let go when this returns."""
        self._task = asyncio.current_task()
        try:
            async with self._deadline:
                await self._converse()
        except (Exception, asyncio.CancelledError) as error:
            gone = self._reason(error)
        finally:
            self._task = None
        try:
            await asyncio.gather(self._release(gone.ending, gone.detail), self._part(gone))
        finally:
            self._writer.transport.abort()
            with suppress(OSError):
                await self._writer.wait_closed()
            self.over.set()

    async def _converse(self) -> NoReturn:
        await shake_hands(self._reader, self._writer)
        self._greeted = True
        self._again_in(self._limits.publish_seconds)
        while data := await self._reader.read(self._mouthful()):
            await self._hear(data, self._clock())
            if (sequence := self._chunks.due()) is not None:
                self._say(chunks.control(chunks.ACKNOWLEDGEMENT, sequence))
            await self._writer.drain()
        raise EOFError

    async def _hear(self, data: bytes, arrived: float) -> None:
        shown = False
        for message in self._chunks.feed(data):
            if message.type not in _MEDIA:
                await self._act(self._session.hear(message))
            elif self._feed:  # nobody keeps what comes before somebody was let in
                shown |= self._feed.take(message, arrived)
        if self._feed:
            await self._hand_on(self._feed, again=shown)
        elif self._chunks.received - self._heard_bytes > self._limits.waiting_bytes:
            raise Gone(Ending.BROKEN, "Much was said and nothing published.", PUBLISH_FAILED)

    def _mouthful(self) -> int:
        """Tell how much to read at once: of strangers little, since tiny messages cost time."""
        return min(_READ_BYTES, self._limits.waiting_bytes) if self.waiting else _READ_BYTES

    async def _hand_on(self, feed: Feed, *, again: bool) -> None:
        if again:
            self._again_in(self._limits.idle_seconds)
        self._writing = True
        try:
            await feed.flush()
        except Unwanted as end:
            raise Gone(Ending.SINK, str(end), PUBLISH_FAILED) from None
        except Exception as error:
            self._report("a stream could not be taken further", error)
            raise Gone(Ending.SINK, _FAULT, PUBLISH_FAILED) from error
        self._writing = False
        if again:  # how long that took is not the publisher's fault
            self._again_in(self._limits.idle_seconds)

    async def _act(self, event: Asked | Left | Described | None) -> None:
        match event:
            case Asked():
                await self._admit(event)
            case Described(facts) if self._feed:
                self._feed.describe(facts)
            case Left() if self._feed:
                await self._hand_on(self._feed, again=False)
                self._deadline.reschedule(None)
                await self._release(Ending.UNPUBLISHED, "The publisher ended its stream.")
                self._session.let_go()
                self._heard_bytes = self._chunks.received
                self._again_in(self._limits.publish_seconds)

    async def _admit(self, asked: Asked) -> None:
        # Shielded: an answer that comes when nobody waits any more still has to be given back.
        self._answer = asyncio.ensure_future(self._authorise(asked))
        try:
            answer = await asyncio.shield(self._answer)
        except Exception as error:
            self._answer = None
            self._report("whether a stream may be published could not be decided", error)
            raise Gone(Ending.REFUSED, _FAULT, PUBLISH_FAILED) from error
        if isinstance(answer, Refusal):
            raise Gone(Ending.REFUSED, answer.description, BAD_NAME)
        self._feed = Feed(answer)
        self._chunks.max_message = self._limits.message_bytes
        self._session.accept()
        self._again_in(self._limits.idle_seconds)

    async def _release(self, ending: Ending, detail: str) -> None:
        """Let go of whoever was let in, once; wait for it even if asked for twice."""
        if self._answer and not self._closing:
            self._closing = asyncio.ensure_future(self._close(self._answer, ending, detail))
        if self._closing:
            await asyncio.shield(self._closing)
        self._answer = self._feed = self._closing = None

    async def _close(
        self, answer: asyncio.Future[Publisher | Refusal], ending: Ending, detail: str
    ) -> None:
        try:
            publisher = await answer
            if not isinstance(publisher, Refusal):
                await publisher.close(ending, detail)
        except Exception as error:
            self._report("a stream could not be closed", error)

    async def _part(self, gone: Gone) -> None:
        """Tell the client why, and give it time to read: closing at once could discard it."""
        if not (gone.code and self._greeted):
            return
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(self._limits.parting_seconds):
                self._session.refuse(gone.code, gone.detail)
                await self._writer.drain()
                self._writer.write_eof()
                while await self._reader.read(_READ_BYTES):
                    pass

    def _reason(self, error: BaseException) -> Gone:
        if self._deadline.expired() and isinstance(error, TimeoutError):
            return self._too_late()
        match error:
            case Gone():
                return error
            case asyncio.CancelledError():
                return Gone(Ending.STOPPED, "The server is being stopped.", SHUTDOWN)
            case UnsupportedCodec():
                return Gone(Ending.REFUSED, str(error), PUBLISH_REJECTED)
            case HandshakeError():
                return Gone(Ending.BROKEN, f"This is no RTMP: {error}.")
            case AmfError() | ChunkError() | FlvError():
                return Gone(Ending.BROKEN, f"This is no RTMP: {error}.", PUBLISH_FAILED)
            case OSError() | EOFError():
                return Gone(Ending.LOST, "The connection was lost.")
        self._report("a connection failed", error)
        return Gone(Ending.BROKEN, _FAULT, PUBLISH_FAILED)

    def _too_late(self) -> Gone:
        if not self._greeted:
            return Gone(Ending.BROKEN, "No whole handshake came in time.")
        if self._writing:
            return Gone(Ending.SINK, "The server could not keep up.", PUBLISH_FAILED)
        if self._feed:
            return Gone(Ending.IDLE, "No picture and no sound came for too long.", PUBLISH_FAILED)
        return Gone(Ending.IDLE, "No stream was published in time.", PUBLISH_FAILED)

    def _again_in(self, seconds: float) -> None:
        self._deadline.reschedule(asyncio.get_running_loop().time() + seconds)

    def _say(self, message: Message) -> None:
        # 5.4: what is about the connection itself goes on chunk stream 2.
        number = 3 if message.type in _COMMANDS else 2
        self._writer.write(in_chunks(message, number, self._told_size))
        if message.type == chunks.SET_CHUNK_SIZE:
            self._told_size = int.from_bytes(message.payload, "big")

    def _report(self, what: str, error: BaseException) -> None:
        context = {"message": f"RTMP: {what}", "exception": error}
        asyncio.get_running_loop().call_exception_handler(context)
