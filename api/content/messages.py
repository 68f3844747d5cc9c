"""`/api/v1/lives/<uid>/messages`: the chat of a live as its hosts write and moderate it.

Reading it is `lives.messages`, which the published contract has; the rest is an extension.
"""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import Field

from api.auth import leader, shop
from api.body import Input, facts_of, partial
from api.content.envelope import Data, data
from api.content.live_shapes import MessageItem
from api.content.lives import as_message
from api.fields import Clean
from api.operation import Answer, operation
from api.told import SOMETHING, Told
from models.broadcast import LiveFinished
from models.errors import NotFound
from models.message import LEADERS
from models.share import SharedContent
from usecases import moderating, writing
from usecases.wording import LONGEST_NAME
from usecases.writing import LONGEST_OF_LEADERS

routes = Blueprint("messages", __name__)
WORDS = {"text": "message", "question": "is_question"}


class NewMessage(Input):
    """A message as its host sends it."""

    message: Annotated[
        str, Field(min_length=1, max_length=LONGEST_OF_LEADERS), Clean, Told(SOMETHING)
    ] = Field(
        description=f"Plain text of at most {LONGEST_OF_LEADERS:,} characters; links are allowed.",
        examples=["Welcome! All jackets are 20 % off tonight."],
    )
    author: (
        Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), Clean, Told(SOMETHING)] | None
    ) = Field(
        None,
        description=f"The host's name, at most {LONGEST_NAME} characters; default: the shop's. "
        "Who holds a link leaves it out.",
        examples=["Anna"],
    )
    is_question: bool = Field(False, description="A question, which viewers vote for.")


class MessageFields(Input):
    """What is changed of a message."""

    moderated: bool = Field(
        description="true hides it from viewers; false shows it, and lets through what waits.",
        examples=[False],
    )
    answered: bool = Field(
        description="Of a question: that it is answered now, which is a moment of the replay.",
        examples=[True],
    )
    pinned: bool = Field(
        description="It stands above the chat, in the place of any other.", examples=[True]
    )


@routes.post("")
@operation(
    "Write a message as host",
    body=NewMessage,
    answer=Data[MessageItem],
    status=201,
    scope="content.write",
    roles=LEADERS,
    errors=(NotFound, SharedContent, LiveFinished),
    words=WORDS,
    extension=True,
)
def create(uid: str, body: NewMessage) -> Answer:
    """Write into the chat as somebody who looks after the show, marked as such."""
    text, question = body.message, body.is_question
    made = writing.write_as_host(
        shop(), uid, text, leader=leader(), author=body.author, question=question
    )
    return data(as_message(made), 201)


@routes.get("/<message>")
@operation(
    "Retrieve a message",
    answer=Data[MessageItem],
    roles=LEADERS,
    errors=(NotFound, SharedContent),
    extension=True,
)
def show(uid: str, message: str) -> Answer:
    """Show one message of a live's chat, of a finished one too."""
    return data(as_message(moderating.show(shop(), uid, message)))


@routes.patch("/<message>")
@operation(
    "Moderate a message",
    body=partial(MessageFields),
    answer=Data[MessageItem],
    scope="content.write",
    roles=LEADERS,
    errors=(NotFound, SharedContent),
    extension=True,
)
def change(uid: str, message: str, body: MessageFields) -> Answer:
    """Hide or show a message, let it through, mark it as answered, pin it."""
    return data(as_message(moderating.change(shop(), uid, message, **facts_of(body, {}))))


@routes.delete("/<message>")
@operation(
    "Delete a message",
    status=204,
    scope="content.write",
    roles=LEADERS,
    errors=(NotFound, SharedContent),
    extension=True,
)
def remove(uid: str, message: str) -> Answer:
    """Remove a message from the chat and from the replay; viewers' pages drop it at once."""
    moderating.remove(shop(), uid, message)
    return "", 204
