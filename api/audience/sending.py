"""`/audience/v1/lives/<uid>/sending…`: a browser's camera, in the chunks its recorder makes.

The session in the address is a permission: it is named `token`, which stays out of the log.
"""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, request
from pydantic import Field

from api.body import Input
from api.operation import Answer, Output, operation
from models.broadcast import LiveFinished
from models.errors import Invalid, NotFound, Problem, TooLarge
from usecases import spooling
from usecases.airing import Occupied, WrongKey
from usecases.spooling import LARGEST, Behind, SendingEnded
from usecases.uploads import NoRoom

routes = Blueprint("sending", __name__)


class NewSending(Input):
    """Who may send has the live's stream key."""

    stream_key: Annotated[str, Field(min_length=1, max_length=200, examples=["9f3c…"])]


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
    return {"session": spooling.begin(uid, body.stream_key), "chunk_limit": LARGEST}, 201


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
