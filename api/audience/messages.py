"""`/audience/v1/lives/<uid>/messages`: what viewers write in the chat of a live."""

from __future__ import annotations

from flask import Blueprint
from pydantic import Field

from api.audience.entering import address, entered
from api.auth import NoCredentials
from api.body import Input
from api.content.envelope import answer
from api.operation import Answer, Output, operation
from models.broadcast import LiveFinished
from models.errors import NotFound
from models.message import BadToken, Banned, ChatClosed, LinkRefused, TokenExpired, TooFast
from usecases import writing
from usecases.chat import told

routes = Blueprint("messages", __name__)


class NewMessage(Input):
    """A message as a viewer sends it; how long it may be is a setting of the live."""

    text: str = Field(description="Plain text.")
    question: bool = False


class ToldMessage(Output):
    """A message as viewers are told of it."""

    id: str
    author: str | None
    text: str
    question: bool
    votes: int
    answered: bool
    host: bool
    moderator: bool
    at: str


class Written(Output):
    """The message as its author sees it; `waiting`: for a moderator's leave."""

    message: ToldMessage
    waiting: bool


@routes.post("")
@operation(
    "Write a message",
    body=NewMessage,
    answer=Written,
    status=201,
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
        LinkRefused,
        TooFast,
    ),
)
def create(uid: str, body: NewMessage) -> Answer:
    """Write into the chat; whoever is banned softly is answered as if everybody read it."""
    viewer, content = entered(uid)
    made = writing.write(viewer, content, body.text, question=body.question, address=address())
    return answer({"message": told(made), "waiting": made.waiting}, 201)
