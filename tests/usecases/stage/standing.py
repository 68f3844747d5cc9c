"""What tests of the stage do and look at: a stage for the time of a journey, a live's takes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from gateways.storage import files
from models import clock
from models.broadcast import Broadcast, Take
from models.content import Content
from models.shop import Shop
from tests.publishing import running
from usecases import lives, staging
from usecases.sweeping import LIVES


def on_stage(port: int, journey: Coroutine[Any, Any, None]) -> None:
    """Let the journey happen while the stage listens."""

    async def both() -> None:
        async with running(staging.serve_rtmp("127.0.0.1", port)):
            await listening(port)
            await journey

    asyncio.run(both())


async def listening(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


def key_of(live: Content) -> str:
    return Broadcast.get(Broadcast.content == live).stream_key


def state_of(live: Content) -> str:
    return str(Content.get_by_id(live.id).state)


def takes_of(live: Content) -> list[Take]:
    return list(Take.select().where(Take.content == live).order_by(Take.id))


def ended_takes(live: Content) -> list[Take]:
    return [each for each in takes_of(live) if each.ended_at]


def manifest(live: Content, name: str = "source") -> str:
    path = files().path(f"{LIVES}/{live.uid}/{name}.m3u8")
    return path.read_text() if path.exists() else ""


def finish(shop: Shop, live: Content) -> None:
    lives.finish(shop, live.uid, finished=True, ends_at=clock.now())
