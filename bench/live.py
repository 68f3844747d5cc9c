"""Measures a live on air: ffmpeg's CPU for each stream, and what an hour's manifests cost."""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench import report
from media import live_manifest
from media.errors import MediaError
from media.ffmpeg import find_ffmpeg
from media.live_ladder import FLV
from media.live_manifest import Segment, Stretch
from media.packager import Packager

LADDERS = {
    "copied": (),
    "copied, and 480p": (480,),
    "copied, and 480p and 360p": (480, 360),
}
PIECE = 64 * 1024
HOUR = 1800


def measure(long: bool) -> None:
    """Print the part of the report about lives on air."""
    seconds = 60 if long else 20
    report.heading(f"A live on air: 720p, 30 pictures a second, 3 Mb/s, {seconds} s")
    try:
        ffmpeg = find_ffmpeg()
    except MediaError as error:
        report.note(f"not measured: {error}; apt install ffmpeg")
        return
    with tempfile.TemporaryDirectory() as work:
        show = Path(work) / "show.flv"
        _draw(ffmpeg, show, seconds)
        used = {name: _apart(ffmpeg, show, heights) for name, heights in LADDERS.items()}
    rows = [
        (name, report.number(100 * cpu / seconds, 1), report.number(seconds / cpu, 0))
        for name, cpu in used.items()
    ]
    report.table(("", "% of a core", "streams a core"), rows)
    report.aim("% of a core, copied", 100 * used["copied"] / seconds, 3, at_most=True)
    more = used["copied, and 480p"] / seconds
    report.aim("of a core with one cheaper rendition", more, 0.5, at_most=True)
    took, size = _manifests()
    report.note(f"manifest of an hour: {size / 1000:.0f} kB plain, made in {took * 1000:.1f} ms,")
    report.note("once for each segment of two seconds, however many watch")


def _draw(ffmpeg: str, target: Path, seconds: int) -> None:
    """Make a stream as an encoder sends it, with a little noise so that it is no cartoon."""
    picture = f"testsrc2=size=1280x720:rate=30:duration={seconds},noise=alls=12:allf=t"
    subprocess.run(
        [ffmpeg, "-hide_banner", "-loglevel", "error", "-nostdin", "-y",
         "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=duration={seconds}",
         "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "60",
         "-b:v", "3000k", "-maxrate", "3000k", "-bufsize", "3000k",
         "-c:a", "aac", "-b:a", "128k", str(target)],
        check=True, timeout=300,
    )  # fmt: skip


def _apart(ffmpeg: str, show: Path, heights: tuple[int, ...]) -> float:
    # In a process of its own: what children used is only known summed over all there ever were.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        return apart.submit(_package, ffmpeg, show, heights).result()


def _package(ffmpeg: str, show: Path, heights: tuple[int, ...]) -> float:
    """Package a stream as fast as it goes; answer ffmpeg's CPU seconds."""

    async def run(folder: str) -> None:
        packager = Packager(Path(folder), ffmpeg=ffmpeg, incoming=FLV, heights=heights)
        await packager.start()
        with show.open("rb") as film:
            while piece := film.read(PIECE):
                await packager.write(piece)
        await packager.finish()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(folder))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _manifests() -> tuple[float, int]:
    """Make the playlist of an hour; answer seconds and bytes."""
    segments = tuple(Segment(f"{n:05d}.m4s", 2.0, 750_000, n * 2000) for n in range(HOUR))
    show = [Stretch("0123456789abcdef0123456789abcdef/source", "init.mp4", segments)]
    began = time.perf_counter()
    rounds = 20
    for _ in range(rounds):
        text = live_manifest.media_playlist(show, live_manifest.window(show, 2 * HOUR))
    return (time.perf_counter() - began) / rounds, len(text)
