"""`/audience/v1/lives/<uid>/reactions`: emojis sent over the picture, in batches."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import Field

from api.audience.entering import address, entered
from api.auth import NoCredentials
from api.body import Input
from api.fields import Whole
from api.limits import count_reactions
from api.operation import Answer, operation
from models.broadcast import LiveFinished
from models.errors import NotFound
from models.message import BadToken, Banned, ChatClosed, TokenExpired
from models.meter import TooManyRequests
from usecases import reactions
from usecases.chat_settings import MOST_EMOJIS

routes = Blueprint("reactions", __name__)


class Reactions(Input):
    """How often which emoji was sent since the last batch."""

    counts: Annotated[dict[str, Whole], Field(min_length=1, max_length=MOST_EMOJIS)]


@routes.post("")
@operation(
    "Send reactions",
    body=Reactions,
    status=204,
    scope=None,
    counted=False,
    errors=(
        NoCredentials,
        BadToken,
        TokenExpired,
        Banned,
        NotFound,
        ChatClosed,
        LiveFinished,
        TooManyRequests,
    ),
)
def create(uid: str, body: Reactions) -> Answer:
    """Count reactions; a player sends them once a second at most."""
    viewer, content = entered(uid)
    count_reactions(viewer.uid)
    reactions.react(viewer, content, body.counts, address=address())
    return "", 204
