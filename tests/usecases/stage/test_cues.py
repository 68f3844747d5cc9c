"""What was shown at a moment of the wall clock is at that moment of the replay, gaps and all."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from gateways.queue import queue
from gateways.storage import files
from media.ffmpeg import find_ffmpeg
from models import clock
from models.asset import Asset
from models.broadcast import PRODUCT, LiveEvent
from models.content import Content, Cue
from models.shop import Shop
from tests import builders
from tests.publishing import over_rtmp, running, until
from tests.usecases.stage.standing import (
    ended_takes,
    finish,
    key_of,
    listening,
    manifest,
    takes_of,
)
from usecases import spooling, staging

# One picture fills the pipe to ffmpeg: on a busy machine the camera waits for it, and what it
# shows is never behind others there.
WIDTH, HEIGHT, RATE = 320, 180, 15
BLACK, WHITE = b"\x10" * (WIDTH * HEIGHT), b"\xeb" * (WIDTH * HEIGHT)


class Camera:
    """A camera in real time: its picture is black but for a moment when `flash` was called.

    What ffmpeg makes of it goes where `words` say, and to `send` in chunks as a recorder's.
    """

    def __init__(self, words: list[str], send: Callable[[int, bytes], None] | None = None) -> None:
        self._words = [
            *(find_ffmpeg(), "-hide_banner", "-loglevel", "error"),
            *("-use_wallclock_as_timestamps", "1", "-f", "rawvideo", "-pix_fmt", "gray"),
            *("-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "pipe:0", "-pix_fmt", "yuv420p"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", str(RATE)),
            *words,
        ]
        self._send = send
        self._white = 0

    def flash(self) -> datetime:
        """Be white from the next picture on, and tell what time it is."""
        self._white = 4
        return datetime.now(UTC)

    async def __aenter__(self) -> Camera:
        self._process = await asyncio.create_subprocess_exec(
            *self._words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        self._tasks = [asyncio.create_task(self._film()), asyncio.create_task(self._hand_on())]
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._process.kill()
        await self._process.wait()
        for each in self._tasks:
            each.cancel()
        await asyncio.wait(self._tasks)

    async def _film(self) -> None:
        assert self._process.stdin
        while True:
            self._process.stdin.write(WHITE if self._white > 0 else BLACK)
            await self._process.stdin.drain()
            self._white -= 1
            await asyncio.sleep(1 / RATE)

    async def _hand_on(self) -> None:
        number = 0
        while self._send and self._process.stdout:
            await asyncio.sleep(0.25)
            if chunk := await self._process.stdout.read(1 << 20):
                self._send(number, chunk)
                number += 1


def flashes(film: Path) -> list[int]:
    """When the picture turns white, in milliseconds."""
    words = ["-hide_banner", "-i", str(film), "-vf", "negate,blackdetect=d=0.05:pix_th=0.3"]
    said = subprocess.run(
        [find_ffmpeg(), *words, "-an", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stderr
    return [round(float(each) * 1000) for each in re.findall(r"black_start:([\d.]+)", said)]


def segments(live: Content) -> int:
    return manifest(live).count("#EXTINF")


@asynccontextmanager
async def over_rtmp_to(live: Content, port: int) -> AsyncIterator[Camera]:
    async with running(staging.serve_rtmp("127.0.0.1", port)):
        await listening(port)
        async with Camera(over_rtmp(port, key_of(live))) as camera:
            yield camera
        await until(lambda: len(ended_takes(live)) == len(takes_of(live)))


@asynccontextmanager
async def from_a_browser_to(live: Content, _port: int) -> AsyncIterator[Camera]:
    async with running(staging.take_from_browsers()):
        session = spooling.begin(live.uid, key_of(live))

        def send(number: int, chunk: bytes) -> None:
            spooling.put(live.uid, session, number, chunk)

        recorder = ["-flush_packets", "1", "-cluster_time_limit", "100"]
        recorder += ["-f", "matroska", "-live", "1", "pipe:1"]
        async with Camera(recorder, send) as camera:
            yield camera
        spooling.end(live.uid, session)
        await until(lambda: len(ended_takes(live)) == len(takes_of(live)))


@pytest.mark.parametrize(
    "sent_to", [over_rtmp_to, from_a_browser_to], ids=["over RTMP", "from a browser"]
)
def test_cues_are_where_the_picture_shows_them(
    app: Flask,
    alice: Shop,
    live: Content,
    port: int,
    sent_to: Callable[[Content, int], AbstractAsyncContextManager[Camera]],
) -> None:
    product = builders.a_product(alice)
    shown: list[datetime] = []

    async def journey() -> None:
        async with sent_to(live, port) as camera:
            await until(lambda: segments(live) >= 1)
            shown.append(camera.flash())
            await until(lambda: segments(live) >= 3)
        shown.append(datetime.now(UTC))
        before = segments(live)
        async with sent_to(live, port) as camera:
            await until(lambda: segments(live) > before)
            shown.append(camera.flash())
            await until(lambda: segments(live) > before + 2)

    asyncio.run(journey())
    for at in shown:
        LiveEvent.create(content=live, kind=PRODUCT, product=product, from_at=at, to_at=clock.now())
    finish(alice, live)
    queue().drain()
    asset = Asset.get(Asset.content == live)
    seen = flashes(files().path(f"{asset.folder}/{asset.files['mp4']}"))
    told = [each.from_ms for each in Cue.select().where(Cue.content == live).order_by(Cue.from_ms)]
    assert len(seen) == 2
    assert len(told) == 3
    assert abs(told[0] - seen[0]) <= 500, (told, seen)
    assert abs(told[2] - seen[1]) <= 500, (told, seen)
    # What was shown while nobody sent is where the next take begins.
    assert abs(told[1] - takes_of(live)[0].duration_ms) <= 500
