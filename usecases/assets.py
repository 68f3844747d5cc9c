"""Assets: preparing what was uploaded until it plays, and again after a crash.

    waiting_upload --the file came--> processing --prepared--> ready --replaced--> swept away
                                      |        ^ its worker was lost, or our machines failed
                                      v        |
                                    error    tried again, three times in all

All that a worker makes lies in a folder of its own until one rename publishes it; whoever has
lost the claim on the asset (`usecases/claims.py`) publishes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

from gateways.queue import queue
from gateways.storage import files
from media import ffmpeg as programs
from media.errors import MediaError
from media.probe import Limits
from media.transcode import Result, Work, transcode
from models import clock
from models.asset import ERROR, PROCESSING, READY, Asset
from models.content import LIVE, Content
from models.database import connected, exclusive
from usecases import claims, recordings
from usecases.claims import Lost
from usecases.events import tell
from usecases.sweeping import UPLOADS, VIDEOS

log = structlog.get_logger()

# How long a message may wait in the queue before it counts as lost, and a failed attempt rests.
QUEUED = timedelta(minutes=10)
RESTED = timedelta(minutes=1)
ATTEMPTS = 3
LONGEST_SHOW_MS = 24 * 60 * 60_000

TRY_AGAIN = "This video could not be prepared because of a fault on our side. Send it again."
# What the file is not to blame for is tried again.
_OUR_FAULT = {"disk-full", "no-ffmpeg"}


@dataclass
class _Limits:
    ffmpeg: str = ""
    upload: int = 2_147_483_648
    longest_ms: int = 120 * 60_000


_limits = _Limits()
_leaving = threading.Event()


def configure(*, ffmpeg: str, upload_limit: int, longest_ms: int) -> None:
    """Choose the ffmpeg, the largest file in bytes and the longest film of this installation."""
    _limits.ffmpeg, _limits.upload, _limits.longest_ms = ffmpeg, upload_limit, longest_ms
    _leaving.clear()


def upload_limit() -> int:
    """Tell the size of the largest file, in bytes."""
    return _limits.upload


def prepare(asset_uid: str) -> None:
    """Make what plays out of an uploaded file; doing it twice, even at once, changes nothing."""
    with connected():
        claim = None if recordings.waits(asset_uid) else claims.take(asset_uid)
        if claim is None:
            return
        asset = Asset.get(Asset.uid == asset_uid)
        folder = files().working(claims.folder_of(claim))
        try:
            with claims.renewing(asset, claim):
                folder.mkdir()
                _publish(asset, claim, folder, _transcode(asset, claim, folder))
        except Lost:
            log.info("preparing was given up", asset=asset_uid)
        except MediaError as refusal:
            _fail(asset, claim, refusal.message, refusal.detail, ours=refusal.code in _OUR_FAULT)
        except Exception:
            log.exception("preparing failed", asset=asset_uid)
            _fail(asset, claim, TRY_AGAIN, "", ours=True)
        finally:
            files().remove(claims.folder_of(claim))


def resume() -> None:
    """Put aside again whatever a lost worker or a lost message left unprepared."""
    with connected():
        now = clock.now()
        for asset in Asset.select().where(Asset.state == PROCESSING).order_by(Asset.id):
            waits = asset.due_at is not None and asset.due_at > now
            if waits and not claims.worker_is_gone(asset.claim):
                continue
            if claims.change(asset, asset.claim, claim=None, due_at=now + QUEUED):
                log.info("taken up again", asset=asset.uid, attempts=asset.attempts)
                queue().add("prepare", asset.uid)


def leave() -> None:
    """End the work of this process now; what it was at is free for the next worker."""
    _leaving.set()
    programs.end_all()


def _transcode(asset: Asset, claim: str, folder: Path) -> Result:
    if asset.attempts > ATTEMPTS:
        raise MediaError("too-often", TRY_AGAIN, "its workers were lost")
    program = programs.find_ffmpeg(_limits.ffmpeg)
    longest_ms = _limits.longest_ms
    if recordings.is_of_takes(asset):
        # How long a show may be was decided by whoever did not end it.
        longest_ms = max(longest_ms, LONGEST_SHOW_MS)
    return transcode(
        recordings.source_of(asset, folder, ffmpeg=program),
        folder,
        ffmpeg=program,
        work=Work(limits=Limits(max_duration_ms=longest_ms)),
        on_progress=_teller(asset, claim),
    )


def _teller(asset: Asset, claim: str) -> Callable[[float], None]:
    """Write down how far the work is: once a second is enough for whoever watches."""
    told = clock.now()

    def tell(fraction: float) -> None:
        nonlocal told
        if _leaving.is_set():
            raise MediaError("stopped", TRY_AGAIN, "the worker was told to stop")
        if clock.now() - told >= timedelta(seconds=1):
            told = clock.now()
            if not claims.change(asset, claim, progress=round(fraction, 3)):
                raise Lost

    return tell


def _publish(asset: Asset, claim: str, folder: Path, result: Result) -> None:
    """Let the asset appear and take over from the one that played: both or neither."""
    content = Content.get_or_none(Content.id == asset.content_id)
    if content is None:
        raise Lost
    key = f"{VIDEOS}/{asset.uid}"
    ends = {"claim": None, "due_at": None, "source": None, "reason": None, "progress": 1.0}
    with exclusive(content):
        others = Asset.content == content, Asset.state == READY, Asset.id != asset.id
        # Of two files the one sent later stays, even if it was ready sooner.
        newest = not Asset.select().where(*others, Asset.id > asset.id).exists()
        facts = {**ends, **_facts(result), "state": READY, "playing": newest, "folder": key}
        if not claims.change(asset, claim, **facts):
            raise Lost
        if newest:
            retired = Asset.update(playing=False, updated_at=clock.now())
            retired.where(*others, Asset.playing).execute()
            tell(content, "ready")
        files().publish(folder, key)
    if content.kind == LIVE:
        recordings.tell_replay(content)
    files().remove(f"{UPLOADS}/{asset.uid}")
    log.info("ready", asset=asset.uid, duration_ms=result.duration_ms)


def _facts(result: Result) -> dict[str, Any]:
    posters = [
        {**asdict(each), "type": "image/webp" if each.file.endswith(".webp") else "image/jpeg"}
        for each in result.posters
    ]
    made = {
        "hls": result.manifest,
        "mp4": result.mp4,
        "preview": result.preview,
        "storyboard": result.storyboard,
        "posters": posters,
    }
    size = {"duration_ms": result.duration_ms, "width": result.width, "height": result.height}
    return {"files": made, "facts": asdict(result.probe), **size}


def _fail(asset: Asset, claim: str, sentence: str, detail: str, *, ours: bool) -> None:
    now = clock.now()
    if _leaving.is_set():
        # Ended with the process: that does not count as an attempt.
        claims.change(asset, claim, claim=None, due_at=now, attempts=Asset.attempts - 1)
        return
    log.warning("not prepared", asset=asset.uid, reason=sentence, detail=detail)
    if ours and asset.attempts < ATTEMPTS:
        claims.change(asset, claim, claim=None, due_at=now + RESTED, progress=0.0)
        return
    ends = {"claim": None, "due_at": None, "source": None}
    with exclusive():
        failed = claims.change(asset, claim, state=ERROR, reason=sentence, **ends)
        if failed:
            tell(asset.content, "failed", error=sentence)
    if failed:
        files().remove(f"{UPLOADS}/{asset.uid}")
