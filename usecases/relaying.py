"""Relaying: streams that nginx's RTMP module takes in and passes on to our listener.

nginx asks first whether a publisher may begin, and every few seconds whether they may go on. The
stream is passed on under a name that means its key to our listener and nothing to anybody else,
so that no key comes into nginx's logs (decision 0023).
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any

import structlog

from gateways.storage import files
from models import clock
from models.broadcast import RTMP, Broadcast, LiveFinished, Take
from models.content import FINISHED, Content
from models.errors import Conflict, DomainError
from usecases import airing
from usecases.passes import digest_of
from usecases.uploads import RESERVE, NoRoom

log = structlog.get_logger()

# How long a publisher may go on while no picture of theirs reaches the stage: longer than a stage
# needs to be back, and than the rarest key frames are apart.
ARRIVES_WITHIN = timedelta(seconds=30)


class NotArriving(Conflict):
    """No picture of this publisher reaches the stage."""

    code = "not-arriving"


def admit(stream_key: str, address: str = "") -> str:
    """Let a publisher begin, and give the name under which the stream is passed on.

    Raises `WrongKey`, `Occupied`, `LiveFinished`, `NoRoom`.
    """
    try:
        broadcast = airing.of_key(stream_key)
        airing.refuse_closed(broadcast)
        if files().free() < RESERVE:
            raise NoRoom("there is no room for a stream now")
    except DomainError as refusal:
        # nginx tells nobody why.
        log.info("a stream was refused", address=address, code=refusal.code)
        raise
    return _name(broadcast)


def go_on(stream_key: str, lasted_s: int) -> None:
    """Let a publisher go on who has sent for so many seconds.

    Raises `WrongKey`, also when the key was changed, `LiveFinished`, `NotArriving`.
    """
    broadcast = airing.of_key(stream_key)
    if broadcast.content.state == FINISHED:
        raise LiveFinished("this live is finished")
    if lasted_s > ARRIVES_WITHIN.total_seconds() and not _arrives(broadcast):
        log.warning("a publisher's pictures do not arrive", live=broadcast.content.uid)
        raise NotArriving("no picture of this stream reaches the stage")


def key_behind(name: str) -> str | None:
    """Give the stream key that a relay's name stands for; None: it is no such name."""
    uid, said = name.partition(".")[0], name.encode("utf-8", "replace")
    query: Any = Broadcast.select(Broadcast, Content).join(Content, on=Broadcast.content)
    found: Broadcast | None = query.where(Content.uid == uid).first()
    if found is None or not hmac.compare_digest(said, _name(found).encode()):
        return None
    return str(found.stream_key)


def _name(broadcast: Broadcast) -> str:
    return f"{broadcast.content.uid}.{digest_of('relay', broadcast.digest)}"


def _arrives(broadcast: Broadcast) -> bool:
    seen: Any = Take.select().where(
        Take.content == broadcast.content_id,
        Take.via == RTMP,
        Take.began_at.is_null(False),
        Take.updated_at > clock.now() - ARRIVES_WITHIN,
    )
    return bool(seen.exists())
