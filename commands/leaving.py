"""Leaving: a child process ends when whoever started it is gone, however that came about."""

from __future__ import annotations

import os
import signal
import threading
import time


def leave_with_parent() -> None:
    """Tell this process to stop as soon as its parent is another one."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
