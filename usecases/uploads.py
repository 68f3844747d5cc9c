"""Uploads: the signed link a file is sent to, and how the file arrives, whole or piece by piece."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from itsdangerous import BadSignature, URLSafeSerializer

from gateways.parts import MovedOnError, NoRoomError, Part, TurnLostError, Writer
from gateways.queue import queue
from gateways.storage import files
from media.errors import MediaError
from media.sniff import HEAD_BYTES, recognise
from models import clock
from models.asset import (
    PROCESSING,
    WAITING_UPLOAD,
    AlreadyReceived,
    Asset,
    Overtaken,
    WrongOffset,
)
from models.content import Content
from models.database import exclusive
from models.errors import DomainError, Expired, Invalid, NotFound, Problem, TooLarge, Unavailable
from usecases.assets import QUEUED, upload_limit
from usecases.screening import holding
from usecases.sweeping import UPLOADS

log = structlog.get_logger()

LIFETIME = timedelta(hours=1)
PATH = "/api/v1/uploads/"
CHUNK = 1 << 20
# Never take the last of a disk: the database and the renditions live there as well.
RESERVE = 64 << 20


class LinkExpired(Expired):
    """The link was good once."""

    code = "link-expired"


class NoRoom(Unavailable):
    """The disk is full."""

    code = "no-room"


class NotAVideo(Invalid):
    """What was sent cannot be a video."""

    code = "not-a-video"


class Body(Protocol):
    """What bytes are read from until there are none."""

    def read(self, size: int, /) -> bytes:
        """Give up to so many bytes; nothing at the end."""
        ...


@dataclass(frozen=True)
class Piece:
    """What one request says it sends: `start` null begins anew, `total` null is not known."""

    start: int | None = None
    length: int | None = None
    total: int | None = None


def upload_link(video: Content, base_url: str, secret: str) -> tuple[str, datetime]:
    """Give a link to which the video's file can be sent for an hour, and when it ends.

    A video that waits for its file keeps what has come of it; one that has its file gets a new
    asset, and plays the former until the new one is ready. Raises `NotFound`.
    """
    with holding(video):
        asset = Asset.select().where(Asset.content == video).order_by(Asset.id.desc()).first()
        if asset is None or asset.state != WAITING_UPLOAD:
            asset = Asset.create(content=video)
    ends = int((clock.now() + LIFETIME).timestamp())
    token = _signer(secret).dumps([asset.uid, ends])
    text = token if isinstance(token, str) else token.decode()
    return f"{base_url.rstrip('/')}{PATH}{text}", datetime.fromtimestamp(ends, UTC)


def find_upload(token: str, secret: str) -> Asset:
    """Find the asset a link was made for; raises `NotFound`, `LinkExpired`."""
    asset: Asset | None = Asset.get_or_none(Asset.uid == _named(token, secret))
    if asset is None:
        raise NotFound("the video of this link has been removed")
    return asset


def is_link(token: str, secret: str) -> bool:
    """Tell whether we gave this link and it has not expired; asks nothing but the token."""
    try:
        _named(token, secret)
    except DomainError:
        return False
    return True


def received(asset: Asset) -> int:
    """Tell how many bytes of the file have come, which is where a client goes on."""
    return _part(asset).size if asset.state == WAITING_UPLOAD else asset.size or 0


def receive(asset: Asset, stream: Body, piece: Piece) -> Asset:
    """Take a file, or the next piece of it; once it is whole it is put aside for preparing.

    Raises `AlreadyReceived`, `WrongOffset`, `TooLarge`, `NotAVideo`, `NoRoom`, `Overtaken`. What
    came before a broken connection is kept, what is refused is not.
    """
    if asset.state != WAITING_UPLOAD:
        raise AlreadyReceived("this video has been received; ask for a new link to replace it")
    part = _part(asset)
    _refuse_early(part, piece)
    try:
        with part.writing(at=piece.start) as writer:
            try:
                _take(part, writer, stream, piece)
                if piece.total is None or part.size == piece.total:
                    return _keep(asset, part, writer)
                return asset
            except (TooLarge, NotAVideo, NoRoomError):
                writer.drop()
                raise
    except MovedOnError:
        raise _wrong_offset(part) from None
    except TurnLostError:
        raise Overtaken("this file is being sent a second time; that sending counts") from None
    except NoRoomError:
        log.error("no room for an upload", asset=asset.uid)
        raise NoRoom("the server has no room for this file now; try again later") from None


def _signer(secret: str) -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt="vitrine upload link", signer_kwargs=options)


def _named(token: str, secret: str) -> str:
    """Read the uid of the asset from a token."""
    try:
        uid, ends = _signer(secret).loads(token)
    except BadSignature:
        raise NotFound("this is no upload link; use it exactly as it was given") from None
    if clock.now().timestamp() >= ends:
        raise LinkExpired("this upload link has expired; ask for a new one")
    named: str = uid
    return named


def _part(asset: Asset) -> Part:
    return Part(files().path(f"{UPLOADS}/{asset.uid}"))


def _refuse_early(part: Part, piece: Piece) -> None:
    """Say before the first byte what would be said after the last."""
    if piece.start is not None and piece.start != part.size:
        raise _wrong_offset(part)
    expected = piece.total if piece.total is not None else piece.length
    if expected is None:
        return
    if expected > upload_limit():
        if piece.start is None:
            part.drop()
        raise _too_large()
    if expected - (piece.start or 0) > files().free() - RESERVE:
        raise NoRoom("the server has no room for a file of this size; try again later")


def _take(part: Part, writer: Writer, stream: Body, piece: Piece) -> None:
    size = part.size
    looked = size >= HEAD_BYTES
    end = None if piece.start is None or piece.length is None else piece.start + piece.length
    for chunk in _chunks(stream):
        size += len(chunk)
        if size > upload_limit():
            raise _too_large()
        if end is not None and size > end:
            raise Invalid(Problem("Content-Range", "more bytes were sent than the range names"))
        writer.append(chunk)
        if not looked and size >= HEAD_BYTES:
            _look(writer)
            looked = True
    if end is not None and size < end:
        raise Invalid(Problem("Content-Range", f"only {size - (piece.start or 0)} bytes came"))


def _chunks(stream: Body) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _look(writer: Writer) -> None:
    """Refuse what is no video by its first bytes; its name and type prove nothing."""
    try:
        recognise(writer.head(HEAD_BYTES))
    except MediaError as refusal:
        log.info("refused upload", code=refusal.code, detail=refusal.detail)
        raise NotAVideo(Problem("", refusal.message)) from None


def _keep(asset: Asset, part: Part, writer: Writer) -> Asset:
    _look(writer)
    with exclusive(asset):
        fresh: Asset | None = Asset.get_or_none(Asset.id == asset.id)
        if fresh is None:
            raise NotFound("the video of this link has been removed")
        if fresh.state != WAITING_UPLOAD:
            raise Overtaken("this video was sent twice at the same time; the first one counts")
        fresh.size = part.size
        writer.finish("source")
        fresh.state, fresh.progress, fresh.reason = PROCESSING, 0.0, None
        fresh.source = f"{UPLOADS}/{asset.uid}/source"
        fresh.due_at = clock.now() + QUEUED
        fresh.save()
    try:
        queue().add("prepare", fresh.uid)
    except Exception:
        # The file is here and its record says so: `assets.resume` puts it aside later.
        log.exception("the queue took no job", asset=fresh.uid)
    return Asset.get_by_id(fresh.id)


def _wrong_offset(part: Part) -> WrongOffset:
    return WrongOffset(f"send the bytes from {part.size} on; that is what has come so far")


def _too_large() -> TooLarge:
    return TooLarge(f"the file is larger than {upload_limit() // 1_000_000} MB, the most we take")
