"""Moderating: messages hidden, shown, let through, removed, pinned and marked as answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from models import clock
from models.base import UID
from models.broadcast import Broadcast
from models.content import LIVE, Content, Cue
from models.database import exclusive
from models.errors import Invalid, NotFound, Problem
from models.message import Message
from models.shop import Shop
from usecases.changes import note
from usecases.chat import is_seen, told
from usecases.screening import find_own

# What viewers are told of a message that is not to be seen any more.
HIDDEN, REMOVED = "moderated", "removed"


def find_message(content: Content, uid: str, where: str = "") -> Message:
    """Find a message of a live; raises `NotFound`, or `Invalid` where a body names it."""
    found: Message | None = None
    if UID.fullmatch(uid):
        found = Message.get_or_none(Message.content == content, Message.uid == uid)
    if found is None and where:
        raise Invalid(Problem(where, "this live has no message with this id"))
    if found is None:
        raise NotFound("this live has no message with this id")
    return found


def show(shop: Shop, uid: str, message: str) -> Message:
    """Find a message of a live; raises `NotFound`, `SharedContent`."""
    return find_message(find_own(shop, uid, LIVE), message)


def change(shop: Shop, uid: str, message: str, **facts: bool) -> Message:
    """Change what is sent of a message: `moderated`, `answered`, `pinned`.

    `moderated` hides it; false shows what was hidden and lets through what waited. Raises
    `NotFound`, `SharedContent`, `Invalid`.
    """
    content = find_own(shop, uid, LIVE)
    with exclusive(Broadcast.get(Broadcast.content == content)):
        broadcast = Broadcast.get(Broadcast.content == content)
        found = find_message(content, message)
        was_seen, before = is_seen(found), told(found)
        _mark(found, facts)
        found.save()
        if was_seen and not is_seen(found):
            _take_away(content, broadcast, found, HIDDEN)
        elif is_seen(found) and (not was_seen or told(found) != before):
            note(content, "message", told(found))
        if "pinned" in facts:
            _pin(content, broadcast, found, wanted=facts["pinned"])
    return found


def remove(shop: Shop, uid: str, message: str) -> None:
    """Remove a message with its votes; raises `NotFound`, `SharedContent`."""
    content = find_own(shop, uid, LIVE)
    with exclusive(Broadcast.get(Broadcast.content == content)):
        broadcast = Broadcast.get(Broadcast.content == content)
        found = find_message(content, message)
        found.delete_instance()
        if is_seen(found):
            _take_away(content, broadcast, found, REMOVED)


def hide_all_of(content: Content, viewer: str) -> None:
    """Hide what a viewer has written in a live. Call it in the transaction of what causes it."""
    query: Any = Message.select().where(
        Message.content == content, Message.viewer == viewer, ~Message.moderated
    )
    for each in query.order_by(Message.id):
        was_seen = is_seen(each)
        each.moderated, each.waiting = True, False
        each.save()
        if was_seen:
            broadcast = Broadcast.get(Broadcast.content == content)
            _take_away(content, broadcast, each, HIDDEN)


def ask_again(content: Content, since: datetime) -> None:
    """Open the questions answered since a rehearsal began: nobody has heard what was said.

    Call it in the transaction of the start.
    """
    query: Any = Message.select().where(Message.content == content, Message.answered_at >= since)
    for each in query.order_by(Message.id):
        each.answered_at = None
        each.save()
        if is_seen(each):
            note(content, "message", told(each))


def _mark(message: Message, facts: dict[str, bool]) -> None:
    if "moderated" in facts:
        message.moderated, message.waiting = facts["moderated"], False
        if not facts["moderated"]:
            # Leave given by a person outweighs what was hidden by rule.
            message.shadowed, message.reason = False, None
    if "answered" in facts:
        if not message.question:
            raise Invalid(Problem("answered", "only a question is answered"))
        if not facts["answered"]:
            message.answered_at = None
        elif message.answered_at is None:
            message.answered_at = clock.now()
    if facts.get("pinned") and not is_seen(message):
        raise Invalid(Problem("pinned", "a hidden message cannot be pinned"))


def _pin(content: Content, broadcast: Broadcast, message: Message, *, wanted: bool) -> None:
    mine = Broadcast.id == broadcast.id
    now = Broadcast.select(Broadcast.pinned).where(mine).scalar()
    if wanted is not (now == message.uid):
        Broadcast.update(pinned=message.uid if wanted else None).where(mine).execute()
        note(content, "pinned", told(message) if wanted else None)


def _take_away(content: Content, broadcast: Broadcast, message: Message, why: str) -> None:
    """Let a message go from viewers' pages, from its pin, and from the replay's moments."""
    Cue.delete().where(Cue.content == content, Cue.source_uid == message.uid).execute()
    note(content, "gone", {"id": message.uid, "why": why})
    _pin(content, broadcast, message, wanted=False)
