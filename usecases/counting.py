"""Counting what pages tell of contents: added to the sums of the day, and then forgotten.

What a page tells is anybody's word, so it is bounded by the edge and counts only for contents that
the shop shows and products that they carry; anything else has no effect. Each batch is
one transaction, written before it is acknowledged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Any

from peewee import EXCLUDED

from models import clock
from models.content import Content, ContentProduct
from models.database import connected, database
from models.day_count import WHOLE, DayCount, Viewing
from models.product import Product
from models.shop import Shop
from usecases.attribution import visitor_digest
from usecases.borrowed import shown_by, stand_ins
from usecases.days import today

# How long it is kept which contents a visitor watched.
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Counts:
    """How often something happened; `watch_s` in whole seconds."""

    impressions: int = 0
    views: int = 0
    watch_s: int = 0
    completions: int = 0
    clicks: int = 0
    adds: int = 0

    def __add__(self, more: Counts) -> Counts:
        both = zip(astuple(self), astuple(more), strict=True)
        return Counts(*(one + other for one, other in both))


@dataclass(frozen=True)
class Seen:
    """What happened with a content, by its uid, in a component; of a product, by its uid, too."""

    content: str
    component: str
    product: str
    counts: Counts


def count(shop: Shop, seen: Iterable[Seen], visitor: str | None = None) -> None:
    """Add to the sums of the shop's day; `visitor` is who agreed to be known, a random id."""
    told = [each for each in seen if any(astuple(each.counts))]
    contents = _shown(shop, {each.content for each in told})
    carried = _carried(shop, contents.values(), {each.product for each in told} - {WHOLE})
    sums: dict[tuple[str, str, str], Counts] = defaultdict(Counts)
    for each in told:
        if each.content in contents and each.product in carried[each.content]:
            sums[each.content, each.component, each.product] += each.counts
    if not sums:
        return
    watched = {each.content for each in told if each.counts.views and each.content in contents}
    with database.atomic():
        _add(shop, sums)
        if visitor and watched:
            _know(shop, visitor, watched)


def forget(shop: Shop, visitor: str) -> None:
    """Forget what a visitor watched, who does not agree any more."""
    Viewing.delete().where(
        Viewing.shop == shop, Viewing.visitor == visitor_digest(shop, visitor)
    ).execute()


def forget_viewings() -> None:
    """Remove what visitors watched more than a year ago; the sums stay."""
    with connected():
        Viewing.delete().where(Viewing.day < clock.now().date() - KEPT).execute()


def _add(shop: Shop, sums: dict[tuple[str, str, str], Counts]) -> None:
    # In one order, so that two batches never wait for each other.
    day = today(shop)
    rows = [(shop.id, day, *key, *astuple(sums[key])) for key in sorted(sums)]
    keys = [DayCount.shop, DayCount.day, DayCount.content, DayCount.component, DayCount.product]
    counts = [
        DayCount.impressions,
        DayCount.views,
        DayCount.watch_s,
        DayCount.completions,
        DayCount.clicks,
        DayCount.adds,
    ]
    more = {each: each + getattr(EXCLUDED, each.name) for each in counts}
    adding: Any = DayCount.insert_many(rows, fields=[*keys, *counts])
    adding.on_conflict(conflict_target=keys, update=more).execute()


def _know(shop: Shop, visitor: str, watched: set[str]) -> None:
    fixed = {"shop": shop.id, "day": today(shop), "visitor": visitor_digest(shop, visitor)}
    rows = [{**fixed, "content": uid} for uid in sorted(watched)]
    Viewing.insert_many(rows).on_conflict_ignore().execute()


def _shown(shop: Shop, uids: set[str]) -> dict[str, Content]:
    shown: Any = Content.select().where(Content.uid.in_(uids), Content.published, shown_by(shop))
    return {each.uid: each for each in shown}


def _carried(shop: Shop, contents: Iterable[Content], asked: set[str]) -> dict[str, set[str]]:
    """Tell which of the asked products each content carries; each has what is of none of them."""
    uids = {each.id: each.uid for each in contents}
    carried = {uid: {WHOLE} for uid in uids.values()}
    if not asked or not uids:
        return carried
    rows: Any = ContentProduct.select(ContentProduct, Product).join(Product)
    links = list(rows.where(ContentProduct.content.in_(list(uids))))
    foreign = [each.product for each in links if each.product.shop_id != shop.id]
    standing = stand_ins(shop, foreign) if foreign else {}
    for link in links:
        own = link.product.shop_id == shop.id
        product = link.product if own else standing.get(link.product_id)
        if product and product.uid in asked:
            carried[uids[link.content_id]].add(product.uid)
    return carried
