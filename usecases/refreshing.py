"""Refreshing a feed: fetched or taken from its upload, read, judged, and only then kept.

    waiting --a worker takes it--> refreshing --kept--> ready --its time has come--> waiting
       ^                             |   |  \\--the shop would shrink by half--> held_back
       +------its worker was lost----+   +--cannot be fetched or read--> error

What was read lies in a file beside until it is judged, so nothing of a feed that is held back or
breaks off reaches the shop. Whoever has lost the claim on a feed writes nothing more.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

from gateways import fetching
from gateways.feed_rows import Unreadable
from gateways.peers import FetchError
from gateways.queue import queue
from gateways.storage import files
from models import clock
from models.base import new_uid
from models.database import connected, database, frugal
from models.feed import ERROR, HELD, READY, REFRESHING, WAITING, Feed
from usecases import claims, feed_source, following
from usecases.claims import CLAIMED, Lost
from usecases.feed_items import CHUNK, count_items, forget_items, keep_items
from usecases.feed_spool import Spooled, items_of, spool
from usecases.sweeping import FEEDS

log = structlog.get_logger()

# How long a message may wait in the queue before it counts as lost.
QUEUED = timedelta(minutes=10)
ATTEMPTS = 3
OURS = "The feed could not be refreshed because of a fault on our side."
_leaving = threading.Event()


class _Left(Exception):
    """The worker was told to stop."""


def configure(*, private: bool) -> None:
    """Choose whether feeds and pictures may be fetched from private addresses."""
    fetching.configure(private=private)
    _leaving.clear()


def leave() -> None:
    """End refreshing in this process soon; what it was at is free for the next worker."""
    _leaving.set()


def ask(feed: Feed) -> None:
    """Put a refresh aside for a worker; one that is under way for this feed is given up."""
    facts = {"state": WAITING, "claim": None, "attempts": 0, "progress": 0.0}
    changes = {**facts, "due_at": clock.now() + QUEUED, "updated_at": clock.now()}
    with database.atomic():
        Feed.update(**changes).where(Feed.id == feed.id).execute()
        # Not before the caller's own transaction is kept: a worker would find nothing to do.
        database.after_commit(lambda: queue().add("refresh", feed.uid))


def begin_due() -> None:
    """Put aside whatever is due, and again what a lost worker or a lost message left undone."""
    with connected():
        now = clock.now()
        timed = Feed.state.in_((READY, HELD, ERROR)) & (Feed.next_at <= now)
        left = Feed.state.in_((WAITING, REFRESHING))
        for feed in Feed.select().where(timed | left).order_by(Feed.id):
            waits = feed.due_at is not None and feed.due_at > now
            if feed.state == WAITING and waits:
                continue
            if feed.state == REFRESHING and waits and not claims.worker_is_gone(feed.claim):
                continue
            same = Feed.claim.is_null() if feed.claim is None else Feed.claim == feed.claim
            mine = Feed.update(state=WAITING, claim=None, due_at=now + QUEUED, updated_at=now)
            if mine.where(Feed.id == feed.id, Feed.state == feed.state, same).execute():
                queue().add("refresh", feed.uid)
        following.begin_pictures()


def refresh(feed_uid: str) -> None:
    """Refresh a feed; doing it twice, even at once, changes nothing."""
    with connected(), frugal():
        claim = _take(feed_uid)
        if claim is None:
            return
        feed = Feed.get(Feed.uid == feed_uid)
        folder = files().working(claims.folder_of(claim))
        try:
            with claims.kept_alive(claim, lambda: _change(feed, claim, due_at=_claimed())):
                folder.mkdir()
                _refresh(feed, claim, folder)
        except Lost:
            log.info("refreshing was given up", feed=feed_uid)
        except _Left:
            # Ended with the process: that does not count as an attempt.
            attempts = Feed.attempts - 1
            _change(feed, claim, state=WAITING, claim=None, due_at=clock.now(), attempts=attempts)
        except (FetchError, Unreadable) as refusal:
            _fail(feed, claim, refusal.message)
        except Exception:
            log.exception("refreshing failed", feed=feed_uid)
            _fail(feed, claim, OURS)
        finally:
            files().remove(claims.folder_of(claim))
        following.begin_pictures()


def next_refresh(feed: Feed) -> Any:
    """Tell when a feed is due again, or nothing when it has no schedule."""
    if not feed.every_minutes or not feed.url:
        return None
    return clock.now() + timedelta(minutes=feed.every_minutes)


def _take(feed_uid: str) -> str | None:
    now = clock.now()
    claim = claims.new_claim()
    lapsed = (Feed.state == REFRESHING) & (Feed.due_at <= now)
    taken = Feed.update(
        state=REFRESHING,
        claim=claim,
        due_at=_claimed(),
        attempts=Feed.attempts + 1,
        round=Feed.round + 1,
        progress=0.0,
        updated_at=now,
    ).where(Feed.uid == feed_uid, (Feed.state == WAITING) | lapsed)
    if taken.execute():
        return claim
    claims.end_claim(claim)
    return None


def _refresh(feed: Feed, claim: str, folder: Path) -> None:
    if feed.attempts > ATTEMPTS:
        raise FetchError(OURS)
    if feed.held and feed.held.get("accepted"):
        held = files().path(f"{feed.held['key']}/items")
        return _keep(feed, claim, Spooled(held, feed.held["items"]), feed.held)
    source = feed_source.bring(feed, folder, lambda: _tell(feed, claim, 0.0))
    if source is None:
        return _end(feed, claim, state=READY, refreshed_at=clock.now(), reason=None)
    read = spool(source, feed, folder, lambda share: _tell(feed, claim, share / 2))
    told = {
        "row_count": read.rows,
        "rejected_count": read.rejected,
        "faults": read.faults,
    }
    if not _change(feed, claim, **told):
        raise Lost
    marks = {"etag": source.etag, "modified": source.modified}
    before = count_items(feed)
    if read.items * 2 < before:
        return _hold(feed, claim, read, {**marks, "items": read.items, "before": before})
    return _keep(feed, claim, read, marks)


def _keep(feed: Feed, claim: str, read: Spooled, marks: dict[str, Any]) -> None:
    kept = 0
    for chunk in items_of(read, CHUNK):
        share = 0.5 + kept / max(1, read.items) / 2
        with database.atomic():
            _tell(feed, claim, share)
            keep_items(feed.id, feed.round, chunk)
        kept += len(chunk)
    _tell(feed, claim, 1.0)
    forget_items(feed, but_round=feed.round)
    following.update_followers(feed, lambda: _tell(feed, claim, 1.0))
    count = count_items(feed)
    facts = {"etag": marks["etag"], "modified": marks["modified"], "item_count": count}
    ends = {**facts, "state": READY, "refreshed_at": clock.now(), "reason": None}
    _end(feed, claim, **ends, source=None, held=None)
    log.info("refreshed", feed=feed.uid, items=count)


def _hold(feed: Feed, claim: str, read: Spooled, held: dict[str, Any]) -> None:
    key = f"{FEEDS}/{feed.uid}/{new_uid()}"
    files().publish(read.path.parent, key)
    reason = (
        f"The feed has {held['items']:,} items now and had {held['before']:,}: it is held back. "
        "Accept it if that is right."
    )
    _end(feed, claim, state=HELD, reason=reason, held={**held, "key": key}, source=None)
    log.warning("held back", feed=feed.uid, items=held["items"], before=held["before"])


def _fail(feed: Feed, claim: str, reason: str) -> None:
    # Whoever has lost the feed meanwhile has nothing to say about it any more.
    with suppress(Lost):
        _end(feed, claim, state=ERROR, reason=reason)


def _end(feed: Feed, claim: str, /, **facts: Any) -> None:
    """End the refresh and remove the files it leaves behind; a claim that was lost ends nothing."""
    ends = {"claim": None, "due_at": None, "attempts": 0, "next_at": next_refresh(feed)}
    if not _change(feed, claim, **{**ends, **facts}):
        raise Lost
    leftover = [feed.source] if facts.get("source", "") is None else []
    leftover += [feed.held["key"]] if feed.held and "held" in facts else []
    for key in leftover:
        if key:
            files().remove(key)


def _tell(feed: Feed, claim: str, share: float) -> None:
    """Write down how far it is; raises when the claim is lost or the worker is to stop."""
    if _leaving.is_set():
        raise _Left
    if not _change(feed, claim, progress=round(share, 3)):
        raise Lost


def _change(feed: Feed, claim: str, /, **changes: Any) -> bool:
    query = Feed.update(**{"updated_at": clock.now(), **changes})
    mine = (Feed.id == feed.id, Feed.state == REFRESHING, Feed.claim == claim)
    return bool(query.where(*mine).execute())


def _claimed() -> Any:
    return clock.now() + CLAIMED
