"""Writing: what viewers and hosts write in a live, taken in one order or refused.

Everything is decided here, on the server: who is banned, who is too fast, what waits for leave and
what is hidden because it says a word of the shop's list. What is hidden looks to its author as if
it stood there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from models import clock
from models.broadcast import Broadcast, LiveFinished
from models.content import FINISHED, LIVE, Content
from models.database import connected, exclusive
from models.errors import Invalid, NotFound, Problem
from models.message import HOST, ChatClosed, LinkRefused, Message, TooFast
from models.shop import Shop
from usecases import bans, words
from usecases.changes import note
from usecases.chat import is_seen, told
from usecases.chat_settings import ChatSettings, settings_of
from usecases.passes import Viewer, whereabouts
from usecases.screening import find_own
from usecases.wording import LONGEST_NAME, has_link, name_of_host, plain, within

# So many messages in so many seconds: of one viewer; from one address, where many may sit.
OF_VIEWER, FROM_ADDRESS = (5, 10), (40, 10)
# The same words again within this are the same message, sent again because its answer was lost.
SAME_WITHIN = timedelta(seconds=10)
LONGEST_OF_LEADERS = 1_000
ADDRESSES_KEPT = timedelta(days=30)


def write(
    viewer: Viewer, content: Content, text: str, *, question: bool = False, address: str = ""
) -> Message:
    """Write a message into the chat of a live, as the viewer that was let in.

    Raises `Invalid`, `LinkRefused`, `Banned`, `ChatClosed`, `TooFast`, `LiveFinished`, `NotFound`.
    """
    place = whereabouts(address) if address else None
    shadowed = not viewer.leads and bans.softly_banned(content, viewer.uid, place)
    settings = settings_of(_broadcast(content))
    made = within(text, LONGEST_OF_LEADERS if viewer.leads else settings.max_length, "text")
    if not viewer.leads and has_link(made):
        raise LinkRefused(Problem("text", "links are for the hosts of the show"))
    word = None if viewer.leads else words.found(made, content.shop.chat_words)
    with exclusive(_broadcast(content)):
        broadcast = _broadcast(content)
        if Content.get(Content.id == content.id).state == FINISHED:
            raise LiveFinished("this live is finished, and its chat with it")
        settings, now = settings_of(broadcast), clock.now()
        if not viewer.leads:
            _admit(viewer, settings, question=question)
            if earlier := _sent_before(viewer, content, made, question, now):
                return earlier
            _keep_pace(viewer, content, settings, place, now)
        message = Message.create(
            content=content,
            author=viewer.author,
            text=made,
            question=question,
            created_at=now,
            moderated=word is not None,
            reason=word and f"says {word}",
            waiting=settings.premoderation and not viewer.leads,
            shadowed=shadowed,
            by_host=viewer.role == HOST,
            by_moderator=viewer.leads and viewer.role != HOST,
            viewer=viewer.uid or None,
            address=None if viewer.leads else place,
        )
        if is_seen(message):
            note(content, "message", told(message))
    return message


def write_as_host(
    shop: Shop,
    uid: str,
    text: str,
    *,
    leader: Viewer | None = None,
    author: str | None = None,
    question: bool = False,
) -> Message:
    """Write as somebody who looks after the show: who holds a link, else the host by this name.

    Without a name it is the shop's. Raises `NotFound`, `SharedContent`, `LiveFinished`, `Invalid`.
    """
    content, now = find_own(shop, uid, LIVE), clock.now()
    if leader is not None and author is not None:
        raise Invalid(Problem("author", "is the one in the link; leave it out"))
    if leader is None:
        name = plain(shop.name)[:LONGEST_NAME]
        name = name if author is None else name_of_host(author, "author")
        leader = Viewer(content.uid, "", name, HOST, now, now)
    return write(leader, content, text, question=question)


def forget_addresses() -> None:
    """Forget where messages of more than a month ago came from."""
    old = clock.now() - ADDRESSES_KEPT
    with connected():
        known = Message.address.is_null(False), Message.created_at < old
        Message.update(address=None).where(*known).execute()


def _broadcast(content: Content) -> Broadcast:
    found: Broadcast | None = Broadcast.get_or_none(Broadcast.content == content)
    if found is None:
        raise NotFound("this live has been removed")
    return found


def _admit(viewer: Viewer, settings: ChatSettings, *, question: bool) -> None:
    if not settings.open:
        raise ChatClosed("the chat is closed")
    if settings.questions_only and not question:
        raise ChatClosed("the chat takes questions alone now")
    if not viewer.author and not settings.anonymous:
        raise ChatClosed("the chat takes no anonymous messages; choose a nickname")


def _sent_before(
    viewer: Viewer, content: Content, text: str, question: bool, now: datetime
) -> Message | None:
    mine: Any = Message.select().where(
        Message.viewer == viewer.uid,
        Message.content == content,
        Message.text == text,
        Message.question == question,
        Message.created_at > now - SAME_WITHIN,
    )
    found: Message | None = mine.first()
    return found


def _keep_pace(
    viewer: Viewer, content: Content, settings: ChatSettings, place: str | None, now: datetime
) -> None:
    mine = Message.viewer == viewer.uid
    _wait(content, mine, *OF_VIEWER, now)
    if settings.slow_seconds:
        _wait(content, mine, 1, settings.slow_seconds, now)
    if place is not None:
        # Who takes a new pass for each message shall not outrun slow mode either.
        many, seconds = FROM_ADDRESS
        wait = max(seconds, settings.slow_seconds)
        _wait(content, Message.address == place, many, wait, now)


def _wait(content: Content, whose: Any, many: int, seconds: int, now: datetime) -> None:
    """Raise `TooFast` when there are so many messages already within so many seconds."""
    theirs: Any = Message.select(Message.created_at).where(whose, Message.content == content)
    before = theirs.order_by(Message.id.desc()).offset(many - 1).first()
    if before is None:
        return
    wait = (before.created_at - now).total_seconds() + seconds
    if wait > 0:
        after = min(-int(-wait // 1), seconds)
        raise TooFast(f"the chat is slower than that; wait {after} s", after)
