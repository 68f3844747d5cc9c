"""The worker beside the embedded server: started with it, again when it dies, ended with it."""

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
# A worker that dies at once, again and again, is started less and less often (seconds).
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
ENDS_WITHIN = 12


class Supervisor:
    """Keeps one worker process running from `start` to `stop`."""

    def __init__(self, settings: Any) -> None:
        named = settings.model_dump().items()
        self._settings = {f"VITRINE_{name.upper()}": str(value) for name, value in named}
        self._stopping = threading.Event()
        self._guard = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the worker."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker: asked first, by force when it does not listen."""
        self._stopping.set()
        with self._guard:
            worker = self._worker
        if worker is None:
            return
        worker.terminate()
        try:
            worker.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while (worker := self._begin()) is not None:
            began = time.monotonic()
            status = worker.wait()
            if time.monotonic() - began > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            if self._stopping.wait(pause):
                return
            log.warning("the worker died and is started again", status=status)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _begin(self) -> subprocess.Popen[bytes] | None:
        with self._guard:
            if self._stopping.is_set():
                return None
            # A session of its own: Ctrl-C reaches the server alone, which then ends the worker.
            self._worker = subprocess.Popen(
                [sys.executable, str(APP), "worker", "--child"],
                env={**os.environ, **self._settings},
                start_new_session=True,
            )
            return self._worker
