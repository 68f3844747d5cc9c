"""Snapshots: all that a player needs to know of a live at once, in a handful of queries.

A snapshot bears the number of the newest change it surely has (`usecases/changes.py`); a player
starts from it and goes on with the changes after that number. It is in no language.
"""

from __future__ import annotations

from typing import Any

from models.broadcast import Broadcast
from models.content import LIVE, Content
from models.message import Message
from models.shop import Shop
from usecases import audience
from usecases.airing import state_of
from usecases.events import spelled
from usecases.screens import told_screen
from usecases.watching import watched

MOST_MESSAGES = MOST_QUESTIONS = 50
# The settings of a chat that are for viewers to know.
CHAT = (
    "open",
    "anonymous",
    "questions_only",
    "premoderation",
    "slow_seconds",
    "max_length",
    "reactions",
    "emojis",
)


def snapshot(uid: str, app_id: str | None = None) -> dict[str, Any]:
    """Spell what viewers of a live may know now; raises `NotFound`.

    `app_id` names the shop on whose pages they are, when it is not the live's own.
    """
    content, shop = watched(uid, LIVE, app_id)
    # The number first: what changes while the rest is read is told again, and never left out.
    broadcast = Broadcast.get(Broadcast.content == content)
    content = Content.get_by_id(content.id)
    messages = list(_seen(content).order_by(Message.id.desc()).limit(MOST_MESSAGES))
    return {
        "id": content.uid,
        "number": broadcast.number,
        "name": content.name,
        **state_of(content, broadcast),
        "screen": told_screen(shop, content),
        "pinned": _pinned(content, broadcast),
        "messages": [told(each) for each in reversed(messages)],
        "questions": [told(each) for each in _open_questions(content)],
        "chat": {name: broadcast.chat[name] for name in CHAT if name in broadcast.chat},
        **totals([content.id])[content.id],
    }


def totals(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Spell what is only counted of lives, by their ids; viewers where the shop shows them."""
    shops: Any = Content.select(Content.id).join(Shop).where(Content.id.in_(ids), Shop.show_viewers)
    counted = {each for (each,) in shops.tuples()}
    now, reactions = audience.viewers(counted), audience.reactions(ids)
    return {
        each: {
            "viewers": now.get(each, 0) if each in counted else None,
            "reactions": reactions.get(each, {}),
        }
        for each in ids
    }


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


def _seen(content: Content) -> Any:
    messages: Any = Message.select()
    return messages.where(
        Message.content == content, ~Message.moderated, ~Message.waiting, ~Message.shadowed
    )


def _pinned(content: Content, broadcast: Broadcast) -> dict[str, Any] | None:
    found = broadcast.pinned and _seen(content).where(Message.uid == broadcast.pinned).first()
    return told(found) if found else None


def _open_questions(content: Content) -> Any:
    # Compared, so that the index on questions is used.
    asked = _seen(content).where(Message.question == True, Message.answered_at.is_null())  # noqa: E712
    return asked.order_by(Message.votes.desc(), Message.id).limit(MOST_QUESTIONS)
