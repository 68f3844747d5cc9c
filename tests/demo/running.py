"""Starts the demo as a newcomer does and knows which processes belong to it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.films import FILMS
from media.ffmpeg import find_ffmpeg

HOME = Path(__file__).resolve().parents[2]
# The last words of a start, said after demo.json is written.
UP = "Ctrl-C ends it all."


def make_clips(data: Path) -> None:
    """Put generated clips where the demo keeps its own, so that nothing is fetched."""
    folder = data / "clips-small"
    folder.mkdir(parents=True)
    for film in FILMS:
        size = "90x160" if "720:1280" in film.cut.picture else "160x90"
        subprocess.run(
            [
                find_ffmpeg(), "-hide_banner", "-nostdin", "-loglevel", "error",
                "-f", "lavfi", "-i", f"testsrc2=size={size}:rate=12:duration=1",
                "-f", "lavfi", "-i", "sine=frequency=330:duration=1",
                "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac",
                str(folder / f"{film.slug}.mp4"),
            ],
            check=True,
        )  # fmt: skip


@contextmanager
def demo(data: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """Run the demo in a process group of its own; whatever the test does, it ends."""
    command = [sys.executable, "-m", "demo", "--port", str(port), "--dir", str(data)]
    process = subprocess.Popen(
        [*command, "--clips", "small"],
        cwd=HOME, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """Read what the demo says up to the line with `words`; its early end fails the test."""
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"the demo ended before it said {words!r}:\n{said}")


def processes_of(data: Path) -> list[str]:
    """List the processes that work in a demo's folder, by the setting they all inherit."""
    mark = f"VITRINE_DATA={data}/vitrine"
    if not Path("/proc/self/environ").exists():
        listed = subprocess.run(["ps", "-axEww", "-o", "command"], capture_output=True, text=True)
        return [line for line in listed.stdout.splitlines() if mark in line]
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (each / "environ").read_bytes():
                found.append((each / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found
