"""`/audience/v1/lives/<uid>/here`: players that only poll say that somebody watches."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, request
from pydantic import Field

from api.audience.whence import digest_of_caller
from api.body import Input
from api.fields import Whole
from api.operation import Answer, operation
from models.broadcast import LiveFinished
from models.errors import NotFound
from usecases import audience

routes = Blueprint("here", __name__)


class Here(Input):
    """Somebody watches."""

    page: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] = Field(
        description="A random key of the opened player, kept in its memory alone."
    )
    watched: Annotated[Whole, Field(ge=0, le=60)] = Field(
        0, description="Seconds watched since it last said so."
    )
    again: bool = Field(False, description="This player's visit has been counted.")


@routes.post("")
@operation(
    "Say that somebody watches",
    body=Here,
    status=204,
    scope=None,
    errors=(NotFound, LiveFinished),
)
def create(uid: str, body: Here) -> Answer:
    """Count an opened player for 45 seconds; one that polls says so every 20."""
    audience.here(
        uid,
        request.args.get("shop"),
        body.page,
        digest_of_caller(uid),
        watched_s=body.watched,
        again=body.again,
    )
    return "", 204
