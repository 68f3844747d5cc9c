"""Real processes of the command line, watched and surely ended."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from app import Settings

APP = Path(__file__).resolve().parents[2] / "app.py"


def until(met: Callable[[], object], seconds: float = 60) -> None:
    """Ask again and again until the condition is met; fail when it is not in time."""
    pause = threading.Event()
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "this did not happen in time"
        pause.wait(0.05)


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def heard(port: int) -> bool:
    """Tell whether somebody listens on a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True


def children_of(number: int) -> dict[int, str]:
    """Tell the processes below one, at any depth, with their commands."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = [re.split(r"\s+", line.strip(), maxsplit=3) for line in listed.splitlines()]
    found: dict[int, str] = {}
    wanted = {number}
    while wanted:
        below = {int(pid): args for pid, ppid, _, args in rows if int(ppid) in wanted}
        wanted = set(below) - set(found)
        found |= below
    return found


def alive(number: int) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not."""
    told = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return bool(told) and not told.startswith("Z")


class Running:
    """`python app.py …` with settings, until the block ends."""

    def __init__(self, settings: Settings, *words: str, log: Path) -> None:
        named = {f"VITRINE_{name.upper()}": str(value) for name, value in settings}
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(APP), *words],
                env={**os.environ, **named},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def number(self) -> int:
        return self.process.pid

    def tell(self, signal: int) -> None:
        """Send a signal."""
        self.process.send_signal(signal)

    def ended(self, seconds: float) -> int:
        """Wait for the end and answer the exit status."""
        return self.process.wait(seconds)

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _at: TracebackType | None
    ) -> None:
        below = children_of(self.number) if self.process.poll() is None else {}
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for number in below:
            if alive(number):
                os.kill(number, 9)
        if kind is not None:
            print(self.log.read_text())
