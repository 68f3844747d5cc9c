"""Sweeping: files that nothing refers to any more, after a day in which somebody might use them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from peewee import fn

from gateways.storage import PUBLIC, files
from models import clock
from models.asset import PROCESSING, READY, Asset, Caption
from models.base import UID
from models.broadcast import Take
from models.content import FINISHED, Content
from models.database import connected
from models.feed import Feed
from usecases.claims import folder_of
from usecases.timeline import recorded, timeline_of

# Somebody may be in the middle of a film that was replaced, or about to go on with an upload.
GRACE = timedelta(days=1)
UPLOADS, WORK, FEEDS = "uploads", "work", "feeds"
VIDEOS, CAPTIONS, LIVES = f"{PUBLIC}/videos", f"{PUBLIC}/captions", f"{PUBLIC}/lives"


def sweep() -> None:
    """Remove replaced films, abandoned uploads and whatever else has no record, past its grace."""
    with connected():
        old = clock.now() - GRACE
        Asset.delete().where(Asset.state == READY, ~Asset.playing, Asset.updated_at < old).execute()
        _sweep(UPLOADS, old, _received)
        _sweep(WORK, old, _worked_at)
        _sweep(VIDEOS, old, _published)
        _sweep(CAPTIONS, old, _shown)
        _sweep(FEEDS, old, _fed)
        _sweep(LIVES, old, _shown_live)
        for name, _ in files().entries(LIVES):
            _sweep(f"{LIVES}/{name}", old, _taken)


def _sweep(key: str, old: datetime, needed: Callable[[list[str]], set[str]]) -> None:
    stale = [name for name, changed in files().entries(key) if changed < old]
    for start in range(0, len(stale), 500):
        names = stale[start : start + 500]
        for name in set(names) - needed(names):
            files().remove(f"{key}/{name}")


def _received(names: list[str]) -> set[str]:
    found = Asset.select(Asset.uid).where(Asset.uid.in_(names), Asset.state == PROCESSING)
    return {each.uid for each in found}


def _published(names: list[str]) -> set[str]:
    found = Asset.select(Asset.uid).where(Asset.uid.in_(names), Asset.state == READY)
    return {each.uid for each in found}


def _worked_at(_names: list[str]) -> set[str]:
    found = Asset.select(Asset.claim).where(Asset.claim.is_null(False))
    return {folder_of(each.claim or "").rpartition("/")[2] for each in found}


def _fed(names: list[str]) -> set[str]:
    return {each.uid for each in Feed.select(Feed.uid).where(Feed.uid.in_(names))}


def _shown(names: list[str]) -> set[str]:
    found = Caption.select(Caption.file).where(
        Caption.file.in_([f"{CAPTIONS}/{name}" for name in names])
    )
    return {each.file.rpartition("/")[2] for each in found}


def _shown_live(names: list[str]) -> set[str]:
    """Takes are needed until their replay is ready; a live restarted later goes on with that."""
    needed = set()
    for live in Content.select().where(Content.uid.in_(names)):
        last = Take.select(fn.MAX(Take.created_at)).where(Take.content == live).scalar()
        plays = Asset.content == live, Asset.state == READY, Asset.playing
        later = Asset.select().where(*plays, Asset.created_at >= (last or 0)).exists()
        if live.state != FINISHED or not later:
            needed.add(live.uid)
    return needed


def _taken(names: list[str]) -> set[str]:
    """Of a live that goes on, rehearsals are not needed, nor takes without a picture."""
    takes = Take.select().where(Take.uid.in_([each for each in names if UID.fullmatch(each)]))
    kept = {each.uid for each in takes if each.ended_at is None}
    for content_id in {each.content_id for each in takes}:
        content = Content.get_by_id(content_id)
        if timeline_of(content) is not None:
            kept |= {each.uid for each in recorded(content)}
    # The manifests beside the takes.
    return kept | {each for each in names if not UID.fullmatch(each)}
