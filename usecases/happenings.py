"""What happens in a live: its events and answered questions, as moments of its picture."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import JOIN

from models.broadcast import Broadcast, LiveEvent
from models.content import Content, Cue
from models.message import Message
from models.product import Product


def happened(content: Content) -> list[Cue]:
    """Tell the events of a live in the order of time, as cues that are not stored.

    Nothing has a moment before the first picture came; what was on screen then is told from 0.
    """
    broadcast = Broadcast.get_or_none(Broadcast.content == content)
    if broadcast is None or broadcast.started_at is None:
        return []
    begun = broadcast.started_at
    cues = [_of_event(content, each, begun) for each in _events(content)]
    answered: Any = Message.select().where(
        Message.content == content, Message.answered_at.is_null(False), ~Message.moderated
    )
    cues += [_of_question(content, each, begun) for each in answered]
    lasting = [each for each in cues if each.to_ms is None or each.to_ms > each.from_ms]
    return sorted(lasting, key=lambda each: each.from_ms)


def write_cues(content: Content) -> None:
    """Put what happened in a live, if anything did, in the place of its replay's cues."""
    cues = happened(content)
    if cues:
        Cue.delete().where(Cue.content == content).execute()
    for cue in cues:
        cue.save(force_insert=True)


def _events(content: Content) -> list[LiveEvent]:
    events: Any = LiveEvent.select(LiveEvent, Product).join(Product, JOIN.LEFT_OUTER)
    return list(events.where(LiveEvent.content == content).order_by(LiveEvent.id))


def _of_event(content: Content, event: LiveEvent, begun: datetime) -> Cue:
    return Cue(
        uid=event.uid,
        content=content,
        kind=event.kind,
        product=event.product,
        text=event.text or event.title,
        from_ms=_ms(event.from_at, begun),
        to_ms=_ms(event.to_at, begun),
        source_uid=None if event.product else event.uid,
    )


def _of_question(content: Content, message: Message, begun: datetime) -> Cue:
    return Cue(
        uid=message.uid,
        content=content,
        kind="question",
        text=message.text,
        from_ms=_ms(message.answered_at, begun),
        source_uid=message.uid,
    )


def _ms(at: Any, begun: datetime) -> Any:
    return None if at is None else max(round((at - begun).total_seconds() * 1000), 0)
