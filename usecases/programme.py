"""The programme: a shop's lives as its public may know them, on air first, then planned, then past.

Only what is published and listed stands in it, with the published products; what is shared with
the shop is told as its own, without the other shop's seller (`usecases/borrowed.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, chunked, fn

from models.asset import Asset
from models.broadcast import Broadcast
from models.category import Category
from models.content import FINISHED, LIVE, NOT_STARTED, OVER_AT, STARTED, Content
from models.errors import Invalid, Problem
from models.product import Product, ProductCategory
from models.seller import Seller
from models.shop import Shop
from usecases import audience
from usecases.airing import state_of
from usecases.borrowed import borrows, within_reach
from usecases.pictures import picture_url, poster_url
from usecases.rows import owned
from usecases.screening import carrying
from usecases.watchables import Watchable, watchables
from usecases.watching import watched

WIDTH = 1280
# A statement takes only so many values.
MOST_NAMED = 10_000
BEGUN_AT = fn.COALESCE(Broadcast.started_at, Content.starts_at, Content.created_at)
BEGINS_AT = fn.COALESCE(Content.starts_at, Content.created_at)
# The parts of the programme, each in its order. The past alone grows; its order has an index.
ORDERS = {
    STARTED: (BEGUN_AT.desc(), Content.id.desc()),
    NOT_STARTED: (BEGINS_AT.asc(), Content.id.desc()),
    FINISHED: (OVER_AT.desc(), Content.id.desc()),
}


@dataclass(frozen=True)
class Entry:
    """A live in the programme; addresses are the server's own or absolute.

    `seller` is None where there is none, or another shop's. `seasons` is what products cost in the
    season that holds now, by their ids; `categories` are those of its products, each once.
    """

    content: Content
    started_at: datetime | None
    seller: Seller | None
    picture_url: str | None
    portrait_url: str | None
    products: tuple[Product, ...]
    seasons: Mapping[int, int]
    categories: tuple[Category, ...]

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; before that its end is only planned."""
        return self.content.ends_at if self.content.state == FINISHED else None


@dataclass(frozen=True)
class Standing:
    """How far one live is; `viewers` is None where the shop does not tell them."""

    uid: str
    state: str
    started_at: datetime | None
    ended_at: datetime | None
    viewers: int | None


@dataclass(frozen=True)
class Playing:
    """What there is to play of a live, and the product it was found by."""

    entry: Entry
    playback_url: str | None
    product: Product | None = None


def entries(
    shop: Shop,
    *,
    state: str | None = None,
    ref: str | None = None,
    category: str | None = None,
    skip: int = 0,
    most: int = 20,
) -> tuple[int, list[Entry]]:
    """Count the lives that match and give `most` of them after `skip`.

    On air, the newest first; planned, the soonest first; past, the latest first. `ref` is a
    product's, `category` a slug. Raises `Invalid` for a category the shop does not have.
    """
    matching = _narrowed(shop, state=state, ref=ref, category=category)
    counted = matching.select(Content.state, fn.COUNT(Content.id)).group_by(Content.state)
    counts = dict(counted.tuples())
    ids: list[int] = []
    for part in ORDERS:
        if skip < counts.get(part, 0) and len(ids) < most:
            # Only ids are passed over: rows that nobody is told need not be read.
            cut = _ordered(matching, part).limit(most - len(ids)).offset(skip)
            ids += [each for (each,) in cut.tuples()]
        skip = max(0, skip - counts.get(part, 0))
    return sum(counts.values()), _told(shop, _rows(ids))


def standing(uid: str, shop: Shop | None = None) -> Standing:
    """Tell how far a published live is; `shop` is the one that shows it, if not its own.

    Raises `NotFound`.
    """
    content, _ = watched(uid, LIVE, shop.app_id if shop else None)
    broadcast = Broadcast.get(Broadcast.content == content)
    counted = content.shop.show_viewers
    return Standing(
        uid=content.uid,
        state=content.state or NOT_STARTED,
        started_at=broadcast.started_at,
        ended_at=content.ends_at if content.state == FINISHED else None,
        viewers=audience.viewers([content.id]).get(content.id, 0) if counted else None,
    )


def on_air(shop: Shop) -> Playing | None:
    """Find the show that is on air and began last, if one is."""
    return _played(shop, _ordered(_narrowed(shop), STARTED))


def showing_product(shop: Shop, ref: str) -> Playing | None:
    """Find the live that shows a product best: on air, else the newest replay, else planned.

    A replay that is still being made comes last.
    """
    showing = _narrowed(shop, ref=ref)
    films: Any = Asset.select(Asset.content).where(Asset.playing)
    past, playing = _ordered(showing, FINISHED), Content.replayable & Content.id.in_(films)
    for part in (
        _ordered(showing, STARTED),
        past.where(playing),
        _ordered(showing, NOT_STARTED),
        past,
    ):
        if found := _played(shop, part):
            product = next((each for each in found.entry.products if each.ref == ref), None)
            return Playing(found.entry, found.playback_url, product)
    return None


def _narrowed(
    shop: Shop, *, state: str | None = None, ref: str | None = None, category: str | None = None
) -> Any:
    """Ask for the ids of the lives that match."""
    reach = within_reach(shop) if borrows(shop) else owned(Content, shop)
    query: Any = Content.select(Content.id)
    query = query.where(reach, Content.kind == LIVE, Content.published, Content.listed)
    if not shop.displaying:
        query = query.where(Content.id.in_([]))
    if state is not None:
        query = query.where(Content.state == state)
    if category is not None:
        inside: Any = ProductCategory.select(ProductCategory.product)
        sorted_there = inside.where(ProductCategory.category == _category(shop, category))
        query = query.where(carrying(shop, Product.published & Product.id.in_(sorted_there)))
    if ref is not None:
        content: Any = Content
        showing = carrying(shop, Product.published & (Product.ref == ref))
        # Few show one product: SQLite finds them first where they are a table of their own.
        few = content.select(Content.id).where(showing).distinct().alias("few")
        query = query.join_from(Content, few, on=few.c.id == Content.id)
    return query


def _ordered(query: Any, state: str) -> Any:
    """Put what is so far in its order."""
    if state == STARTED:
        query = query.join_from(Content, Broadcast, on=Broadcast.content == Content.id)
    return query.where(Content.state == state).order_by(*ORDERS[state])


def _rows(ids: list[int]) -> list[Content]:
    """Read lives in the order of their ids; one that ended meanwhile stands there twice."""
    query: Any = Content.select(Content, Broadcast, Seller)
    query = query.join(Broadcast, on=Broadcast.content == Content.id, attr="sent")
    query = query.switch(Content).join(Seller, JOIN.LEFT_OUTER).where(Content.id.in_(ids))
    found = {each.id: each for each in query} if ids else {}
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def _category(shop: Shop, slug: str) -> Category:
    found: Category | None = Category.get_or_none(Category.shop == shop, Category.slug == slug)
    if found is None:
        raise Invalid(Problem("category", "this shop has no such category"))
    return found


def _told(shop: Shop, contents: Iterable[Content]) -> list[Entry]:
    shown = watchables(shop, contents)
    carried = {product.id for each in shown for product in each.products}
    sorted_into = _categories(carried)
    return [_entry(each, sorted_into) for each in shown]


def _entry(watchable: Watchable, sorted_into: dict[int, list[Category]]) -> Entry:
    content, film = watchable.content, watchable.asset
    inside = [each for one in watchable.products for each in sorted_into.get(one.id, ())]
    return Entry(
        content=content,
        started_at=content.sent.started_at,  # type: ignore[attr-defined]
        seller=None if watchable.borrower else content.seller,
        picture_url=picture_url(content.thumbnail) or (poster_url(film, WIDTH) if film else None),
        portrait_url=picture_url(content.portrait_thumbnail),
        products=watchable.products,
        seasons=watchable.seasons,
        categories=tuple({each.id: each for each in inside}.values()),
    )


def _categories(products: Iterable[int]) -> dict[int, list[Category]]:
    """Find the categories of products, in the order of their names."""
    links: Any = ProductCategory.select(ProductCategory.product, ProductCategory.category)
    pairs: list[tuple[int, int]] = []
    for some in chunked(products, MOST_NAMED):
        pairs.extend(links.where(ProductCategory.product.in_(some)).tuples())
    among: Any = Category.id.in_({category for _, category in pairs})
    named = list(Category.select().where(among).order_by(Category.name)) if pairs else []
    places = {each.id: place for place, each in enumerate(named)}
    found: dict[int, list[Category]] = {}
    for product, place in sorted((product, places[category]) for product, category in pairs):
        found.setdefault(product, []).append(named[place])
    return found


def _played(shop: Shop, ordered: Any) -> Playing | None:
    rows = _rows([each for (each,) in ordered.limit(1).tuples()])
    if not rows:
        return None
    [entry] = _told(shop, rows)
    return Playing(entry, state_of(rows[0], rows[0].sent)["playback_url"])  # type: ignore[attr-defined]
