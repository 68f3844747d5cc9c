"""Planning: a shop's lives as who plans and runs them wants to know them, found and narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from models.brand import Brand
from models.broadcast import Broadcast
from models.content import FINISHED, LIVE, NOT_STARTED, Content, ContentTag
from models.seller import Seller
from models.shop import Shop
from usecases import audience, renditions
from usecases.borrowed import borrows, within_reach
from usecases.carrying import Carried, carried_by
from usecases.goods import KnownSeller, known_sellers
from usecases.numerals import live_named, named_by
from usecases.renditions import Rendition
from usecases.rows import Listing, holds, owned
from usecases.screening import broadcasts_of, tags_of
from usecases.trailers import trailers_of
from usecases.watching import Film

REHEARSING = "rehearsing"


@dataclass(frozen=True)
class Plan:
    """A live with what it carries, what it came to and how it can be played.

    `shared`: by another shop, whose seller and brand are not told. `state` is the live's, or
    REHEARSING. `viewers` watch now, or came in all once it is finished; None before. `shown` and
    `replayed` are the renditions of show and replay, largest first.
    """

    content: Content
    broadcast: Broadcast
    shared: bool
    state: str
    tags: Sequence[str]
    seller: KnownSeller | None
    brand: Brand | None
    carried: Sequence[Carried]
    trailer: Film | None
    viewers: int | None
    likes: int | None
    shown: Sequence[Rendition]
    replayed: Sequence[Rendition]
    has_replay: bool


def find(shop: Shop, name: str) -> Plan:
    """Find a live by its uid or numeral, the shop's own or shared with it; raises `NoSuchLive`."""
    return _planned(shop, [live_named(shop, name)])[0]


def listed(
    shop: Shop,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    words: str | None = None,
    tags: Sequence[str] = (),
    all_tags: bool = True,
    state: str | None = None,
    seller: str | None = None,
    names: Sequence[Sequence[str]] = (),
    ascending: bool = False,
) -> Listing[Plan]:
    """List the lives that stand in lists, by their planned start.

    `since` and `until` bound that start, `words` stand in name or description, `seller` is a
    numeral or uid. Of each of `names`, which are numerals and uids, a live has one.
    """
    reach = within_reach(shop) if borrows(shop) else owned(Content, shop)
    query: Any = Content.select(Content, Seller).join(Seller, JOIN.LEFT_OUTER).switch(Content)
    query = query.join(Broadcast, on=(Broadcast.content == Content.id))
    query = query.where(reach, Content.kind == LIVE, Content.listed)
    for bound, condition in (
        (since, Content.starts_at >= since),
        (until, Content.starts_at <= until),
    ):
        query = query.where(condition) if bound else query
    if words:
        query = query.where(holds(Content.name, words) | holds(Content.description, words))
    if tags:
        query = query.where(Content.id.in_(_tagged(set(tags), all_tags=all_tags)))
    if state:
        query = query.where(_in_state(state))
    if seller is not None:
        query = query.where(Seller.shop == shop, _any_of(Seller, [seller]))
    for each in names:
        query = query.where(_any_of(Content, each))
    place = fn.COALESCE(Content.starts_at, Content.created_at)
    order = (place.asc(), Content.id.asc()) if ascending else (place.desc(), Content.id.desc())
    return Listing(query.order_by(*order), lambda rows: _planned(shop, rows))


def _tagged(tags: set[str], *, all_tags: bool) -> Any:
    links: Any = ContentTag.select(ContentTag.content).where(ContentTag.tag.in_(tags))
    least = len(tags) if all_tags else 1
    return links.group_by(ContentTag.content).having(fn.COUNT(ContentTag.tag) >= least)


def _in_state(state: str) -> Any:
    if state == REHEARSING:
        return (Content.state == NOT_STARTED) & Broadcast.rehearsing
    if state == NOT_STARTED:
        return (Content.state == NOT_STARTED) & ~Broadcast.rehearsing
    return Content.state == state


def _any_of(table: Any, names: Iterable[str]) -> Any:
    known = [each for name in names if (each := named_by(table, name)) is not None]
    either = table.id.in_([])
    for each in known:
        either |= each
    return either


def _planned(shop: Shop, contents: list[Content]) -> list[Plan]:
    ids = [each.id for each in contents]
    broadcasts, tags = broadcasts_of(ids), tags_of(ids)
    carried, trailers = carried_by(shop, contents), trailers_of(shop, ids)
    reactions, visits = audience.reactions(ids), audience.visits(ids)
    now, replays = audience.viewers(ids), renditions.of_replays(ids)
    own = [each for each in contents if each.shop_id == shop.id]
    sellers = known_sellers({each.seller_id for each in own if each.seller_id is not None})
    brands = _brands(own)
    told = []
    for each in contents:
        broadcast = broadcasts[each.id]
        state = _state_of(each, broadcast)
        come, unseen = visits if state == FINISHED else now, state == NOT_STARTED
        shared = each.shop_id != shop.id
        told.append(
            Plan(
                content=each,
                broadcast=broadcast,
                shared=shared,
                state=state,
                tags=tags.get(each.id, ()),
                seller=None if shared else sellers.get(each.seller_id or 0),
                brand=None if shared else brands.get(each.brand_id or 0),
                carried=carried.get(each.id, ()),
                trailer=trailers.get(each.id),
                viewers=None if unseen else come.get(each.id, 0),
                likes=None if unseen else sum(reactions.get(each.id, {}).values()),
                shown=renditions.of_show(each),
                replayed=replays.get(each.id, ()),
                has_replay=each.id in replays,
            )
        )
    return told


def _brands(contents: Iterable[Content]) -> dict[int, Brand]:
    ids = [each.brand_id for each in contents if each.brand_id is not None]
    return {each.id: each for each in Brand.select().where(Brand.id.in_(ids))} if ids else {}


def _state_of(content: Content, broadcast: Broadcast) -> str:
    state = content.state or NOT_STARTED
    return REHEARSING if state == NOT_STARTED and broadcast.rehearsing else state
