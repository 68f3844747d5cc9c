"""`/audience/v1/lives/<uid>/viewers`: coming into a live, which answers a token for it."""

from __future__ import annotations

from typing import Any, Literal

from flask import Blueprint
from pydantic import Field

from api.body import Input
from api.content.envelope import answer, moment
from api.operation import Answer, Output, operation
from models.errors import NotFound
from models.message import BadUserToken
from usecases import viewers
from usecases.passes import Viewer, written

routes = Blueprint("viewers", __name__)


class NewViewer(Input):
    """Who comes in; exactly one of the three is sent."""

    nickname: str | None = Field(None, description="One word of at most 25 characters.")
    anonymous: Literal[True] | None = Field(None, description="As nobody in particular.")
    user_token: str | None = Field(None, description="What the shop's server says of its user.")


class Entered(Output):
    """Who has come in; `viewer` is what others know them by, whatever their name."""

    token: str
    viewer: str
    author: str | None
    role: Literal["viewer", "moderator", "host"]
    may_bid: bool
    expires_at: str


@routes.post("")
@operation(
    "Come into a live",
    body=NewViewer,
    answer=Entered,
    status=201,
    scope=None,
    counted=False,
    errors=(NotFound, BadUserToken),
)
def create(uid: str, body: NewViewer) -> Answer:
    """Let somebody in by a nickname, anonymously, or as a user of the shop."""
    made = viewers.come_in(
        uid,
        nickname=body.nickname,
        anonymous=bool(body.anonymous),
        user_token=body.user_token,
    )
    return answer(as_entered(made), 201)


def as_entered(viewer: Viewer) -> dict[str, Any]:
    """Spell who has come in."""
    return {
        "token": written(viewer),
        "viewer": viewer.uid,
        "author": viewer.author or None,
        "role": viewer.role,
        "may_bid": viewer.may_bid,
        "expires_at": moment(viewer.ends_at),
    }
