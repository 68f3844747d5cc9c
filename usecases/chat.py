"""Chat: what viewers of a live are told of its messages; `usecases/writing.py` takes them in."""

from __future__ import annotations

from typing import Any

from models.broadcast import Broadcast
from models.content import Content
from models.message import Message, seen
from usecases.events import spelled


def told(message: Message) -> dict[str, Any]:
    """Spell a message for viewers; an anonymous one has no author."""
    return {
        "id": message.uid,
        "author": message.author or None,
        "text": message.text,
        "question": message.question,
        "votes": message.votes,
        "answered": message.answered_at is not None,
        "host": message.by_host,
        "moderator": message.by_moderator,
        "at": spelled(message.created_at),
    }


def newest(content: Content, most: int = 50) -> list[Message]:
    """Give the newest messages that viewers see, oldest first."""
    query: Any = Message.select().where(Message.content == content, seen())
    return list(query.order_by(Message.id.desc()).limit(most))[::-1]


def open_questions(content: Content, most: int = 50) -> list[Message]:
    """Give the questions that viewers see and nobody has answered, most votes first."""
    # Compared, so that the index on questions is used.
    asked = Message.question == True  # noqa: E712
    query: Any = Message.select().where(
        Message.content == content, asked, seen(), Message.answered_at.is_null()
    )
    return list(query.order_by(Message.votes.desc(), Message.id).limit(most))


def pinned(broadcast: Broadcast) -> Message | None:
    """Give the message that is pinned above the chat of a live, if any is."""
    query: Any = Message.select().where(Message.uid == broadcast.pinned, seen())
    found: Message | None = query.first() if broadcast.pinned else None
    return found


def is_seen(message: Message) -> bool:
    """Tell whether viewers see a message."""
    return not (message.moderated or message.waiting or message.shadowed)
