"""Shorts: the shop's videos as a list of short films, with how often each was watched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from models.brand import Brand
from models.content import VIDEO, Content, ContentTag
from models.day_count import WHOLE, DayCount
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases import screening
from usecases.borrowed import borrows, within_reach
from usecases.carrying import Carried, carried_by
from usecases.numerals import find_numbered
from usecases.rows import Listing, Whole, holds, owned
from usecases.screening import Video, carrying, dressed

# What shorts are sorted by. The order of a shop's list is that in which they were made.
CREATED, UPDATED, LISTED = "created_at", "updated_at", "listed"


@dataclass(frozen=True)
class Short:
    """A video, its brand, the products it carries, how often it was watched on the shop's pages.

    Another shop's brand is not told.
    """

    video: Video
    brand: Brand | None
    carried: tuple[Carried, ...]
    views: int


# Nothing is made now to be seen later.
NONE: Listing[Short] = Whole([])


def listed(
    shop: Shop, *, order: str = CREATED, ascending: bool = False, **asked: Any
) -> Listing[Short]:
    """List the shop's videos and those shared with it.

    `asked` narrows them: `since`, `until` (made then), `published`, `title` and `description`
    (parts of them), `brand` (its identifier, or part of its name), `tags` with `every_tag` (all of
    them or any), `refs` (of products, any).
    """
    column = Content.updated_at if order == UPDATED else Content.created_at
    direction = (
        (column.asc(), Content.id.asc()) if ascending else (column.desc(), Content.id.desc())
    )
    reach = within_reach(shop) if borrows(shop) else owned(Content, shop)
    query: Any = Content.select(Content, Seller).join(Seller, JOIN.LEFT_OUTER)
    query = query.where(reach, Content.kind == VIDEO, *_conditions(shop, **asked))
    return Listing(query.order_by(*direction), lambda rows: _counted(shop, dressed(shop, rows)))


def find(shop: Shop, name: str) -> Short:
    """Find a short by its uid or numeral, or raise `NotFound`."""
    among = within_reach(shop) & (Content.kind == VIDEO)
    content = find_numbered(Content, shop, name, "short-form", among)
    [short] = _counted(shop, [screening.find(shop, content.uid)])
    return short


def _conditions(
    shop: Shop,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    published: bool | None = None,
    title: str | None = None,
    description: str | None = None,
    brand: str | None = None,
    tags: Iterable[str] = (),
    every_tag: bool = False,
    refs: Iterable[str] = (),
) -> list[Any]:
    table: Any = Content
    found = [table.created_at >= since] if since else []
    found += [table.created_at <= until] if until else []
    found += [table.published == published] if published is not None else []
    found += [table.brand.in_(_brands_called(shop, brand))] if brand else []
    found += [holds(table.name, title)] if title else []
    found += [holds(table.description, description)] if description else []
    found += [carrying(shop, Product.ref.in_(list(refs)))] if refs else []
    if wanted := set(tags):
        links: Any = ContentTag.select(ContentTag.content).where(ContentTag.tag.in_(wanted))
        least = len(wanted) if every_tag else 1
        enough = fn.COUNT(ContentTag.tag.distinct()) >= least
        found.append(table.id.in_(links.group_by(ContentTag.content).having(enough)))
    return found


def _counted(shop: Shop, videos: list[Video]) -> list[Short]:
    counts = _views(shop, [each.content.uid for each in videos])
    carried = carried_by(shop, [each.content for each in videos])
    ids = {each.content.brand_id for each in videos if not each.shared}
    brands = {each.id: each for each in Brand.select().where(Brand.id.in_(ids - {None}))}
    return [
        Short(
            each,
            None if each.shared else brands.get(each.content.brand_id or 0),
            tuple(carried.get(each.content.id, ())),
            counts.get(each.content.uid, 0),
        )
        for each in videos
    ]


def _brands_called(shop: Shop, name: str) -> Any:
    table: Any = Brand
    called = (table.identifier == name) | holds(table.name, name)
    return table.select(table.id).where(table.shop == shop, called)


def _views(shop: Shop, uids: list[str]) -> dict[str, int]:
    table: Any = DayCount
    query = table.select(table.content, fn.SUM(table.views)).where(
        table.shop == shop, table.content.in_(uids), table.product == WHOLE
    )
    return {uid: int(views) for uid, views in query.group_by(table.content).tuples()}
