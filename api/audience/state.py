"""`/audience/v1/lives/<uid>/state`: all that players of a live need to know, for anybody to keep.

Built at most once a second by each process, whoever asks; everything between it and the players
may keep it as long. So a crowd that only polls costs little more than one viewer.
"""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request

from api.content.freshness import COMPRESSED_FROM, accepts_gzip, etag_of, unchanged
from models import clock
from usecases.snapshots import snapshot

routes = Blueprint("state", __name__)
FRESH_FOR = timedelta(seconds=1)
# Answers kept by a process at once; only lives that exist have any.
MOST_KEPT = 500
HEADERS = {
    "Cache-Control": "public, max-age=1, stale-while-revalidate=5",
    "Vary": "Accept-Encoding",
    # It says nothing that depends on who asks.
    "Access-Control-Allow-Origin": "*",
}


@dataclass
class Kept:
    """The state of one live as it was at a moment, plain and compressed."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    at: datetime | None = None
    etag: str = ""
    plain: bytes = b""
    packed: bytes = b""

    def is_fresh(self) -> bool:
        """Tell whether it is good enough; a clock that was set back makes it old."""
        return self.at is not None and self.at <= clock.now() < self.at + FRESH_FOR


@routes.get("")
def show(uid: str) -> Response:
    """Tell the state of a live; `?shop=` names the shop that shows what is shared with it."""
    kept = _kept(uid, request.args.get("shop"))
    headers = [*HEADERS.items(), ("ETag", f'W/"{kept.etag}"')]
    if request.if_none_match.contains_weak(kept.etag):
        return Response(status=304, headers=unchanged(headers))
    if kept.packed and accepts_gzip(request.headers.get("Accept-Encoding", "")):
        headers.append(("Content-Encoding", "gzip"))
        return Response(kept.packed, headers=headers, mimetype="application/json")
    return Response(kept.plain, headers=headers, mimetype="application/json")


def spelled_state(uid: str, app_id: str | None) -> dict[str, Any]:
    """Spell the state of a live, and where what is new in it is pushed."""
    base: str = current_app.config["PUSH_URL"]
    query = f"?shop={app_id}" if app_id else ""
    told = snapshot(uid, app_id)
    return {**told, "push_url": f"{base}/push/lives/{uid}{query}" if base else None}


def _kept(uid: str, app_id: str | None) -> Kept:
    """Give the state of a live, built once although many ask at the same time."""
    states: dict[Any, Kept] = current_app.extensions.setdefault("vitrine.states", {})
    kept = states.get((uid, app_id))
    if kept is None:
        kept = Kept()
        _build(kept, uid, app_id)
        for old in list(states)[: max(len(states) + 1 - MOST_KEPT, 0)]:
            states.pop(old, None)
        kept = states.setdefault((uid, app_id), kept)
    if not kept.is_fresh():
        with kept.lock:
            if not kept.is_fresh():
                _build(kept, uid, app_id)
    return kept


def _build(kept: Kept, uid: str, app_id: str | None) -> None:
    at = clock.now()
    plain = orjson.dumps(spelled_state(uid, app_id))
    kept.plain, kept.etag = plain, etag_of(plain)
    kept.packed = gzip.compress(plain, 6, mtime=0) if len(plain) >= COMPRESSED_FROM else b""
    kept.at = at
