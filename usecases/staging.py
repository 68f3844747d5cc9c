"""Staging: the two doors by which streams come in, and what stands behind them (decision 0021).

Both run in the stage's event loop until they are cancelled; whoever sends then is told so, and
their take ends as if the connection had been lost.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog

from media import rtmp
from media.errors import MediaError
from media.live_ladder import FLV, HEAD_BYTES, Incoming, look_at_recording
from models import clock
from models.broadcast import RTMP, Broadcast, Take
from models.errors import DomainError
from usecases import airing, claims, relaying, spooling
from usecases.sending import NO_ROOM, Ended, Sending, in_thread

log = structlog.get_logger()

# Who sends no picture for so many seconds is gone, and somebody else may send. A browser keeps
# what it records while the network is away, and sends it then.
RTMP_SILENCE, BROWSER_SILENCE = 10.0, 45.0
# How often browsers' folders are looked for, and their chunks once there is one, in seconds.
LOOKS_EVERY, READS_EVERY = 0.5, 0.1

NOT_TAKEN = "The server cannot take streams in now. Try again later."


async def serve_rtmp(host: str, port: int) -> None:
    """Take streams of broadcasting software in; port 0: none."""
    await in_thread(_end_dead_publishers)
    if not port:
        return
    limits = rtmp.Limits(idle_seconds=RTMP_SILENCE)
    try:
        listener = await rtmp.serve(host, port, authorise, limits=limits)
    except OSError as error:
        log.error("no streams come in over RTMP: the port is taken", port=port, reason=str(error))
        return
    log.info("streams come in over RTMP", host=host, port=listener.port)
    try:
        await asyncio.Event().wait()
    finally:
        await listener.close()


async def authorise(asked: rtmp.Asked) -> rtmp.Publisher | rtmp.Refusal:
    """Let in who has the stream key of a live: as the stream's name, or as `key` in its query.

    A stream that nginx relays has a name of its own instead (`usecases/relaying.py`).
    """
    claim = claims.new_claim()
    sender = f"{RTMP} {claim}"
    try:
        take = await in_thread(_open_take, asked, sender)
    except DomainError as refusal:
        claims.end_claim(claim)
        log.info("a stream was refused", address=asked.address, code=refusal.code)
        return rtmp.Refusal(refusal.message)
    log.info("a publisher is let in", address=asked.address, take=take.uid)
    sending = Sending(take, sender)
    publisher = _Publisher(sending, claim)
    try:
        await sending.begin(FLV)
    except BaseException as error:
        await publisher.close(rtmp.Ending.SINK, str(error))
        if not isinstance(error, MediaError):
            raise
        log.error("no stream can be taken in", code=error.code, detail=error.detail)
        return rtmp.Refusal(NO_ROOM.message if error.code == NO_ROOM.code else NOT_TAKEN)
    return publisher


def _open_take(asked: rtmp.Asked, sender: str) -> Take:
    stream_key = asked.query.get("key") or relaying.key_behind(asked.name) or asked.name
    return airing.open_take(stream_key, sender, RTMP)


class _Publisher:
    """What the listener hands a stream to."""

    def __init__(self, sending: Sending, claim: str) -> None:
        self._sending = sending
        self._claim = claim

    async def write(self, piece: rtmp.Piece) -> None:
        try:
            await self._sending.take_in(piece.flv, piece.stamps)
        except Ended as end:
            raise rtmp.Unwanted(str(end)) from None

    async def close(self, ending: rtmp.Ending, detail: str) -> None:
        log.info("a publisher has gone", take=self._sending.take.uid, why=ending, detail=detail)
        try:
            await self._sending.close()
        finally:
            claims.end_claim(self._claim)


def _end_dead_publishers() -> None:
    """End what a stage of this machine was in the middle of when it was killed.

    So that who comes back need not wait until the dead one counts as gone.
    """
    query: Any = Broadcast.select().where(Broadcast.sender.startswith(f"{RTMP} "))
    for found in query:
        if claims.worker_is_gone((found.sender or "").partition(" ")[2]):
            airing.cut_off(found)


def _end_dead_browsers(now: datetime) -> None:
    for uid in spooling.spooled():
        opened = spooling.opened(uid)
        # Without its first chunk, which the dead stage had taken, a recording cannot be read.
        if opened and opened[0].created_at < now and not spooling.waiting(uid, 0):
            take, sender = opened
            airing.close_take(take, sender, take.duration_ms, take.marks)
            spooling.forget(uid)


async def take_from_browsers() -> None:
    """Take in what browsers send, each from its folder."""
    await in_thread(_end_dead_browsers, clock.now())
    taken: dict[str, asyncio.Task[None]] = {}
    try:
        while True:
            with suppress(OSError):
                for uid in await asyncio.to_thread(spooling.spooled):
                    if uid not in taken:
                        taken[uid] = asyncio.create_task(_take_from_browser(uid))
            await asyncio.sleep(LOOKS_EVERY)
            taken = {uid: task for uid, task in taken.items() if not task.done()}
    finally:
        for task in taken.values():
            task.cancel()
        await asyncio.gather(*taken.values(), return_exceptions=True)


async def _take_from_browser(take_uid: str) -> None:
    try:
        found = await in_thread(spooling.opened, take_uid)
        if found is not None:
            sending = Sending(*found, by_segments=True)
            try:
                await _pass_on(sending)
            except (Ended, MediaError) as error:
                detail = error.detail if isinstance(error, MediaError) else ""
                log.info("a browser's stream ends", take=take_uid, why=str(error), detail=detail)
            finally:
                await sending.close()
        await asyncio.to_thread(spooling.forget, take_uid)
    except Exception:
        log.exception("a browser's stream failed", take=take_uid)


async def _pass_on(sending: Sending) -> None:
    """Hand a browser's chunks on, in order, until there are no more."""
    uid, number, heard = sending.take.uid, 0, time.monotonic()
    head, incoming = b"", None
    while True:
        chunks = await asyncio.to_thread(spooling.waiting, uid, number)
        for each in chunks:
            data = await asyncio.to_thread(each.file.read_bytes)
            number, heard = each.number + 1, time.monotonic()
            if incoming is None:
                head += data
                incoming = _known(head)
                if incoming is None:
                    continue
                await sending.begin(incoming)
                data = head
            await sending.take_in(data, (), each.arrived)
        if chunks:
            continue
        if sending.over is not None or await asyncio.to_thread(spooling.is_ended, uid):
            return
        if time.monotonic() - heard > BROWSER_SILENCE:
            raise Ended("Nothing came any more.")
        await asyncio.sleep(READS_EVERY)


def _known(head: bytes) -> Incoming | None:
    found = look_at_recording(head)
    if found is None and len(head) > HEAD_BYTES:
        raise MediaError("not-a-recording", "The recording's codecs are not known here.")
    return found
