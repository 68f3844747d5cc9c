"""Videos: made, linked to sellers and products, changed, removed; their film comes by upload."""

from __future__ import annotations

from typing import Any

from gateways.storage import files
from models.address import read_pattern
from models.asset import Asset, Caption
from models.content import VIDEO, Content, ContentProduct, ContentTag, Cue
from models.database import exclusive
from models.display_rule import (
    CONTENT,
    PLACEMENT,
    forget_rules,
    rules_of_content,
    write_rules,
)
from models.errors import Invalid, Problem
from models.placement import Placement
from models.product import Product
from models.seller import Seller
from models.shop import Shop
from usecases.events import tell
from usecases.pictures import forget_pictures, pictures_kept
from usecases.rows import find_named, find_one_named, only_sent
from usecases.screening import Video, find, find_content
from usecases.sweeping import UPLOADS

FIELDS = ("name", "description", "published")
PICTURES = ("thumbnail", "portrait_thumbnail")
ADDRESSES = ("urls", "excluded_urls")


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
    with exclusive(shop):
        content = find_content(shop, uid)
        assets = list(Asset.select().where(Asset.content == content))
        captions = list(Caption.select().where(Caption.content == content))
        placements = list(Placement.select().where(Placement.content == content))
        forget_rules(PLACEMENT, [each.id for each in placements])
        forget_rules(CONTENT, [content.id])
        content.delete_instance()
        for each in placements:
            tell(each, "removed")
        tell(content, "removed")
    keys = [key for each in assets for key in (f"{UPLOADS}/{each.uid}", each.folder)]
    for key in filter(None, (*keys, *(each.file for each in captions))):
        files().remove(key)
    forget_pictures(content.thumbnail, content.portrait_thumbnail)


def _kept(shop: Shop, uid: str | None, facts: dict[str, Any]) -> Video:
    for field in ADDRESSES:
        for index, text in enumerate(facts.get(field) or ()):
            read_pattern(text, f"{field}/{index}")
    # Read under the write lock, so that two changes of one video are both kept.
    with pictures_kept(only_sent(facts, PICTURES)) as pictures, exclusive(shop):
        content = find_content(shop, uid) if uid else Content(shop=shop, kind=VIDEO)
        before = [getattr(content, field) for field in pictures]
        _write(shop, content, {**only_sent(facts, FIELDS), **pictures}, facts)
        tell(content, "updated" if uid else "created")
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
