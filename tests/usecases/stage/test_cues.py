"""What was shown at a moment of the wall clock is at that moment of the replay, gaps and all."""

from __future__ import annotations

import asyncio
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

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
from tests.publishing import over_rtmp, until
from tests.usecases.stage.standing import ended_takes, finish, key_of, manifest, on_stage

WIDTH, HEIGHT, RATE = 64, 36, 15
BLACK, WHITE = b"\x10" * (WIDTH * HEIGHT), b"\xeb" * (WIDTH * HEIGHT)


class Camera:
    """A camera in real time: its picture is black but for a moment when `flash` was called."""

    def __init__(self, words: list[str]) -> None:
        self._words = [
            *(find_ffmpeg(), "-hide_banner", "-loglevel", "error"),
            *("-use_wallclock_as_timestamps", "1", "-f", "rawvideo", "-pix_fmt", "gray"),
            *("-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "pipe:0", "-pix_fmt", "yuv420p"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", str(RATE)),
            *words,
        ]
        self._white = 0

    def flash(self) -> datetime:
        """Be white from the next picture on, and tell what time it is."""
        self._white = 4
        return datetime.now(UTC)

    async def __aenter__(self) -> Camera:
        self._process = await asyncio.create_subprocess_exec(
            *self._words, stdin=asyncio.subprocess.PIPE
        )
        self._task = asyncio.create_task(self._film())
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._process.kill()
        await self._process.wait()
        self._task.cancel()
        await asyncio.wait([self._task])

    async def _film(self) -> None:
        assert self._process.stdin
        while True:
            self._process.stdin.write(WHITE if self._white > 0 else BLACK)
            await self._process.stdin.drain()
            self._white -= 1
            await asyncio.sleep(1 / RATE)


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


def test_cues_are_where_the_picture_shows_them(
    app: Flask, alice: Shop, live: Content, port: int
) -> None:
    product = builders.a_product(alice)

    def show(at: datetime) -> None:
        LiveEvent.create(content=live, kind=PRODUCT, product=product, from_at=at, to_at=clock.now())

    async def journey() -> None:
        words = over_rtmp(port, key_of(live))
        async with Camera(words) as camera:
            await until(lambda: segments(live) >= 1)
            first = camera.flash()
            await until(lambda: segments(live) >= 3)
        await until(lambda: ended_takes(live))
        gap = datetime.now(UTC)
        async with Camera(words) as camera:
            await until(lambda: "#EXT-X-DISCONTINUITY\n" in manifest(live))
            second = camera.flash()
            before = segments(live)
            await until(lambda: segments(live) >= before + 2)
        await until(lambda: len(ended_takes(live)) == 2)
        for moment in (first, gap, second):
            show(moment)

    on_stage(port, journey())
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
    takes = ended_takes(live)
    assert abs(told[1] - takes[0].duration_ms) <= 500
