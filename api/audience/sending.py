"""`/audience/v1/lives/<uid>/sending…`: a browser's camera, in the chunks its recorder makes.

Who begins has the live's stream key, or is its host by a link (`Authorization: Bearer`).
The session in the address is a permission: it is named `token`, which stays out of the log.
"""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, request
from pydantic import Field

from api.auth import bearer, enter_by_link, shop
from api.body import Input
from api.operation import Answer, Output, operation
from models.broadcast import LiveFinished
from models.errors import Invalid, NotFound, Problem, TooLarge
from models.message import HOST
from usecases import hosting, spooling
from usecases.airing import Occupied, WrongKey
from usecases.spooling import LARGEST, Behind, SendingEnded
from usecases.uploads import NoRoom

routes = Blueprint("sending", __name__)


@routes.before_request
def take_chunks() -> None:
    """Let in what is larger than anything else that the audience sends."""
    request.max_content_length = LARGEST


class NewSending(Input):
    """Who may send has the live's stream key, or a host's link for it."""

    stream_key: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None, description="Left out by who comes by a link.", examples=["9f3c…"]
    )
    take_over: bool = Field(
        False, description="Of a host by a link: end what somebody else is sending now."
    )


class Sending(Output):
    """Chunks go to `…/sending/<session>/<number>`, each of `chunk_limit` bytes at most."""

    session: str = Field(examples=["2f1c8a90b7d64e53a1f0c2d3e4b5a697"])
    chunk_limit: int = Field(examples=[LARGEST])


@routes.post("")
@operation(
    "Begin to send a live from a browser",
    answer=Sending,
    status=201,
    body=NewSending,
    scope=None,
    errors=(NotFound, WrongKey, Occupied, LiveFinished, NoRoom),
)
def create(uid: str, body: NewSending) -> Answer:
    """Open a session; the recorder starts after it, at its first chunk."""
    if body.stream_key is None and bearer():
        enter_by_link(uid, (HOST,))
        session = hosting.begin_sending(shop(), uid, take_over=body.take_over)
    elif body.stream_key is None:
        raise Invalid(Problem("stream_key", "is required without a host's link"))
    else:
        session = spooling.begin(uid, body.stream_key)
    return {"session": session, "chunk_limit": LARGEST}, 201


@routes.put("/<token>/<int:number>")
@operation(
    "Send the recorder's next chunk",
    status=204,
    scope=None,
    counted=False,
    raw_body="application/octet-stream",
    errors=(SendingEnded, TooLarge, Behind, NoRoom, Invalid),
)
def change(uid: str, token: str, number: int) -> Answer:
    """Take a chunk; sent twice it counts once, and the numbers may come in any order."""
    length = request.content_length
    if length is None:
        raise Invalid(Problem("Content-Length", "is required"))
    if length > LARGEST:
        raise TooLarge(f"one chunk may have {LARGEST} bytes at most")
    chunk = request.get_data(cache=False)
    if len(chunk) != length:
        raise Invalid(Problem("", "the chunk did not come whole"))
    spooling.put(uid, token, number, chunk)
    return "", 204


@routes.delete("/<token>")
@operation(
    "End what a browser sends", status=204, scope=None, counted=False, errors=(SendingEnded, NoRoom)
)
def remove(uid: str, token: str) -> Answer:
    """Say that no more chunks come."""
    spooling.end(uid, token)
    return "", 204
