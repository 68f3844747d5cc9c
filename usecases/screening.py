"""Screening: videos and lives found and listed, with all that telling about them needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from models.asset import WAITING_UPLOAD, Asset
from models.base import UID
from models.broadcast import Broadcast
from models.content import LIVE, VIDEO, Content, ContentProduct, ContentTag
from models.database import exclusive
from models.errors import NotFound
from models.product import Product
from models.seller import Seller
from models.share import SharedContent
from models.shop import Shop
from usecases import shelf
from usecases.borrowed import borrows, spellings, stand_ins, within_reach
from usecases.rows import Listing, holds, owned
from usecases.shelf import Article
from usecases.watching import Film, films

ORDERS = {
    "created_at:ASC": (Content.created_at.asc(), Content.id.asc()),
    "created_at:DESC": (Content.created_at.desc(), Content.id.desc()),
    "starts_at:ASC": (Content.starts_at.asc(), Content.id.asc()),
    "starts_at:DESC": (Content.starts_at.desc(), Content.id.desc()),
}
NEWEST = "created_at:DESC"


@dataclass(frozen=True)
class Video:
    """A video with all that telling about it needs.

    `shared`: by another shop, whose seller is not told and whose products this shop's own stand
    for (`usecases/borrowed.py`). `asset` is the upload whose state counts: the newest one that has
    begun, None before the first. `film` is what plays now, which may be an earlier upload; None:
    nothing yet.
    """

    content: Content
    seller: Seller | None
    tags: tuple[str, ...]
    products: tuple[Article, ...]
    asset: Asset | None
    film: Film | None
    shared: bool


@dataclass(frozen=True)
class Live(Video):
    """A live: told as a video is, its replay being what plays; and how it is sent."""

    broadcast: Broadcast


def listed(
    shop: Shop,
    kind: str = VIDEO,
    *,
    order: str = NEWEST,
    state: str | None = None,
    waiting: bool | None = None,
    name: str | None = None,
    product: str | None = None,
    product_ref: str | None = None,
    seller: str | None = None,
    seller_name: str | None = None,
    seller_external_id: str | None = None,
    tags: Iterable[str] = (),
) -> Listing[Any]:
    """List the shop's videos or lives and those shared with it, in one of ORDERS.

    `name` and `seller_name` are parts of names, `product` and `seller` uids; a content must have
    all of `tags`; `waiting`: for approval.
    """
    reach = within_reach(shop) if borrows(shop) else owned(Content, shop)
    query = _contents().where(reach, Content.kind == kind)
    if state is not None:
        query = query.where(Content.state == state)
    if waiting is not None:
        query = query.where(Content.awaiting_approval == waiting)
    if name:
        query = query.where(holds(Content.name, name))
    if product is not None:
        query = query.where(carrying(shop, Product.uid == product))
    if product_ref is not None:
        query = query.where(carrying(shop, Product.ref == product_ref))
    if seller is not None:
        query = query.where(Seller.shop == shop, Seller.uid == seller)
    if seller_name:
        query = query.where(Seller.shop == shop, holds(Seller.name, seller_name))
    if seller_external_id is not None:
        query = query.where(Seller.shop == shop, Seller.external_id == seller_external_id)
    if wanted := set(tags):
        query = query.where(Content.id.in_(_tagged(wanted)))
    return Listing(query.order_by(*ORDERS[order]), lambda rows: dressed(shop, rows))


def find(shop: Shop, uid: str, kind: str = VIDEO) -> Any:
    """Find a `Video` or a `Live`, the shop's own or shared with it, or raise `NotFound`."""
    return dressed(shop, [find_content(shop, uid, kind)])[0]


def find_content(shop: Shop, uid: str, kind: str = VIDEO) -> Content:
    """Find a content to read, without its relatives, or raise `NotFound`."""
    found: Content | None = None
    if UID.fullmatch(uid):
        query: Any = Content.select().where(Content.uid == uid, Content.kind == kind)
        found = query.where(within_reach(shop)).first()
    if found is None:
        raise NotFound(f"this shop has no {kind} with this id")
    return found


def find_own(shop: Shop, uid: str, kind: str = VIDEO) -> Content:
    """Find a content to change it; raises `NotFound`, `SharedContent`."""
    found = find_content(shop, uid, kind)
    if found.shop_id != shop.id:
        raise SharedContent(f"another shop shares this {kind} with you; only that shop changes it")
    return found


@contextmanager
def holding(content: Content) -> Iterator[None]:
    """Hold a content for a change of what belongs to it; raises `NotFound` if it has gone."""
    with exclusive(content):
        if not Content.select().where(Content.id == content.id).exists():
            raise NotFound(f"this {content.kind} has been removed")
        yield


@contextmanager
def holding_show(shop: Shop, uid: str) -> Iterator[tuple[Content, Broadcast]]:
    """Hold a live of the shop for a change of its show, against whoever sends it, too.

    Gives the live and its broadcast as they are now. Raises `NotFound`, `SharedContent`.
    """
    with exclusive(shop):
        content = find_own(shop, uid, LIVE)
        with exclusive(Broadcast.get(Broadcast.content == content), content):
            yield Content.get_by_id(content.id), Broadcast.get(Broadcast.content == content)


def _contents() -> Any:
    return Content.select(Content, Seller).join(Seller, JOIN.LEFT_OUTER)


def carrying(shop: Shop, condition: Any) -> Any:
    """Give the condition of contents that carry a product of the shop, or one it stands for."""
    links: Any = ContentProduct.select(ContentProduct.content).join(Product)
    carried = Content.id.in_(links.where(owned(Product, shop), condition))
    if not borrows(shop):
        return carried
    own: Any = Product.select(Product.ean).where(owned(Product, shop), condition)
    gtins = [each.ean for each in own.where(Product.ean != "")]
    same = Product.ean.in_([each for gtin in gtins for each in spellings(gtin)])
    return carried | ((Content.shop != shop) & Content.id.in_(links.where(same)))


def _tagged(tags: set[str]) -> Any:
    links: Any = ContentTag.select(ContentTag.content).where(ContentTag.tag.in_(tags))
    return links.group_by(ContentTag.content).having(fn.COUNT(ContentTag.tag) == len(tags))


def dressed(shop: Shop, contents: list[Content]) -> list[Any]:
    """Give contents as `Video`s and `Live`s with all that telling about them needs, in order."""
    ids = [each.id for each in contents]
    tags, carried, assets = tags_of(ids), _carried(shop, contents), _assets(ids)
    broadcasts = broadcasts_of([each.id for each in contents if each.kind == LIVE])
    playing = {film.uid: film for film in films(shop, contents)}
    told = []
    for each in contents:
        shared = each.shop_id != shop.id
        facts: dict[str, Any] = {
            "content": each,
            "seller": None if shared else each.seller,
            "tags": tuple(tags[each.id]),
            "products": tuple(carried[each.id]),
            "asset": assets.get(each.id),
            "film": playing.get(each.uid),
            "shared": shared,
        }
        live = each.kind == LIVE
        told.append(Live(**facts, broadcast=broadcasts[each.id]) if live else Video(**facts))
    return told


def broadcasts_of(ids: list[int]) -> dict[int, Broadcast]:
    """Read how lives are sent, by their ids, with their trailers' uids."""
    if not ids:
        return {}
    trailer: Any = Content.alias()
    rows: Any = Broadcast.select(Broadcast, trailer.id, trailer.uid).join(
        trailer, JOIN.LEFT_OUTER, on=Broadcast.trailer == trailer.id, attr="trailer"
    )
    return {each.content_id: each for each in rows.where(Broadcast.content.in_(ids))}


def tags_of(ids: list[int]) -> dict[int, list[str]]:
    """Read the tags of contents, by their ids, in the merchant's order."""
    found = defaultdict(list)
    links: Any = ContentTag.select().where(ContentTag.content.in_(ids))
    for link in links.order_by(ContentTag.position):
        found[link.content_id].append(link.tag)
    return found


def _carried(shop: Shop, contents: list[Content]) -> dict[int, list[Article]]:
    foreign = {each.id for each in contents if each.shop_id != shop.id}
    links: Any = (
        ContentProduct.select(ContentProduct, Product, Seller)
        .join(Product)
        .join(Seller, JOIN.LEFT_OUTER)
        .where(ContentProduct.content.in_([each.id for each in contents]))
        .order_by(ContentProduct.position)
    )
    rows = list(links)
    own = stand_ins(shop, [each.product for each in rows if each.content_id in foreign])
    shown: dict[tuple[int, int], Product] = {}
    for link in rows:
        product = own.get(link.product_id) if link.content_id in foreign else link.product
        if product:
            shown.setdefault((link.content_id, product.id), product)
    found = defaultdict(list)
    for (content_id, _), article in zip(shown, shelf.dressed(shown.values()), strict=True):
        found[content_id].append(article)
    return found


def _assets(ids: list[int]) -> dict[int, Asset]:
    """Choose the upload that counts: a link that nobody used says nothing about a film."""
    found: dict[int, Asset] = {}
    rows: Any = Asset.select().where(Asset.content.in_(ids)).order_by(Asset.id)
    for asset in rows:
        if asset.state != WAITING_UPLOAD or asset.content_id not in found:
            found[asset.content_id] = asset
    return found
