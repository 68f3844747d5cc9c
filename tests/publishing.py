"""Real publishers: ffmpeg sending small films over RTMP, and what it takes to watch them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from media.ffmpeg import find_ffmpeg

SIZE, RATE = "160x90", 15


def film(seconds: float, *, size: str = SIZE, gop: int = RATE, real_time: bool = True) -> list[str]:
    """Words that make a film with sound; a key frame every `gop` pictures, 15 a second."""
    pace = ["-re"] if real_time else []
    return [
        *(find_ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin"),
        *(*pace, "-f", "lavfi", "-i", f"testsrc2=s={size}:r={RATE}:d={seconds}"),
        *(*pace, "-f", "lavfi", "-i", f"sine=d={seconds}"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency"),
        *("-g", str(gop), "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "32k"),
    ]


@asynccontextmanager
async def publishing(*words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A publisher that is gone when the block ends."""
    process = await asyncio.create_subprocess_exec(
        *words, stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def over_rtmp(port: int, stream_key: str) -> list[str]:
    """Words that send a film to our listener."""
    return ["-f", "flv", f"rtmp://127.0.0.1:{port}/live/{stream_key}"]


async def until(met: Callable[[], object], seconds: float = 120) -> None:
    """Ask again and again until the condition is met; fail when it is not in time."""
    async with asyncio.timeout(seconds):
        while not met():
            await asyncio.sleep(0.02)


async def ended(process: asyncio.subprocess.Process, seconds: float = 120) -> int:
    """Wait for the end of a publisher."""
    return await asyncio.wait_for(process.wait(), seconds)


@asynccontextmanager
async def running(service: Awaitable[None]) -> AsyncIterator[None]:
    """A service of the stage, until the block ends."""
    task = asyncio.ensure_future(service)
    await asyncio.sleep(0)  # it begins
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
