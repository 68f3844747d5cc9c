"""Measures taking in a live stream over RTMP: our listener's CPU beside ffmpeg's own for the same.

`python -m bench.ingest` is the listener in a process of its own: it prints its port, takes one
stream into nothing, and prints the bytes and the CPU seconds they took.
"""

from __future__ import annotations

import asyncio
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import report
from media.errors import MediaError
from media.ffmpeg import find_ffmpeg
from media.rtmp import Asked, Ending, Piece, serve

MEGABITS = 6
URL = "rtmp://127.0.0.1:{}/live/key"
# As fast as it goes, and as an encoder would send it.
PACES = {"at once": [], "as it would come": ["-re"]}
OURS, THEIRS = "our listener", "ffmpeg -listen, copy"


def measure(long: bool) -> None:
    """Print the part of the report about taking in a live stream."""
    seconds = 60 if long else 15
    report.heading(f"Taking in a live stream over RTMP: 720p, {MEGABITS} Mb/s, {seconds} s")
    try:
        ffmpeg = find_ffmpeg()
    except MediaError as error:
        report.note(f"not measured: {error}; apt install ffmpeg")
        return
    with tempfile.TemporaryDirectory() as work:
        show = Path(work) / "show.flv"
        _draw(ffmpeg, show, seconds)
        megabytes = show.stat().st_size / 1e6
        cpu = {
            (name, pace): takes(ffmpeg, [*words, "-i", str(show)])
            for pace, words in PACES.items()
            for name, takes in {OURS: _ours, THEIRS: _theirs}.items()
        }
    rows = [
        (
            f"{name}, {pace}",
            report.number(1e3 * used / megabytes, 2),
            report.number(100 * used / seconds, 2) if PACES[pace] else "-",
        )
        for (name, pace), used in cpu.items()
    ]
    report.table(("", "CPU ms/MB", "% of a core"), rows)
    for pace in PACES:
        ratio = cpu[OURS, pace] / cpu[THEIRS, pace]
        report.aim(f"CPU beside ffmpeg's, {pace}", ratio, 1, at_most=True)
    share = 100 * cpu[OURS, "as it would come"] / seconds / MEGABITS
    report.aim("% of a core for each Mb/s", share, 0.45, at_most=True)


def _draw(ffmpeg: str, target: Path, seconds: int) -> None:
    """Make a stream of that rate: noise in the picture keeps the encoder from saving bits."""
    picture = f"testsrc2=size=1280x720:rate=30:duration={seconds},noise=alls=40:allf=t"
    rate = f"{MEGABITS * 1000 - 128}k"
    subprocess.run(
        [ffmpeg, "-hide_banner", "-loglevel", "error", "-nostdin", "-y",
         "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", f"sine=duration={seconds}",
         "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "60",
         "-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate,
         "-c:a", "aac", "-b:a", "128k", str(target)],
        check=True, timeout=300,
    )  # fmt: skip


def _ours(ffmpeg: str, source: list[str]) -> float:
    command = [sys.executable, "-m", "bench.ingest"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as listener:
        assert listener.stdout
        port = int(listener.stdout.readline())
        _push(ffmpeg, source, port)
        took, cpu = listener.stdout.readline().split()
    if int(took) < Path(source[-1]).stat().st_size * 0.99:
        raise RuntimeError(f"only {took} bytes came through")
    return float(cpu)


def _theirs(ffmpeg: str, source: list[str]) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [ffmpeg, "-nostdin", "-loglevel", "error"]
    takes = [*words, "-analyzeduration", "0", "-listen", "1", "-i", URL.format(port)]
    takes += ["-c", "copy", "-f", "flv", "-flvflags", "no_duration_filesize", "-y", "/dev/null"]
    listener = subprocess.Popen(takes)
    try:
        _push(ffmpeg, source, port, attempts=100)
    except BaseException:
        listener.kill()
        raise
    finally:
        _, _, used = os.wait4(listener.pid, 0)
        listener.returncode = 0
    return _seconds(used)


def _push(ffmpeg: str, source: list[str], port: int, attempts: int = 1) -> None:
    """Send a film as a stream; try again while nobody listens yet."""
    words = [ffmpeg, "-nostdin", "-loglevel", "error", *source, "-c", "copy"]
    words += ["-f", "flv", "-flvflags", "no_duration_filesize", URL.format(port)]
    said = b""
    for _ in range(attempts):
        pushed = subprocess.run(words, capture_output=True, timeout=300)
        if not pushed.returncode:
            return
        said = pushed.stderr
        time.sleep(0.05)
    raise RuntimeError(f"nothing could be sent: {said.decode()[-500:]}")


def _seconds(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


class _Nothing:
    """Takes a stream and keeps how long it was."""

    def __init__(self) -> None:
        self.bytes = 0
        self.over = asyncio.Event()

    async def write(self, piece: Piece) -> None:
        self.bytes += len(piece.flv)

    async def close(self, ending: Ending, detail: str) -> None:
        self.over.set()


async def _listen() -> None:
    sink = _Nothing()

    async def authorise(asked: Asked) -> _Nothing:
        return sink

    listener = await serve("127.0.0.1", 0, authorise)
    before = _seconds(resource.getrusage(resource.RUSAGE_SELF))
    print(listener.port, flush=True)
    await sink.over.wait()
    after = _seconds(resource.getrusage(resource.RUSAGE_SELF))
    print(sink.bytes, after - before, flush=True)
    await listener.close()


if __name__ == "__main__":
    asyncio.run(_listen())
