"""`/api/v1/lives/<uid>/chat`: how the chat of a live is run; an extension."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from flask import Blueprint
from pydantic import Field

from api.auth import shop
from api.body import Input, facts_of, partial
from api.content.content_shapes import SAMPLE
from api.content.envelope import Data, data, item
from api.fields import Line, Whole
from api.operation import Answer, Output, operation
from models.broadcast import Broadcast
from models.errors import NotFound
from models.message import LEADERS
from models.share import SharedContent
from usecases import chat_settings
from usecases.chat_settings import EMOJIS, LONGEST, MOST_EMOJIS, SLOWEST, settings_of

routes = Blueprint("chat", __name__)


class ChatFields(Input):
    """How a chat is run; hosts and moderators are bound by none of it."""

    open: bool = Field(description="Whether viewers may write.", examples=[True])
    anonymous: bool = Field(description="… without a name, too.", examples=[True])
    questions_only: bool = Field(description="… nothing but questions.", examples=[False])
    premoderation: bool = Field(
        description="A message waits until a moderator lets it through.", examples=[False]
    )
    slow_seconds: Annotated[Whole, Field(ge=0, le=SLOWEST)] = Field(
        description="Seconds a viewer waits between two messages.", examples=[0]
    )
    max_length: Annotated[Whole, Field(ge=1, le=LONGEST)] = Field(
        description="The longest message, in characters.", examples=[200]
    )
    reactions: bool = Field(description="Whether viewers may react.", examples=[True])
    emojis: Annotated[list[Line], Field(min_length=1, max_length=MOST_EMOJIS)] = Field(
        description="What they may react with.", examples=[list(EMOJIS)]
    )


class ChatAttributes(Output):
    """How a chat is run, and what is pinned above it."""

    open: bool = Field(examples=[True])
    anonymous: bool = Field(examples=[True])
    questions_only: bool = Field(examples=[False])
    premoderation: bool = Field(examples=[False])
    slow_seconds: int = Field(examples=[0])
    max_length: int = Field(examples=[200])
    reactions: bool = Field(examples=[True])
    emojis: list[str] = Field(examples=[list(EMOJIS)])
    pinned_message_id: str | None = Field(examples=[SAMPLE])


class ChatItem(Output):
    """The chat of a live; the id is the live's."""

    id: str = Field(examples=[SAMPLE])
    type: Literal["chat"]
    attributes: ChatAttributes


@routes.get("")
@operation(
    "Retrieve the settings of a live's chat",
    answer=Data[ChatItem],
    roles=LEADERS,
    errors=(NotFound, SharedContent),
    extension=True,
)
def show(uid: str) -> Answer:
    """Show how the chat of a live is run."""
    return data(as_chat(uid, chat_settings.show(shop(), uid)))


@routes.patch("")
@operation(
    "Change the settings of a live's chat",
    body=partial(ChatFields),
    answer=Data[ChatItem],
    scope="content.write",
    roles=LEADERS,
    errors=(NotFound, SharedContent),
    extension=True,
)
def change(uid: str, body: ChatFields) -> Answer:
    """Change the settings that are sent; viewers' pages follow at once."""
    return data(as_chat(uid, chat_settings.change(shop(), uid, **facts_of(body, {}))))


def as_chat(uid: str, broadcast: Broadcast) -> dict[str, Any]:
    """Spell how a chat is run."""
    settings = asdict(settings_of(broadcast))
    return item("chat", uid, {**settings, "pinned_message_id": broadcast.pinned})
