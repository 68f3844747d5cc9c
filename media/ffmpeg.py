"""Finds ffmpeg and runs it: the only place where a process starts, and where it surely ends."""

import os
import selectors
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from media.errors import MediaError

Progress = Callable[[float], None]

# Both ends of what ffmpeg says are kept: the start describes the file, the end the failure.
KEPT_BYTES = 128 * 1024

# What runs now, so that a worker that is told to leave can take it along.
_running: "set[subprocess.Popen[bytes]]" = set()

# A process that reads hostile files is told no secret: no other setting of the server reaches it.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")


@dataclass(frozen=True)
class Finished:
    """What a process left behind; `reached_ms` is the last media time it reported."""

    status: int
    stderr: str
    reached_ms: int


def find_ffmpeg(setting: str | None = None) -> str:
    """Return the ffmpeg to use: the setting, else the one on PATH, else the packaged one."""
    if setting:
        if found := shutil.which(setting):
            return found
        raise _missing(f"the setting names {setting!r}, which is not a program")
    if found := shutil.which("ffmpeg"):
        return found
    try:
        import imageio_ffmpeg  # only here: a machine with its own ffmpeg need not have it

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise _missing(str(error)) from error


def opening(ffmpeg: str) -> list[str]:
    """Return the words every command here starts with: ask nothing, report on stdout."""
    quiet = ["-hide_banner", "-nostdin", "-y", "-loglevel", "error"]
    return [ffmpeg, *quiet, "-nostats", "-progress", "pipe:1"]


@cache
def can_filter(ffmpeg: str, graph: str) -> bool:
    """Tell whether this ffmpeg can do a chain of filters, by doing it to one small picture."""
    picture = ["-f", "lavfi", "-i", "color=s=32x32:d=0.04", "-frames:v", "1"]
    command = [*opening(ffmpeg), *picture, "-vf", graph, "-f", "null", "-"]
    return run(command, timeout=30, may_fail=True).status == 0


@cache
def courtesy(*, nice: bool = True) -> tuple[str, ...]:
    """Return the words put before a command, as far as this machine has them.

    `nice` lets the web server go first. `setpriv` makes the kernel end ffmpeg when the worker
    dies without a chance to do it; the signal follows the thread that started it.
    """
    words: list[str] = []
    if nice and shutil.which("nice"):
        words += ["nice", "-n", "10"]
    if shutil.which("setpriv"):
        words += ["setpriv", "--pdeathsig", "KILL", "--"]
    return tuple(words)


def environment() -> dict[str, str]:
    """Return all that a process we start is told of this one's environment."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ}


def run(
    command: Sequence[str],
    *,
    timeout: float,
    folder: Path | None = None,
    lasts_ms: int = 0,
    on_progress: Progress | None = None,
    may_fail: bool = False,
) -> Finished:
    """Run a command to its end and return what it said.

    `timeout` is in seconds. `on_progress` hears fractions of `lasts_ms` that only grow; what
    it raises ends the run. Whatever happens, no process of the group outlives this call.
    Raise MediaError when the command is missing, too slow, or fails without `may_fail`.
    """
    if not shutil.which(command[0]):
        raise _missing(f"{command[0]!r} is not a program")
    process = subprocess.Popen(
        [*courtesy(), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment(),
        start_new_session=True,
    )
    _running.add(process)
    try:
        ears = _Ears(lasts_ms, on_progress)
        status = _listen(process, ears, time.monotonic() + timeout)
    except subprocess.TimeoutExpired as error:
        raise MediaError(
            "too-slow",
            "Preparing this video took too long. Try a shorter or smaller file.",
            f"stopped after {timeout:g} s: {' '.join(command)}\n{ears.said()}",
        ) from error
    finally:
        _end(process)
        _running.discard(process)
    if status and not may_fail:
        raise failure(command, status, ears.said())
    if not status:
        ears.tell(1.0)
    return Finished(status, ears.said(), ears.reached_ms)


def end_all() -> None:
    """End every process that `run` waits for in this process; those calls fail as stopped."""
    for process in tuple(_running):
        if process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


class _Ears:
    """Hears both outputs of one process and keeps no more than it must."""

    def __init__(self, lasts_ms: int, on_progress: Progress | None) -> None:
        self.lasts_ms = lasts_ms
        self.on_progress = on_progress
        self.reached_ms = 0
        self._told = 0.0
        self._line = b""
        self._head = b""
        self._tail = b""

    def stdout(self, chunk: bytes) -> None:
        *lines, self._line = (self._line + chunk).split(b"\n")
        self._line = self._line[-1024:]
        for line in lines:
            name, _, value = line.partition(b"=")
            # "N/A" and negative times are said before the first frame.
            if name == b"out_time_us" and value.strip().isdigit():
                self.reached_ms = max(self.reached_ms, int(value) // 1000)
        if self.lasts_ms and lines:
            self.tell(min(1.0, self.reached_ms / self.lasts_ms))

    def stderr(self, chunk: bytes) -> None:
        room = KEPT_BYTES - len(self._head)
        self._head += chunk[:room]
        self._tail = (self._tail + chunk[room:])[-KEPT_BYTES:]

    def tell(self, fraction: float) -> None:
        if self.on_progress and fraction > self._told:
            self._told = fraction
            self.on_progress(fraction)

    def said(self) -> str:
        return (self._head + self._tail).decode(errors="replace")


def _listen(process: "subprocess.Popen[bytes]", ears: _Ears, deadline: float) -> int:
    with selectors.DefaultSelector() as selector:
        for pipe, hear in ((process.stdout, ears.stdout), (process.stderr, ears.stderr)):
            if pipe:
                selector.register(pipe, selectors.EVENT_READ, hear)
        while selector.get_map():
            ready = selector.select(_left(process, deadline))
            for key, _ in ready:
                if chunk := os.read(key.fd, 65536):
                    key.data(chunk)
                else:
                    selector.unregister(key.fileobj)
    return process.wait(_left(process, deadline))


def _left(process: "subprocess.Popen[bytes]", deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise subprocess.TimeoutExpired(process.args, 0)
    return left


def _end(process: "subprocess.Popen[bytes]") -> None:
    # While it is not waited for, its number cannot belong to another group.
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe:
            pipe.close()


def failure(command: Sequence[str], status: int, said: str) -> MediaError:
    """Return what the end of a process with this status means, by what it said."""
    detail = f"exit {status}: {' '.join(command)}\n{said[-4000:]}"
    if "No space left on device" in said:
        return MediaError(
            "disk-full", "The server has no room left for this video. Try again later.", detail
        )
    if -status in (signal.SIGKILL, signal.SIGTERM):
        # By `end_all`, by the system for want of memory, by an administrator: not by the file.
        return MediaError("stopped", "Preparing this video was interrupted. Try again.", detail)
    return MediaError(
        "unreadable", "This video could not be prepared: the file seems to be damaged.", detail
    )


def _missing(detail: str) -> MediaError:
    return MediaError(
        "no-ffmpeg", "The server cannot prepare videos yet: ffmpeg is not installed.", detail
    )
