"""Small films for tests that send one through the whole pipeline; made once for all of them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import imageio_ffmpeg


@cache
def film(seconds: float = 1.0, size: str = "160x90", rate: int = 10) -> bytes:
    """Make an MP4 with sound."""
    file = Path(mkdtemp(prefix="film-")) / "film.mp4"
    sources = (f"testsrc2=s={size}:r={rate}:d={seconds}", f"sine=d={seconds}")
    words = [word for each in sources for word in ("-f", "lavfi", "-i", each)]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    program = imageio_ffmpeg.get_ffmpeg_exe()
    quiet = [program, "-loglevel", "error", "-nostdin"]
    try:
        subprocess.run([*quiet, *words, *coded, str(file)], check=True)
        return file.read_bytes()
    finally:
        file.unlink(missing_ok=True)
        file.parent.rmdir()


def broken() -> bytes:
    """Make a film whose end is missing."""
    whole = film()
    return whole[: len(whole) // 2]
