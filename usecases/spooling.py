"""Spooling: what a browser sends of a live comes to any web process and waits for the stage.

A recorder's chunks are numbered files in a folder named after their take; the stage
(`usecases/staging.py`) takes them in order and removes them. So chunks may come twice, out of
order, and late: after a lost network the page sends again what was not answered.
"""

from __future__ import annotations

import errno
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from gateways.storage import files
from models.base import UID
from models.broadcast import BROWSER, Broadcast, Take
from models.content import LIVE, Content
from models.errors import Expired, Invalid, NotFound, Problem, TooLarge, Unavailable
from usecases import airing
from usecases.airing import WrongKey
from usecases.uploads import RESERVE, NoRoom

log = structlog.get_logger()

SPOOL = "incoming"
# The most that one chunk may hold, in bytes.
LARGEST = 8 << 20
# What may wait for the stage: some seconds of the network's absence at a high rate.
MOST_FILES, MOST_BYTES = 600, 96 << 20
LAST_NUMBER = 10_000_000
_BEGIN, _END = "begin", "end"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class SendingEnded(Expired):
    """This sending is over; what comes next is another one."""

    code = "sending-ended"


class Behind(Unavailable):
    """More has come than was taken; the same chunk is welcome in a moment."""

    code = "behind"


@dataclass(frozen=True)
class Chunk:
    """One chunk that waits: its number, its file and when it came (Unix seconds)."""

    number: int
    file: Path
    arrived: float


def begin(live_uid: str, stream_key: str) -> str:
    """Open a sending of a live by its stream key, and answer the secret that chunks carry.

    Raises `NotFound`, `WrongKey`, `Occupied`, `LiveFinished`, `NoRoom`.
    """
    content = Content.get_or_none(Content.uid == live_uid, Content.kind == LIVE)
    if content is None:
        raise NotFound("there is no live with this id")
    broadcast = Broadcast.get(Broadcast.content == content)
    if not secrets.compare_digest(broadcast.stream_key.encode(), stream_key.encode()):
        raise WrongKey("this live has another stream key")
    return begin_as_host(broadcast)


def begin_as_host(broadcast: Broadcast) -> str:
    """Open a sending for somebody who may send this live; see `begin`.

    Raises `Occupied`, `LiveFinished`, `NoRoom`.
    """
    if files().free() < RESERVE:
        raise _no_room()
    session = secrets.token_hex(16)
    take = airing.open_take(broadcast.stream_key, _sender(session), BROWSER)
    try:
        files().working(f"{SPOOL}/{take.uid}/{_BEGIN}").touch()
    except OSError as error:
        airing.close_take(take, _sender(session), 0, [])
        raise _refusal(error) from error
    return session


def put(live_uid: str, session: str, number: int, chunk: bytes) -> None:
    """Take a chunk; one that came before is no fault.

    Raises `SendingEnded`, `TooLarge`, `Behind`, `NoRoom`, `Invalid`.
    """
    take = _open_take(live_uid, session)
    if not 0 <= number <= LAST_NUMBER:
        raise Invalid(Problem("", "chunks are numbered from 0"))
    if len(chunk) > LARGEST:
        raise TooLarge(f"one chunk may have {LARGEST} bytes at most")
    folder = files().path(f"{SPOOL}/{take.uid}")
    count = size = 0
    for each in _waiting(folder):
        count, size = count + 1, size + _size(each)
    if count >= MOST_FILES or size + len(chunk) > MOST_BYTES:
        raise Behind("more is waiting than can be taken now; send this chunk again in a second")
    if files().free() < RESERVE:
        raise _no_room()
    if (folder / _END).exists() or not folder.is_dir():
        raise _ended()
    try:
        files().write(f"{SPOOL}/{take.uid}/{number}", chunk)
    except OSError as error:
        raise _refusal(error) from error


def end(live_uid: str, session: str) -> None:
    """Say that no more chunks come. Raises `SendingEnded`."""
    take = _open_take(live_uid, session)
    try:
        files().write(f"{SPOOL}/{take.uid}/{_END}", b"")
    except OSError as error:
        raise _refusal(error) from error


def spooled() -> list[str]:
    """Name the takes that browsers send now."""
    return [name for name, _ in files().entries(SPOOL) if UID.fullmatch(name)]


def opened(take_uid: str) -> tuple[Take, str] | None:
    """Give a take with the name of who sends it; nothing when it is over."""
    take = Take.get_or_none(Take.uid == take_uid, Take.ended_at.is_null(), Take.via == BROWSER)
    if take is None:
        return None
    broadcast = Broadcast.get(Broadcast.content == take.content_id)
    sender = broadcast.sender or ""
    return (take, sender) if airing.is_sent(broadcast) and sender.startswith(BROWSER) else None


def waiting(take_uid: str, number: int) -> list[Chunk]:
    """Give the chunks from `number` on that came without a gap; those before it are removed."""
    folder = files().path(f"{SPOOL}/{take_uid}")
    found = {int(each.name): each for each in _waiting(folder)}
    for old in [each for each in found if each < number]:
        found.pop(old).unlink(missing_ok=True)
    chunks = []
    while number in found:
        chunks.append(Chunk(number, found[number], found[number].stat().st_mtime))
        number += 1
    return chunks


def is_ended(take_uid: str) -> bool:
    """Tell whether the page said that no more chunks come."""
    return files().path(f"{SPOOL}/{take_uid}/{_END}").exists()


def forget(take_uid: str) -> None:
    """Remove what came of a take."""
    files().remove(f"{SPOOL}/{take_uid}")


def _sender(session: str) -> str:
    # Chunks carry the secret; records and logs do not.
    return f"{BROWSER} {hashlib.sha256(session.encode('utf-8', 'replace')).hexdigest()[:40]}"


def _open_take(live_uid: str, session: str) -> Take:
    query: Any = Broadcast.select(Broadcast, Content).join(Content, on=Broadcast.content)
    broadcast = query.where(Content.uid == live_uid, Content.kind == LIVE).first()
    if broadcast is None or broadcast.sender != _sender(session) or not airing.is_sent(broadcast):
        raise _ended()
    found: Take | None = (
        Take.select()
        .where(Take.content == broadcast.content, Take.via == BROWSER, Take.ended_at.is_null())
        .order_by(Take.id.desc())
        .first()
    )
    if found is None:
        raise _ended()
    return found


def _waiting(folder: Path) -> Iterator[Path]:
    return (each for each in folder.glob("[0-9]*") if each.name.isdigit())


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _refusal(error: OSError) -> Exception:
    return _no_room() if error.errno in _FULL else error


def _no_room() -> NoRoom:
    log.error("no room for a stream")
    return NoRoom("the server has no room for this stream now; try again later")


def _ended() -> SendingEnded:
    return SendingEnded("this sending is over; open another one and start the recorder anew")
