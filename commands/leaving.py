"""Leaving: a child process ends when whoever started it is gone, however that came about."""

from __future__ import annotations

import os
import signal
import threading
import time


def leave_with(parent: int) -> None:
    """Tell this process to stop as soon as its parent is not the one of that number.

    The number comes from the parent: one that was killed while this process began is told from
    whoever took its place.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
