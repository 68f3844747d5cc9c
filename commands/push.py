"""Pushing alone: a process that does nothing else, beside others that do the same."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any


def push(service: Callable[[], Coroutine[Any, Any, None]]) -> int:
    """Run the service until told to stop; a port it cannot have is one line on standard error."""
    try:
        return asyncio.run(_until_told(service))
    except OSError as error:
        print(f"vitrine: {error.strerror or error}", file=sys.stderr)
        return 1


async def _until_told(service: Callable[[], Coroutine[Any, Any, None]]) -> int:
    running = asyncio.create_task(service())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, running.cancel)
    await asyncio.wait({running})
    if running.cancelled():
        return 0
    running.result()
    return 0
