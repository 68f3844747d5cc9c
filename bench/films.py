"""Measures what preparing a video costs: CPU seconds for each second of film, and memory."""

from __future__ import annotations

import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench import report
from media.errors import MediaError
from media.ffmpeg import find_ffmpeg
from media.transcode import transcode

LONGEST = 30


def measure(data: Path, seconds: int) -> None:
    """Print the part of the report about preparing videos; a demo's clip below `data` is real."""
    report.heading("Preparing a video: renditions, MP4, posters, preview, storyboard")
    try:
        ffmpeg = find_ffmpeg()
    except MediaError as error:
        report.note(f"not measured: {error}; apt install ffmpeg")
        return
    with tempfile.TemporaryDirectory() as work:
        drawn = Path(work) / "drawn.mp4"
        _draw(ffmpeg, drawn, seconds)
        clips = {f"drawn, 1280x720, 30 fps, {seconds} s": drawn}
        real = next(iter(sorted(data.glob("**/clips/*.mp4"))), None)
        if real:
            clips[f"real, {real.stem}"] = real
        else:
            report.note("no real clip is here; `make demo` once, and it is measured too")
        rows = [(name, *_measured(ffmpeg, clip)) for name, clip in clips.items()]
    columns = ("", "renditions", "CPU s / s of film", "real s / s of film", "ffmpeg MB")
    report.table(columns, rows)


def _measured(ffmpeg: str, clip: Path) -> tuple[str, str, str, str]:
    # In a process of its own: what children used is only known summed over all there ever were.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        renditions, lasts, cpu, took, memory = apart.submit(_prepare, ffmpeg, clip).result()
    return (
        str(renditions),
        report.number(cpu / lasts, 2),
        report.number(took / lasts, 2),
        report.megabytes(memory),
    )


def _prepare(ffmpeg: str, clip: Path) -> tuple[int, float, float, float, int]:
    """Prepare one clip; answer renditions, its seconds, CPU seconds, seconds, ffmpeg's bytes."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        result = transcode(clip, Path(folder), ffmpeg=ffmpeg)
        took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    # macOS tells bytes, Linux kilobytes.
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    cpu = used.ru_utime + used.ru_stime
    return len(result.renditions), result.duration_ms / 1000, cpu, took, memory


def _draw(ffmpeg: str, target: Path, seconds: int) -> None:
    picture = f"testsrc2=size=1280x720:rate=30:duration={seconds}"
    sound = f"sine=frequency=440:duration={seconds}"
    subprocess.run(
        [ffmpeg, "-hide_banner", "-loglevel", "error", "-nostdin", "-y",
         "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound,
         "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac",
         str(target)],
        check=True, timeout=120,
    )  # fmt: skip
