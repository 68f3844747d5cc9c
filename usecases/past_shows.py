"""Past shows: the replays of a shop that the page of a live offers beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from models.asset import Asset
from models.broadcast import Broadcast
from models.content import FINISHED, LIVE, Content
from models.shop import Shop
from usecases.borrowed import shown_by
from usecases.pictures import picture_url, poster_url

MOST = 12
WIDTH = 640


@dataclass(frozen=True)
class PastShow:
    """A replay that plays. `shop` shows it; `shared`: by leave of the shop it belongs to."""

    uid: str
    shop: Shop
    shared: bool
    name: str
    duration_ms: int
    thumbnail_url: str | None
    kind: str = LIVE


def past_shows(shop: Shop, but: Content) -> tuple[PastShow, ...]:
    """List the newest replays that `shop` shows, without that of one live.

    One query without their products: each viewer of a live that begins asks for it.
    """
    films: Any = Asset.select(Asset, Content).join(Content)
    films = films.join(Broadcast, on=Broadcast.content == Content.id).where(
        Asset.playing,
        Content.id != but.id,
        Content.kind == LIVE,
        Content.state == FINISHED,
        Content.published,
        Content.listed,
        Content.replayable,
        shown_by(shop),
    )
    begun = fn.COALESCE(Broadcast.started_at, Content.created_at)
    newest = films.order_by(begun.desc(), Content.id.desc()).limit(MOST)
    return tuple(_past_show(shop, each, each.content) for each in newest)


def _past_show(shop: Shop, film: Asset, content: Content) -> PastShow:
    return PastShow(
        uid=content.uid,
        shop=shop,
        shared=content.shop_id != shop.id,
        name=content.name,
        duration_ms=film.duration_ms or 0,
        thumbnail_url=picture_url(content.thumbnail, WIDTH) or poster_url(film, WIDTH),
    )
