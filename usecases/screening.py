"""Screening: videos found and listed, with all that telling about them needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from models.asset import WAITING_UPLOAD, Asset
from models.content import VIDEO, Content, ContentProduct, ContentTag
from models.database import exclusive
from models.errors import NotFound
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases import products as shelf
from usecases.products import Article
from usecases.rows import Listing, find_row, holds
from usecases.watching import Film, films


@dataclass(frozen=True)
class Video:
    """A video with all that telling about it needs.

    `asset` is the upload whose state counts: the newest one that has begun, None before the
    first. `film` is what plays now, which may be an earlier upload; None: nothing yet.
    """

    content: Content
    seller: Seller | None
    tags: tuple[str, ...]
    products: tuple[Article, ...]
    asset: Asset | None
    film: Film | None


def listed(
    shop: Shop,
    *,
    name: str | None = None,
    product: str | None = None,
    product_ref: str | None = None,
    seller: str | None = None,
    seller_name: str | None = None,
    seller_external_id: str | None = None,
    tags: Iterable[str] = (),
) -> Listing[Video]:
    """List the shop's videos, newest first; `name` and `seller_name` are parts of names.

    `product` and `seller` are uids; a video must have all of `tags`.
    """
    query = _contents().where(Content.shop == shop, Content.kind == VIDEO)
    if name:
        query = query.where(holds(Content.name, name))
    if product is not None:
        query = query.where(Content.id.in_(_carrying(shop, Product.uid == product)))
    if product_ref is not None:
        query = query.where(Content.id.in_(_carrying(shop, Product.ref == product_ref)))
    if seller is not None:
        query = query.where(Seller.uid == seller)
    if seller_name:
        query = query.where(holds(Seller.name, seller_name))
    if seller_external_id is not None:
        query = query.where(Seller.external_id == seller_external_id)
    if wanted := set(tags):
        query = query.where(Content.id.in_(_tagged(wanted)))
    ordered = query.order_by(Content.created_at.desc(), Content.id.desc())
    return Listing(ordered, lambda rows: _dressed(shop, rows))


def find(shop: Shop, uid: str) -> Video:
    """Find a video, or raise `NotFound`."""
    return _dressed(shop, [find_content(shop, uid)])[0]


def find_content(shop: Shop, uid: str) -> Content:
    """Find a video without its relatives, or raise `NotFound`."""
    content = find_row(Content, shop, uid, "video")
    if content.kind != VIDEO:
        raise NotFound("this shop has no video with this id")
    return content


@contextmanager
def holding(content: Content) -> Iterator[None]:
    """Hold a content for a change of what belongs to it; raises `NotFound` if it has gone."""
    with exclusive(content):
        if not Content.select().where(Content.id == content.id).exists():
            raise NotFound("this video has been removed")
        yield


def _contents() -> Any:
    return Content.select(Content, Seller).join(Seller, JOIN.LEFT_OUTER)


def _carrying(shop: Shop, condition: Any) -> Any:
    links: Any = ContentProduct.select(ContentProduct.content).join(Product)
    return links.where(Product.shop == shop, condition)


def _tagged(tags: set[str]) -> Any:
    links: Any = ContentTag.select(ContentTag.content).where(ContentTag.tag.in_(tags))
    return links.group_by(ContentTag.content).having(fn.COUNT(ContentTag.tag) == len(tags))


def _dressed(shop: Shop, contents: list[Content]) -> list[Video]:
    ids = [each.id for each in contents]
    for each in contents:
        each.shop = shop
    tags, carried, assets = _tags(ids), _carried(ids), _assets(ids)
    playing = {film.uid: film for film in films(contents)}
    return [
        Video(
            each,
            each.seller,
            tuple(tags[each.id]),
            tuple(carried[each.id]),
            assets.get(each.id),
            playing.get(each.uid),
        )
        for each in contents
    ]


def _tags(ids: list[int]) -> dict[int, list[str]]:
    found = defaultdict(list)
    links: Any = ContentTag.select().where(ContentTag.content.in_(ids))
    for link in links.order_by(ContentTag.position):
        found[link.content_id].append(link.tag)
    return found


def _carried(ids: list[int]) -> dict[int, list[Article]]:
    links: Any = (
        ContentProduct.select(ContentProduct, Product, Seller)
        .join(Product)
        .join(Seller, JOIN.LEFT_OUTER)
        .where(ContentProduct.content.in_(ids))
        .order_by(ContentProduct.position)
    )
    rows = list(links)
    found = defaultdict(list)
    for link, article in zip(rows, shelf.dressed(each.product for each in rows), strict=True):
        found[link.content_id].append(article)
    return found


def _assets(ids: list[int]) -> dict[int, Asset]:
    """Choose the upload that counts: a link that nobody used says nothing about a film."""
    found: dict[int, Asset] = {}
    rows: Any = Asset.select().where(Asset.content.in_(ids)).order_by(Asset.id)
    for asset in rows:
        if asset.state != WAITING_UPLOAD or asset.content_id not in found:
            found[asset.content_id] = asset
    return found
