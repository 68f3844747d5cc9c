"""The processes beside the embedded server: started with it, again when they die, ended with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger()
APP = Path(__file__).resolve().parent.parent / "app.py"
# A child that dies at once, again and again, is started less and less often (seconds).
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
ENDS_WITHIN = 12


class Supervisor:
    """Keeps one process of each of the commands `names` running from `start` to `stop`."""

    def __init__(self, settings: Any, *names: str) -> None:
        named = settings.model_dump().items()
        environment = {f"VITRINE_{name.upper()}": str(value) for name, value in named}
        self._children = [_Child(name, {**os.environ, **environment}) for name in names]

    def start(self) -> None:
        """Start them."""
        for each in self._children:
            each.thread.start()

    def stop(self) -> None:
        """End them: all are asked first; by force when one does not listen."""
        deadline = time.monotonic() + ENDS_WITHIN
        for each in self._children:
            each.ask()
        for each in self._children:
            each.end(max(deadline - time.monotonic(), 0))


class _Child:
    """One of the processes, begun anew until it is asked to end."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        self.thread = threading.Thread(target=self._keep, name=f"supervisor-{name}", daemon=True)
        self._name = name
        self._environment = environment
        self._stopping = threading.Event()
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self) -> None:
        self._stopping.set()
        with self._guard:
            if self._process is not None:
                self._process.terminate()

    def end(self, seconds: float) -> None:
        with self._guard:
            process = self._process
        if process is None:
            return
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while (process := self._begin()) is not None:
            began = time.monotonic()
            status = process.wait()
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            if self._stopping.wait(pause):
                return
            log.warning("a process died and is started again", name=self._name, status=status)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _begin(self) -> subprocess.Popen[bytes] | None:
        with self._guard:
            if self._stopping.is_set():
                return None
            # A session of its own: Ctrl-C reaches the server alone, which then ends the child.
            self._process = subprocess.Popen(
                [sys.executable, str(APP), self._name, "--child-of", str(os.getpid())],
                env=self._environment,
                start_new_session=True,
            )
            return self._process
