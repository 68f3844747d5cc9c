"""The stage: the one asyncio process that takes live streams in and pushes to viewers."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import structlog

from commands.leaving import leave_with

log = structlog.get_logger()
Service = Callable[[], Coroutine[Any, Any, None]]


def stage(services: Sequence[Service], *, parent: int | None) -> int:
    """Run the services until told to stop; with a parent, also when that is gone.

    A service that ends by itself had nothing to do; one that fails ends them all, so that whoever
    watches the stage starts it anew.
    """
    if parent is not None:
        leave_with(parent)
    return asyncio.run(_run(services))


async def _run(services: Sequence[Service]) -> int:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    running = {asyncio.create_task(_until_failed(each, told)) for each in services}
    await told.wait()
    for task in running:
        task.cancel()
    ended = await asyncio.gather(*running, return_exceptions=True)
    return 1 if True in ended else 0


async def _until_failed(service: Service, told: asyncio.Event) -> bool:
    """Run a service; tell whether it failed, in which case the others are told to stop."""
    try:
        await service()
    except Exception:
        log.exception("a service of the stage failed")
        told.set()
        return True
    return False
