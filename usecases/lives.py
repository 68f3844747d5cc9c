"""Lives: planned, changed, removed, finished and restarted; their chat and current events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from peewee import JOIN

from models import clock
from models.base import UID
from models.broadcast import (
    ANNOUNCEMENT,
    EXTENSION,
    PRODUCT,
    Broadcast,
    LiveEvent,
    LiveFinished,
    LiveOnAir,
)
from models.content import FINISHED, LIVE, NOT_STARTED, STARTED, Content
from models.database import connected
from models.errors import Invalid, Problem
from models.message import Message, seen
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases import airing, recordings, shelf, showing
from usecases.auctions import offers, running
from usecases.borrowed import stand_ins
from usecases.events import tell
from usecases.happenings import write_cues
from usecases.passcodes import choose_passcode
from usecases.screening import Live, find, find_content, find_own, holding_show
from usecases.screens import tell_screen
from usecases.shelf import Article
from usecases.trailers import choose_trailer, find_trailer
from usecases.videos import drop, keep

log = structlog.get_logger()

MOST_MESSAGES = 30


@dataclass(frozen=True)
class OnScreen:
    """What is on screen in a live now: products, announcements and extensions, oldest first."""

    content: Content
    products: tuple[Article, ...]
    announcements: tuple[LiveEvent, ...]
    extensions: tuple[LiveEvent, ...]


def add(shop: Shop, **facts: Any) -> Live:
    """Plan a live, which gets its stream key.

    Facts: those of a video, `starts_at`, `planned_end_at`, `starts_by`, `passcode`, `listed`,
    `replayable`, `brand` (its numeral or uid) and `trailer` (a video's uid). Raises `Invalid`.
    """
    return _kept(shop, None, facts)


def change(shop: Shop, uid: str, **facts: Any) -> Live:
    """Change what is sent of a live. Raises `NotFound`, `SharedContent`, `Invalid`."""
    return _kept(shop, uid, facts)


def remove(shop: Shop, uid: str) -> None:
    """Remove a live with its chat, its replay and the placements that show only it."""
    drop(shop, LIVE, uid)


def withdraw(shop: Shop, uid: str) -> None:
    """Remove a live that is neither shown nor rehearsed; raises `LiveOnAir` where it is."""
    content = find_own(shop, uid, LIVE)
    if content.state == STARTED or Broadcast.get(Broadcast.content == content).rehearsing:
        raise LiveOnAir("this live is on air; end it first")
    remove(shop, uid)


def finish(shop: Shop, uid: str, *, finished: bool, ends_at: datetime) -> Live:
    """Finish a live, or restart it; `ends_at` is when it ended, or is now planned to end.

    Finishing takes everything off the screen, ends auctions, makes what happened the replay's
    cues, and what was recorded the replay.
    Raises `NotFound`, `SharedContent`, `Invalid`.
    """
    with holding_show(shop, uid) as (content, broadcast):
        started_at = broadcast.started_at
        if started_at and ends_at < started_at:
            raise Invalid(Problem("ends_at", "must not be before the live was started"))
        was, content.ends_at = content.state, ends_at
        if not finished:
            content.planned_end_at = ends_at
        if finished and was != FINISHED:
            showing.clear(content, max(ends_at, started_at or ends_at))
            running.end_all(content, clock.now())
            recordings.measure(content)
            write_cues(content)
            recordings.begin(content)
            content.state = FINISHED
        elif not finished and was == FINISHED:
            recordings.take_back(content)
            content.state = STARTED if started_at else NOT_STARTED
            offers.follow(content)
        content.save()
        if content.state != was:
            tell_screen(content)
            airing.settle(content, broadcast)
            tell(content, "finished" if finished else "restarted")
            if content.state == STARTED:
                tell(content, "started")
    if content.state != was:
        recordings.go_on_with(content.id)
    live: Live = find(shop, uid, LIVE)
    return live


def look_after_shows() -> None:
    """Notice senders that died without a word, and finish shows that nobody sends any more."""
    with connected():
        airing.note_dead_senders()
        for each in airing.given_up():
            live = each.content
            log.info("a show is finished: nobody sends it", live=live.uid)
            finish(live.shop, live.uid, finished=True, ends_at=each.lost_at)


def on_screen(shop: Shop, uid: str) -> OnScreen:
    """Tell what a live shows now; raises `NotFound`, `LiveFinished`."""
    content = _unfinished(shop, uid)
    query: Any = LiveEvent.select(LiveEvent, Product, Seller).join(Product, JOIN.LEFT_OUTER)
    now = query.join(Seller, JOIN.LEFT_OUTER).where(
        LiveEvent.content == content, LiveEvent.to_at.is_null()
    )
    events = list(now.order_by(LiveEvent.from_at, LiveEvent.id))
    shown = [each.product for each in events if each.kind == PRODUCT and each.product]
    if content.shop_id != shop.id:
        own = stand_ins(shop, shown)
        shown = [own[each.id] for each in shown if each.id in own]
    once = {each.id: each for each in shown}
    return OnScreen(
        content,
        tuple(shelf.dressed(once.values())),
        tuple(each for each in events if each.kind == ANNOUNCEMENT),
        tuple(each for each in events if each.kind == EXTENSION),
    )


def chat(
    shop: Shop, uid: str, last: str | None = None, waiting: bool | None = None
) -> list[Message]:
    """Give the newest 30 messages of a live, or the 30 that follow `last`, oldest first.

    `waiting`: those alone that wait for a moderator's leave, or the others alone. A shop that the
    live is shared with sees of the chat what viewers see.
    Raises `NotFound`, `LiveFinished`, `Invalid`.
    """
    content = _unfinished(shop, uid)
    query: Any = Message.select().where(Message.content == content)
    if content.shop_id != shop.id:
        query = query.where(seen())
    if waiting is not None:
        query = query.where(Message.waiting == waiting)
    if last is None:
        newest = query.order_by(Message.id.desc()).limit(MOST_MESSAGES)
        return list(newest)[::-1]
    before = query.where(Message.uid == last).first() if UID.fullmatch(last) else None
    if before is None:
        raise Invalid(Problem("last", "this live has no message with this id"))
    return list(query.where(Message.id > before.id).order_by(Message.id).limit(MOST_MESSAGES))


def _unfinished(shop: Shop, uid: str) -> Content:
    content = find_content(shop, uid, LIVE)
    if content.state == FINISHED:
        raise LiveFinished("this live is finished; its timecodes tell what happened in it")
    return content


def _kept(shop: Shop, uid: str | None, facts: dict[str, Any]) -> Live:
    if "trailer" in facts:
        find_trailer(shop, facts["trailer"])  # refuses before anything is kept
    uid, known = keep(shop, LIVE, uid, facts), uid is not None
    if "starts_by" in facts:
        airing.change_start(shop, uid, facts["starts_by"])
    if "passcode" in facts:
        choose_passcode(shop, uid, facts["passcode"])
    if "trailer" in facts:
        choose_trailer(shop, uid, facts["trailer"])
    if known and "products" in facts:
        showing.take_off_uncarried(shop, uid)
    if "products" in facts:
        with holding_show(shop, uid) as (content, _):
            offers.follow(content)
    if known and "starts_at" in facts:
        with holding_show(shop, uid) as (content, _):
            airing.tell_state(content)
    live: Live = find(shop, uid, LIVE)
    return live
