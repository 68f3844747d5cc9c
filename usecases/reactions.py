"""Reactions: emojis that viewers send over the picture, counted and never kept one by one."""

from __future__ import annotations

from collections.abc import Mapping

from models.audience import Reaction
from models.broadcast import Broadcast, LiveFinished
from models.content import FINISHED, Content
from models.database import database
from models.errors import Invalid, Problem
from models.message import ChatClosed
from usecases import bans
from usecases.chat_settings import same_emoji, settings_of
from usecases.passes import Viewer, whereabouts

# How often one emoji may stand in what a player sends at once.
MOST = 20


def react(
    viewer: Viewer, content: Content, counts: Mapping[str, int], *, address: str = ""
) -> None:
    """Count the reactions a viewer sends: how often which emoji.

    Raises `Invalid`, `ChatClosed`, `Banned`, `LiveFinished`.
    """
    settings = settings_of(Broadcast.get(Broadcast.content == content))
    if content.state == FINISHED:
        raise LiveFinished("this live is finished")
    if not settings.reactions:
        raise ChatClosed("this live takes no reactions")
    known = {same_emoji(each): each for each in settings.emojis}
    faults = [
        Problem(f"counts/{emoji}", _fault(count) or "is none of the live's reactions")
        for emoji, count in counts.items()
        if _fault(count) or same_emoji(emoji) not in known
    ]
    if faults:
        raise Invalid(*faults)
    place = whereabouts(address) if address else None
    if not viewer.leads and bans.softly_banned(content, viewer.uid, place):
        return
    with database.atomic():
        # In one order, so that two requests at once do not wait for one another's rows.
        for emoji in sorted(counts):
            _add(content, known[same_emoji(emoji)], counts[emoji])


def counts_of(content_id: int) -> dict[str, int]:
    """Tell how often each reaction was sent in a live."""
    found = Reaction.select().where(Reaction.content == content_id)
    return {each.emoji: each.count for each in found}


def _fault(count: int) -> str:
    return "" if 1 <= count <= MOST else f"must be between 1 and {MOST}"


def _add(content: Content, emoji: str, count: int) -> None:
    Reaction.insert(content=content, emoji=emoji, count=count).on_conflict(
        conflict_target=[Reaction.content, Reaction.emoji],
        update={Reaction.count: Reaction.count + count},
    ).execute()
