"""`/api/v1/uploads/<token>`: the file of a video, sent by whoever has the link."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from pydantic import Field

from api.content.envelope import Data, data, item
from api.operation import Answer, Output, operation
from models.asset import AlreadyReceived, Asset, Overtaken, WrongOffset
from models.errors import Invalid, NotFound, Problem, TooLarge
from usecases import uploads
from usecases.uploads import LinkExpired, NoRoom, NotAVideo, Piece

routes = Blueprint("uploads", __name__)

_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")


class UploadAttributes(Output):
    """How far the file and its preparing are; `offset` bytes have come, `progress` is 0 to 1."""

    status: str = Field(examples=["processing"])
    offset: int = Field(examples=[1048576])
    progress: float = Field(examples=[0.4])
    reason: str | None = Field(examples=[None])


class Upload(Output):
    """One upload; its id is that of the asset the link was made for."""

    id: str = Field(examples=["6f708192a3b4c5d6e7f8091a2b3c4d5e"])
    type: str = Field(examples=["upload"])
    attributes: UploadAttributes


@routes.after_request
def open_to_browsers(response: Response) -> Response:
    """Let pages of any origin send a file: the link alone is the permission, no cookie is read."""
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = "Upload-Offset, Retry-After, X-Request-Id"
    headers["Cache-Control"] = "no-store"
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, PUT"
        headers["Access-Control-Allow-Headers"] = "Content-Range, Content-Type"
        headers["Access-Control-Max-Age"] = "86400"
    if "upload" in g:
        headers["Upload-Offset"] = str(uploads.received(g.upload))
    return response


@routes.get("/<token>")
@operation(
    "Tell how much of a file has come, and how far preparing it is",
    answer=Data[Upload],
    scope=None,
    counted=False,
    extension=True,
    errors=(NotFound, LinkExpired),
)
def show(token: str) -> Answer:
    """Tell how far an upload is; the header Upload-Offset (also of HEAD) says where to go on."""
    return data(as_upload(_upload(token)))


@routes.put("/<token>")
@operation(
    "Send a video file, or with Content-Range its next piece",
    answer=Data[Upload],
    scope=None,
    counted=False,
    extension=True,
    raw_body="application/octet-stream",
    errors=(
        NotFound,
        LinkExpired,
        AlreadyReceived,
        Overtaken,
        TooLarge,
        WrongOffset,
        NotAVideo,
        NoRoom,
    ),
)
def change(token: str) -> Answer:
    """Take the file; once it is whole it is prepared."""
    upload = _upload(token)
    piece = _piece()
    # One more than allowed, so that it is the use case that refuses, in its own words.
    request.max_content_length = current_app.config["UPLOAD_LIMIT"] + 1
    g.upload = uploads.receive(upload, _Sent(request), piece)
    return data(as_upload(g.upload))


def as_upload(asset: Asset) -> dict[str, Any]:
    """Spell an upload."""
    return item(
        "upload",
        asset.uid,
        {
            "status": asset.state,
            "offset": uploads.received(asset),
            "progress": asset.progress,
            "reason": asset.reason,
        },
    )


class _Sent:
    """The body, opened when it is read: what is refused before never is."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent

    def read(self, size: int) -> bytes:
        content: bytes = self._sent.stream.read(size)
        return content


def _upload(token: str) -> Asset:
    g.upload = uploads.find_upload(token, current_app.config["SECRET_KEY"])
    upload: Asset = g.upload
    return upload


def _piece() -> Piece:
    if request.mimetype == "multipart/form-data":
        raise Invalid(Problem("Content-Type", "send the file itself as the body, not a form"))
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Invalid(Problem("Content-Encoding", "send the file as it is, not compressed"))
    length = request.content_length
    named = request.headers.get("Content-Range")
    if named is None:
        return Piece(length=length)
    found = _RANGE.fullmatch(named.strip())
    if not found:
        raise Invalid(Problem("Content-Range", "must look like bytes 0-1048575/5242880"))
    start, last, total = map(int, found.groups())
    if not start <= last < total or (length is not None and length != last + 1 - start):
        raise Invalid(Problem("Content-Range", "does not fit the number of bytes sent"))
    return Piece(start, last + 1 - start, total)
