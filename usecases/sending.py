"""Sending: one take from its first byte to its last, between whoever sends it and the viewers.

What comes goes into ffmpeg; what ffmpeg leaves goes into the manifests; the record is renewed
meanwhile (`usecases/airing.py`). It ends with the sender, with ffmpeg, or with the show.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog

from gateways.storage import files
from media import ffmpeg as programs
from media.drift import Drift
from media.errors import MediaError
from media.live_ladder import Incoming
from media.packager import Packager
from models.broadcast import INGEST, Broadcast, Take
from models.content import FINISHED, NOT_STARTED, STARTED, Content
from models.database import connected
from usecases import airing, recordings, shows
from usecases.timeline import recorded, timeline_of
from usecases.uploads import RESERVE

log = structlog.get_logger()
Answer = TypeVar("Answer")

# How often ffmpeg's work is looked at, in seconds, and a rehearsal's start is asked for.
LOOKS_EVERY, ASKS_EVERY = 0.1, 0.5
# No honest stream has more bytes than this; what came before the network was there included.
MOST_AT_ONCE, MOST_A_SECOND = 64 << 20, 4 << 20


NO_ROOM = MediaError("disk-full", "The server's disk is full: there is no room for this stream.")
NO_FURTHER = "The server cannot take this stream any further."


class Ended(Exception):
    """The sending is over on our side; the text says why, for the log."""


@dataclass
class _Choice:
    ffmpeg: str = ""
    heights: tuple[int, ...] = ()


_choice = _Choice()


def configure(*, ffmpeg: str, renditions: str) -> None:
    """Choose the ffmpeg and the cheaper renditions, by their short sides: `480,360`."""
    named = renditions.replace(",", " ").split()
    if unfit := [each for each in named if not (each.isdigit() and 144 <= int(each) <= 2160)]:
        raise ValueError(f"live renditions are named by 144 to 2160 lines, not by {unfit[0]!r}")
    _choice.ffmpeg = ffmpeg
    _choice.heights = tuple(sorted({int(each) for each in named}, reverse=True))


def chosen_ffmpeg() -> str:
    """Tell which ffmpeg was chosen; empty: the one that is found."""
    return _choice.ffmpeg


async def in_thread(act: Callable[..., Answer], *arguments: Any) -> Answer:
    """Ask the database or the disk without holding up who else sends."""

    def connect_and_act() -> Answer:
        with connected():
            return act(*arguments)

    return await asyncio.to_thread(connect_and_act)


class Sending:
    """One take being sent, from `begin` to `close`. `by_segments`: see `take_in`."""

    def __init__(self, take: Take, sender: str, *, by_segments: bool = False) -> None:
        self.take = take
        self.sender = sender
        self.over: str | None = None
        self._drift = Drift()
        self._reel = shows.Reel(take, self._drift.wall_ms)
        self._by_segments = by_segments
        self._packager: Packager | None = None
        self._follower: asyncio.Task[None] | None = None
        self._earlier: list[shows.Reel] = []
        self._public = self._closed = False
        self._came, self._began = 0, time.monotonic()
        self._arrived_ms = 0
        self._said_at = self._asked_at = time.monotonic()

    async def begin(self, incoming: Incoming) -> None:
        """Start ffmpeg. Raises MediaError."""
        program = await asyncio.to_thread(programs.find_ffmpeg, _choice.ffmpeg)
        folder = self._reel.folder
        self._packager = Packager(
            folder, ffmpeg=program, incoming=incoming, heights=_choice.heights
        )
        if await asyncio.to_thread(files().free) < RESERVE:
            raise NO_ROOM
        await self._packager.start()
        self._follower = asyncio.create_task(self._follow(self._packager))

    async def take_in(
        self, data: bytes, stamps: Sequence[tuple[int, float]], arrived: float | None = None
    ) -> None:
        """Take some bytes of the stream. Raises `Ended` when no more are wanted.

        `stamps` say which moments of the stream (in ms) came when (Unix seconds). Who cannot read
        them out of a container says only when the bytes `arrived`, and is `by_segments`: then each
        segment that ffmpeg ends says how far the stream was when that happened.
        """
        if self.over is not None or self._packager is None:
            raise Ended(self.over or "It has not begun.")
        self._came += len(data)
        if self._came > MOST_AT_ONCE + MOST_A_SECOND * (time.monotonic() - self._began):
            self._end("More came than any stream has.")
        for media_ms, at in stamps:
            self._drift.hear(media_ms, round(at * 1000))
        if arrived is not None:
            self._arrived_ms = round(arrived * 1000)
            if not self._drift.marks:
                self._drift.hear(0, self._arrived_ms)
        try:
            await self._packager.write(data)
        except MediaError as failure:
            self._fail(failure)
        if self.over is not None:
            raise Ended(self.over)

    async def close(self) -> None:
        """End the take: its last segment, the manifests, the record. Doing it twice is fine."""
        if self._closed:
            return
        self._closed = True
        self._end("It was closed.")
        if self._follower:
            await self._follower
        try:
            if self._packager:
                await self._packager.finish()
        except MediaError as failure:
            log.warning("packaging ended badly", take=self.take.uid, detail=failure.detail)
        try:
            if await asyncio.to_thread(self._reel.read):
                await self._segments_came()
        except Exception:
            log.exception("the last segments could not be offered", take=self.take.uid)
        await self._record_end()

    def _end(self, why: str) -> None:
        if self.over is None:
            self.over = why

    def _fail(self, failure: MediaError) -> None:
        if self.over is None:
            told = {"code": failure.code, "detail": failure.detail}
            log.error("packaging failed", take=self.take.uid, **told)
        self._end(NO_ROOM.message if failure.code == NO_ROOM.code else NO_FURTHER)

    async def _record_end(self) -> None:
        length = self._reel.ms or self._drift.reached_ms
        await in_thread(airing.close_take, self.take, self.sender, length, self._drift.marks)
        await in_thread(recordings.go_on_with, self.take.content_id)

    async def _follow(self, packager: Packager) -> None:
        """Look after the take until it is over, whatever fails on the way."""
        while self.over is None:
            await asyncio.sleep(LOOKS_EVERY)
            try:
                if packager.died:
                    self._fail(await packager.failure())
                elif await asyncio.to_thread(self._reel.read):
                    await self._segments_came()
                await self._look_at_record()
            except Exception:
                # The database or the disk may be there again the next time.
                log.exception("a take could not be looked after", take=self.take.uid)

    async def _look_at_record(self) -> None:
        now = time.monotonic()
        if now - self._said_at >= airing.RENEWED_EVERY.total_seconds():
            self._said_at = now
            length = max(self._reel.ms, self._drift.reached_ms)
            marks = [list(each) for each in self._drift.marks]
            if not await in_thread(airing.renew, self.take, self.sender, length, marks):
                self._end("The show is finished, or its key was changed.")
        if not self._public and self._reel.ms and now - self._asked_at >= ASKS_EVERY:
            self._asked_at = now
            if await in_thread(self._has_begun):
                await self._offer()

    async def _segments_came(self) -> None:
        full = await asyncio.to_thread(files().free) < RESERVE
        if full or self._reel.broken:
            self._fail(NO_ROOM)
        if self._by_segments:
            now_ms = self._arrived_ms or round(time.time() * 1000)
            self._drift.hear(self._reel.ms, now_ms)
        if self._reel.ms:
            await self._offer()

    async def _offer(self) -> None:
        """Write the manifests as far as the take has come, and begin the show if it is time."""
        if await in_thread(self._write) and self.take.began_at is None:
            began = datetime.fromtimestamp(self._drift.wall_ms(0) / 1000, UTC)
            await in_thread(airing.picture_came, self.take, self.sender, began)

    def _write(self) -> bool:
        content = Content.get_or_none(Content.id == self.take.content_id)
        if content is None:
            return False
        if not self._public and self._may_be_seen(content):
            self._earlier = self._takes_before(content)
            kept_from = Take.select(Take.kept_from_ms).where(Take.id == self.take.id).scalar()
            self.take.kept_from_ms = kept_from or 0
            shows.align(self.take, self._reel)
            self._public = True
        if self._public:
            # Written once more at the end of a show that was finished meanwhile.
            ended = content.state == FINISHED
            shows.write_show(content, [*self._earlier, self._reel], ended=ended)
        else:
            shows.write_rehearsal(self._reel)
        return True

    def _has_begun(self) -> bool:
        content = Content.get_or_none(Content.id == self.take.content_id)
        return content is not None and self._may_be_seen(content)

    def _may_be_seen(self, content: Content) -> bool:
        """A show is seen from its start, which the first picture may be."""
        if content.state != NOT_STARTED:
            return bool(content.state == STARTED)
        return bool(Broadcast.get(Broadcast.content == content).starts_by == INGEST)

    def _takes_before(self, content: Content) -> list[shows.Reel]:
        takes = recorded(content) if timeline_of(content) else []
        return shows.reels(each for each in takes if each.id != self.take.id)
