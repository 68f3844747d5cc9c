"""Rerunning: the stage plays a recording into the lives that are reruns and on air.

What it sends is taken in like anybody's stream, so viewers, chat, auctions and the replay know no
difference. Somebody who is cut off, this process too, goes on where the show would be by now; with
the film's end the show is finished.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from peewee import OperationalError

from gateways.storage import files
from media import ffmpeg as programs
from media.errors import MediaError
from media.live_ladder import FLV
from media.manifest import read_master
from media.playout import Playout
from models import clock
from models.asset import Asset
from models.broadcast import RERUN, Broadcast, Take
from models.content import STARTED, Content
from models.errors import DomainError
from models.shop import Shop
from usecases import airing, claims, lives, sending
from usecases.sending import Ended, Sending, in_thread

log = structlog.get_logger()

# How often shows that wait for their recording are looked for, in seconds.
LOOKS_EVERY = 0.5
# Seconds until a film that broke off is taken up again, where the show goes on without it.
TRIES_AGAIN_AFTER = 3.0
# A show that began so many seconds ago still begins with the film's beginning.
FROM_THE_START = 5.0


@dataclass(frozen=True)
class Rerun:
    """A rerun to be played: its live and the file that plays, from a moment on."""

    shop: Shop
    uid: str
    stream_key: str
    playlist: Path
    from_s: float
    lasts_s: float


async def play_reruns() -> None:
    """Play recordings into the reruns that are on air, until cancelled."""
    played: dict[str, asyncio.Task[None]] = {}
    try:
        while True:
            with suppress(OSError, OperationalError):
                for each in await in_thread(_waiting, set(played)):
                    played[each.uid] = asyncio.create_task(_play(each))
            await asyncio.sleep(LOOKS_EVERY)
            played = {uid: task for uid, task in played.items() if not task.done()}
    finally:
        for task in played.values():
            task.cancel()
        await asyncio.gather(*played.values(), return_exceptions=True)


async def _play(rerun: Rerun) -> None:
    log.info("a recording is shown once more", live=rerun.uid, from_s=rerun.from_s)
    try:
        if rerun.from_s < rerun.lasts_s:
            await _send(rerun)
        await in_thread(_finish, rerun)
    except (Ended, MediaError, DomainError) as error:
        log.info("a recording is not shown any further", live=rerun.uid, why=str(error))
        await asyncio.sleep(TRIES_AGAIN_AFTER)
    except Exception:
        log.exception("a recording could not be shown", live=rerun.uid)
        await asyncio.sleep(TRIES_AGAIN_AFTER)


async def _send(rerun: Rerun) -> None:
    """Send the film to its end; raises `Ended` when the show is over before."""
    claim = claims.new_claim()
    sender = f"{RERUN} {claim}"
    try:
        take: Take = await in_thread(airing.open_take, rerun.stream_key, sender, RERUN)
        going, film = Sending(take, sender, by_segments=True), await _film(rerun)
        try:
            await going.begin(FLV)
            await film.start()
            while piece := await film.read():
                await going.take_in(piece, (), time.time())
        finally:
            await film.stop()
            await going.close()
    finally:
        claims.end_claim(claim)


async def _film(rerun: Rerun) -> Playout:
    program = await asyncio.to_thread(programs.find_ffmpeg, sending.chosen_ffmpeg())
    return Playout(program, rerun.playlist, rerun.from_s)


def _waiting(played: set[str]) -> list[Rerun]:
    """Find the reruns on air that nobody sends."""
    rows: Any = Broadcast.select(Broadcast, Content, Shop).join(Content, on=Broadcast.content)
    on_air = rows.join(Shop).where(Broadcast.rerun, Content.state == STARTED)
    idle = [each for each in on_air if not airing.is_sent(each) and each.content.uid not in played]
    return [found for each in idle if (found := _rerun(each)) is not None]


def _rerun(broadcast: Broadcast) -> Rerun | None:
    asset = Asset.get_or_none(Asset.content == broadcast.rerun_of_id, Asset.playing)
    playlist = _best(asset) if asset else None
    if asset is None or playlist is None or broadcast.started_at is None:
        return None
    passed = (clock.now() - broadcast.started_at).total_seconds()
    return Rerun(
        shop=broadcast.content.shop,
        uid=broadcast.content.uid,
        stream_key=broadcast.stream_key,
        playlist=playlist,
        from_s=passed if passed > FROM_THE_START else 0.0,
        lasts_s=(asset.duration_ms or 0) / 1000,
    )


def _best(asset: Asset) -> Path | None:
    """Give the playlist of the largest rendition of a film, None where its files are gone."""
    master = (
        files().path(f"{asset.folder}/{asset.files['hls']}") if asset.files.get("hls") else None
    )
    if master is None or not master.is_file():
        return None
    offered = read_master(master.read_text("utf-8"))
    best = max(offered, key=lambda each: min(each[1:]), default=None)
    return master.parent / best[0] if best else None


def _finish(rerun: Rerun) -> None:
    content = Content.get_or_none(Content.uid == rerun.uid)
    if content is not None and content.state == STARTED:
        lives.finish(rerun.shop, rerun.uid, finished=True, ends_at=clock.now())
