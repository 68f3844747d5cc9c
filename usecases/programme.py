"""The programme: a shop's lives as its public may know them, on air first, then planned, then past.

Only what is published and listed stands in it, with the published products; what is shared with
the shop is told as its own, without the other shop's seller (`usecases/borrowed.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, Case, fn

from models.asset import Asset
from models.broadcast import Broadcast
from models.category import Category
from models.content import FINISHED, LIVE, NOT_STARTED, STARTED, Content
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
ON_AIR_FIRST = Case(Content.state, ((STARTED, 0), (NOT_STARTED, 1)), 2)


@dataclass(frozen=True)
class Entry:
    """A live in the programme; addresses are the server's own or absolute.

    `seller` is None where there is none, or another shop's. `categories` are those of its
    products, each once.
    """

    content: Content
    started_at: datetime | None
    seller: Seller | None
    picture_url: str | None
    portrait_url: str | None
    products: tuple[Product, ...]
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

    On air, the newest first; planned, the soonest first; past, the newest first. `ref` is a
    product's, `category` a slug. Raises `Invalid` for a category the shop does not have.
    """
    query = _narrowed(shop, state=state, ref=ref, category=category)
    total = query.count()
    rows = query.order_by(*_ordered(ON_AIR_FIRST)).limit(most).offset(skip) if total > skip else ()
    return total, _told(shop, rows)


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
    query = _narrowed(shop, state=STARTED)
    return _played(shop, query.order_by(*_ordered(ON_AIR_FIRST)).first())


def showing_product(shop: Shop, ref: str) -> Playing | None:
    """Find the live that shows a product best: on air, else the newest replay, else planned."""
    query = _narrowed(shop, ref=ref)
    found = _played(shop, query.order_by(*_ordered(_playable_first())).first())
    if found is None:
        return None
    product = next((each for each in found.entry.products if each.ref == ref), None)
    return Playing(found.entry, found.playback_url, product)


def _narrowed(
    shop: Shop, *, state: str | None = None, ref: str | None = None, category: str | None = None
) -> Any:
    reach = within_reach(shop) if borrows(shop) else owned(Content, shop)
    query: Any = Content.select(Content, Broadcast, Seller).join(
        Broadcast, on=(Broadcast.content == Content.id), attr="sent"
    )
    query = query.switch(Content).join(Seller, JOIN.LEFT_OUTER)
    query = query.where(reach, Content.kind == LIVE, Content.published, Content.listed)
    if not shop.displaying:
        query = query.where(Content.id.in_([]))
    if state is not None:
        query = query.where(Content.state == state)
    if ref is not None:
        query = query.where(carrying(shop, Product.published & (Product.ref == ref)))
    if category is not None:
        inside: Any = ProductCategory.select(ProductCategory.product)
        sorted_there = inside.where(ProductCategory.category == _category(shop, category))
        query = query.where(carrying(shop, Product.published & Product.id.in_(sorted_there)))
    return query


def _category(shop: Shop, slug: str) -> Category:
    found: Category | None = Category.get_or_none(Category.shop == shop, Category.slug == slug)
    if found is None:
        raise Invalid(Problem("category", "this shop has no such category"))
    return found


def _ordered(rank: Any) -> tuple[Any, ...]:
    begins = fn.COALESCE(Content.starts_at, Content.created_at)
    soonest = Case(Content.state, ((NOT_STARTED, begins),), 0)
    newest = fn.COALESCE(Broadcast.started_at, Content.starts_at, Content.created_at)
    return rank.asc(), soonest.asc(), newest.desc(), Content.id.desc()


def _playable_first() -> Any:
    """Rank what is on air, replays that play, what is planned, and replays still being made."""
    films: Any = Asset.select(Asset.content).where(Asset.playing)
    replay = (Content.state == FINISHED) & Content.replayable & Content.id.in_(films)
    ranks = ((Content.state == STARTED, 0), (replay, 1), (Content.state == NOT_STARTED, 2))
    return Case(None, ranks, 3)


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
        categories=tuple({each.id: each for each in inside}.values()),
    )


def _categories(products: set[int]) -> dict[int, list[Category]]:
    if not products:
        return {}
    links: Any = ProductCategory.select(ProductCategory, Category).join(Category)
    found: dict[int, list[Category]] = {}
    for link in links.where(ProductCategory.product.in_(products)).order_by(Category.name):
        found.setdefault(link.product_id, []).append(link.category)
    return found


def _played(shop: Shop, content: Any) -> Playing | None:
    if content is None:
        return None
    [entry] = _told(shop, [content])
    return Playing(entry, state_of(content, content.sent)["playback_url"])
