"""Videos: made, linked to sellers and products, changed, removed; their film comes by upload."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from gateways.storage import files
from models.address import read_pattern
from models.asset import WAITING_UPLOAD, Asset, Caption
from models.content import VIDEO, Content, ContentProduct, ContentTag, Cue
from models.database import exclusive
from models.display_rule import (
    CONTENT,
    PLACEMENT,
    forget_rules,
    rules_of_content,
    write_rules,
)
from models.errors import Invalid, NotFound, Problem
from models.placement import Placement
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases import products as shelf
from usecases.pictures import forget_pictures, pictures_kept
from usecases.products import Article
from usecases.rows import Listing, find_named, find_one_named, find_row, holds, only_sent
from usecases.sweeping import UPLOADS
from usecases.watching import Film, films

FIELDS = ("name", "description", "published")
PICTURES = ("thumbnail", "portrait_thumbnail")
ADDRESSES = ("urls", "excluded_urls")


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


def add(shop: Shop, **facts: Any) -> Video:
    """Make a video, which then waits for its upload. Raises `Invalid`.

    Facts: those of FIELDS, PICTURES (bytes) and ADDRESSES (patterns), `seller` (uid),
    `products` (uids, in order), `tags` (in order). The video of a moderated seller is published
    only when the fact `published` says so.
    """
    return _kept(shop, None, facts)


def change(shop: Shop, uid: str, **facts: Any) -> Video:
    """Change what is sent of a video; the facts of `add`. Raises `NotFound`, `Invalid`."""
    find_content(shop, uid)
    return _kept(shop, uid, facts)


def remove(shop: Shop, uid: str) -> None:
    """Remove a video with its files and the placements that show nothing but it."""
    content = find_content(shop, uid)
    with exclusive(shop):
        assets = list(Asset.select().where(Asset.content == content))
        captions = list(Caption.select().where(Caption.content == content))
        placements = Placement.select(Placement.id).where(Placement.content == content)
        forget_rules(PLACEMENT, placements)
        forget_rules(CONTENT, [content.id])
        content.delete_instance()
    keys = [key for each in assets for key in (f"{UPLOADS}/{each.uid}", each.folder)]
    for key in filter(None, (*keys, *(each.file for each in captions))):
        files().remove(key)
    forget_pictures(content.thumbnail, content.portrait_thumbnail)


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


def _kept(shop: Shop, uid: str | None, facts: dict[str, Any]) -> Video:
    for field in ADDRESSES:
        for index, text in enumerate(facts.get(field) or ()):
            read_pattern(text, f"{field}/{index}")
    # Read under the write lock, so that two changes of one video are both kept.
    with pictures_kept(only_sent(facts, PICTURES)) as pictures, exclusive(shop):
        content = find_content(shop, uid) if uid else Content(shop=shop, kind=VIDEO)
        before = [getattr(content, field) for field in pictures]
        _write(shop, content, {**only_sent(facts, FIELDS), **pictures}, facts)
    forget_pictures(*before)
    return find(shop, content.uid)


def _write(shop: Shop, content: Content, fields: dict[str, Any], facts: dict[str, Any]) -> None:
    for field, value in fields.items():
        setattr(content, field, value)
    for field in ADDRESSES:
        if field in facts:
            setattr(content, field, list(facts[field] or ()))
    if "seller" in facts:
        content.seller = find_one_named(Seller, shop, facts["seller"], "seller")
    if content.id is None and content.seller and content.seller.moderated:
        content.published = facts.get("published", False)
    content.save()
    if "tags" in facts:
        _tag(content, facts["tags"] or [])
    if "products" in facts:
        _carry(content, find_named(Product, shop, facts["products"] or [], "products"))
    if "products" in facts or "seller" in facts:
        _keep_to_seller(content)
    write_rules(shop, CONTENT, content.id, rules_of_content(content))


def _tag(content: Content, tags: list[str]) -> None:
    ContentTag.delete().where(ContentTag.content == content).execute()
    for position, tag in enumerate(dict.fromkeys(tags)):
        ContentTag.create(content=content, tag=tag, position=position)


def _carry(content: Content, products: list[Product]) -> None:
    """Link the products; the moments of those it no longer carries go with them."""
    kept = [each.id for each in products]
    Cue.delete().where(
        Cue.content == content, Cue.product.is_null(False), Cue.product.not_in(kept)
    ).execute()
    ContentProduct.delete().where(ContentProduct.content == content).execute()
    for position, product in enumerate(products):
        ContentProduct.create(content=content, product=product, position=position)


def _keep_to_seller(content: Content) -> None:
    if content.seller_id is None:
        return
    links: Any = ContentProduct.select(ContentProduct, Product).join(Product)
    carried = links.where(ContentProduct.content == content).order_by(ContentProduct.position)
    faults = [
        Problem(f"products/{index}", "belongs to another seller than the video")
        for index, link in enumerate(carried)
        if link.product.seller_id != content.seller_id
    ]
    if faults:
        raise Invalid(*faults)
