"""Trailers: the video of the same shop that plays before a live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.broadcast import Broadcast
from models.content import LIVE, VIDEO, Content
from models.database import exclusive
from models.shop import Shop
from usecases.rows import find_one_named, owned
from usecases.screening import find_own
from usecases.watching import Film, films


def find_trailer(shop: Shop, uid: str | None) -> Content | None:
    """Find the shop's video that is to be a trailer, nothing for null; raises `Invalid`."""
    mine = owned(Content, shop) & (Content.kind == VIDEO)
    return find_one_named(Content, shop, uid, "trailer", mine)


def choose_trailer(shop: Shop, live: str, uid: str | None) -> None:
    """Let a video play before a live, or none. Raises `NotFound`, `SharedContent`, `Invalid`."""
    with exclusive(shop):
        content, trailer = find_own(shop, live, LIVE), find_trailer(shop, uid)
        Broadcast.update(trailer=trailer).where(Broadcast.content == content).execute()


def trailer_of(shop: Shop, live: Content) -> Film | None:
    """Give what plays before a live that `shop` shows: a trailer that is published and ready."""
    return trailers_of(shop, [live.id]).get(live.id)


def trailers_of(shop: Shop, lives: Iterable[int]) -> dict[int, Film]:
    """Give what plays before lives that `shop` shows, by the lives' ids."""
    rows: Any = Content.select(Content, Broadcast.content.alias("live_id"))
    rows = rows.join(Broadcast, on=Broadcast.trailer == Content.id)
    named = list(rows.where(Broadcast.content.in_(list(lives)), Content.published).objects())
    if not named:
        return {}
    playing = {each.uid: each for each in films(shop, named)}
    return {each.live_id: playing[each.uid] for each in named if each.uid in playing}
