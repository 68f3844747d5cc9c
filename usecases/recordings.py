"""Recordings: what was sent of a finished live, put together and made its replay.

A finished live gets an asset like an uploaded film's, only that its source is its takes: the job
"prepare" puts them together first. So a killed worker, a full disk and a second attempt are
what they are for films. Takes stay on the disk for a day after that: a live that is restarted
goes on with the same recording, and after that day with the replay itself.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import structlog

from gateways.queue import queue
from gateways.storage import files
from media.assembly import Piece, assemble, read_piece
from media.live_ladder import PLAYLIST, SOURCE
from models import clock
from models.asset import PROCESSING, READY, Asset
from models.broadcast import Broadcast, Take
from models.content import FINISHED, Content
from models.database import connected, exclusive
from usecases import shows
from usecases.airing import SENDS_FOR, tell_state
from usecases.sweeping import LIVES, UPLOADS
from usecases.timeline import recorded, timeline_of

log = structlog.get_logger()


def measure(content: Content) -> None:
    """Write down how long the takes of a live are by their segments, which are what is kept.

    Who sent may have died before telling. Call it before moments are placed.
    """
    if timeline_of(content) is None:
        return
    for take in recorded(content):
        if is_open(take):
            continue
        reel = shows.Reel(take)
        if reel.read():
            shows.align(take, reel)
            Take.update(duration_ms=reel.ms).where(Take.id == take.id).execute()


def begin(content: Content) -> None:
    """Give a live that is finished now the asset of its replay, if anything was recorded.

    Call it in the transaction of the change; `go_on_with` does the rest.
    """
    if timeline_of(content) is None or not list(recorded(content)):
        return
    source = f"{LIVES}/{content.uid}"
    Asset.create(content=content, state=PROCESSING, source=source, due_at=clock.now() + SENDS_FOR)


def take_back(content: Content) -> None:
    """Give up the replay of a live that is restarted before it was ready."""
    mine = Asset.content == content, Asset.state == PROCESSING
    Asset.delete().where(*mine, Asset.source.startswith(LIVES)).execute()


def go_on_with(content_id: int) -> None:
    """Make the replay of a live that is finished and not being sent any more."""
    with connected():
        content = Content.get_or_none(Content.id == content_id)
        if content is None or content.state != FINISHED or _sent(content_id):
            return
        shows.write_again(content)
        waiting: Any = Asset.select().where(Asset.content == content, Asset.state == PROCESSING)
        for asset in waiting.where(Asset.claim.is_null()):
            try:
                queue().add("prepare", asset.uid)
            except Exception:
                # Its record says that it waits: `assets.resume` puts it aside later.
                log.exception("the queue took no job", asset=asset.uid)


def is_open(take: Take) -> bool:
    """Tell whether somebody sends this take, or still writes its end."""
    return take.ended_at is None and take.updated_at > clock.now() - SENDS_FOR


def waits(asset_uid: str) -> bool:
    """Tell whether a recording is still growing, so that its replay has to wait."""
    asset = Asset.get_or_none(Asset.uid == asset_uid)
    return asset is not None and is_of_takes(asset) and _sent(asset.content_id)


def source_of(asset: Asset, folder: Path, *, ffmpeg: str) -> Path:
    """Give the file an asset is made of, put together first if it is a live's recording.

    `folder` is the worker's, which stays empty. Raises MediaError.
    """
    if not is_of_takes(asset):
        return files().path(asset.source or "")
    target = files().working(f"{UPLOADS}/{asset.uid}/source")
    if not target.exists():
        # On the same disk, so that the source comes whole or not at all.
        workplace = folder.with_name(f"{folder.name}-takes")
        workplace.mkdir()
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            assemble(_pieces(asset), workplace, target, ffmpeg=ffmpeg)
        finally:
            shutil.rmtree(workplace, ignore_errors=True)
        log.info("a recording was put together", asset=asset.uid, bytes=target.stat().st_size)
    return target


def is_of_takes(asset: Asset) -> bool:
    """Tell whether an asset's source is what was recorded of a live."""
    return (asset.source or "").startswith(f"{LIVES}/")


def tell_replay(content: Content) -> None:
    """Tell viewers that the replay of a live plays, in a transaction of its own.

    Whoever changes a show takes its broadcast's lock before anything else.
    """
    found = Broadcast.get_or_none(Broadcast.content == content)
    if found is None:
        return
    with exclusive(found):
        show = Content.get_or_none(Content.id == content.id)
        if show is not None:
            tell_state(show)


def _sent(content_id: int) -> bool:
    takes: Any = Take.select().where(Take.content == content_id, Take.ended_at.is_null())
    return any(map(is_open, takes))


def _pieces(asset: Asset) -> list[Piece]:
    """The takes in order; those swept away after an earlier finish are in the replay of then."""
    pieces = []
    swept = False
    for take in recorded(asset.content):
        piece = read_piece(files().path(f"{take.folder}/{SOURCE}"), take.kept_from_ms)
        if piece:
            pieces.append(piece)
        swept |= not files().path(take.folder).exists()
    former = _former(asset) if swept else None
    return [former, *pieces] if former else pieces


def _former(asset: Asset) -> Piece | None:
    ready: Any = Asset.select().where(Asset.content == asset.content_id, Asset.state == READY)
    last = ready.order_by(Asset.id.desc()).first()
    if last is None or last.folder is None:
        return None
    home = files().path(last.folder)
    found = [read_piece(each.parent) for each in home.glob(f"*/{PLAYLIST}")]
    # The best picture is the largest.
    named = [each for each in found if each and each.folder.name[:-1].isdigit()]
    return max(named, key=lambda each: int(each.folder.name[:-1]), default=None)
