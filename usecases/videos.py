"""Videos: made, linked to sellers and products, changed, removed; their film comes by upload.

What lives have in common with them (`usecases/lives.py`) is here as well: `keep`, `drop`.
"""

from __future__ import annotations

from typing import Any

from gateways.storage import files
from models.address import read_pattern
from models.asset import Asset, Caption
from models.broadcast import Broadcast, LiveEvent, new_stream_key
from models.content import (
    FINISHED,
    LIVE,
    NOT_STARTED,
    VIDEO,
    Content,
    ContentProduct,
    ContentTag,
    Cue,
)
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
from models.share import Share
from models.shop import Shop
from usecases.brands import find_brand
from usecases.events import tell
from usecases.pictures import forget_pictures, pictures_kept
from usecases.rows import find_named, only_sent, settle_seller
from usecases.screening import Video, find, find_own
from usecases.sweeping import UPLOADS

FIELDS = (
    "name",
    "description",
    "published",
    "starts_at",
    "planned_end_at",
    "listed",
    "replayable",
)
PICTURES = ("thumbnail", "portrait_thumbnail")
ADDRESSES = ("urls", "excluded_urls")


def add(shop: Shop, **facts: Any) -> Video:
    """Make a video, which then waits for its upload. Raises `Invalid`.

    Facts: those of FIELDS, PICTURES (bytes) and ADDRESSES (patterns), `seller` (uid),
    `products` (uids, in order), `tags` (in order). The video of a moderated seller awaits
    approval, unless the shop itself says whether it is `published`.
    """
    made: Video = find(shop, keep(shop, VIDEO, None, facts))
    return made


def change(shop: Shop, uid: str, **facts: Any) -> Video:
    """Change what is sent of a video; the facts of `add`.

    Raises `NotFound`, `SharedContent`, `Invalid`.
    """
    changed: Video = find(shop, keep(shop, VIDEO, uid, facts))
    return changed


def remove(shop: Shop, uid: str) -> None:
    """Remove a video with its files and the placements that show nothing but it."""
    drop(shop, VIDEO, uid)


def await_film(shop: Shop, uid: str) -> Content:
    """Find a video whose film may be sent anew; a moderated seller's waits for approval again.

    Raises `NotFound`, `SharedContent`.
    """
    with exclusive(shop):
        content = find_own(shop, uid)
        moderated = content.seller is not None and content.seller.moderated
        if shop.only_seller_id is not None and moderated and content.published:
            content.awaiting_approval, content.published = True, False
            content.save()
            tell(content, "updated")
    return content


def drop(shop: Shop, kind: str, uid: str) -> None:
    """Remove a content with its files and the placements, of any shop, that show only it."""
    content = find_own(shop, uid, kind)
    shops = sorted((shop, *_borrowers(content)), key=lambda each: int(each.id))
    with exclusive(*shops, *Broadcast.select().where(Broadcast.content == content)):
        content = find_own(shop, uid, kind)
        borrowers = _borrowers(content)
        assets = list(Asset.select().where(Asset.content == content))
        captions = list(Caption.select().where(Caption.content == content))
        placements = list(Placement.select().where(Placement.content == content))
        events: Any = LiveEvent.select(LiveEvent.thumbnail).where(LiveEvent.content == content)
        pictures = [content.thumbnail, content.portrait_thumbnail, *(e.thumbnail for e in events)]
        forget_rules(PLACEMENT, [each.id for each in placements])
        forget_rules(CONTENT, [content.id])
        content.delete_instance()
        for each in placements:
            tell(each, "removed")
        for borrower in borrowers:
            tell(content, "unshared", also=borrower, app_id=borrower.app_id)
        tell(content, "removed")
    keys = [key for each in assets for key in (f"{UPLOADS}/{each.uid}", each.folder)]
    for key in filter(None, (*keys, *(each.file for each in captions))):
        files().remove(key)
    forget_pictures(*pictures)


def keep(shop: Shop, kind: str, uid: str | None, facts: dict[str, Any]) -> str:
    """Make a content, or change the one of a uid, and answer its uid."""
    if uid is not None:
        find_own(shop, uid, kind)
    for field in ADDRESSES:
        for index, text in enumerate(facts.get(field) or ()):
            read_pattern(text, f"{field}/{index}")
    # Read under the write lock, so that two changes of one video are both kept.
    with pictures_kept(only_sent(facts, PICTURES)) as pictures, exclusive(shop):
        content = find_own(shop, uid, kind) if uid else _new(shop, kind)
        before = [getattr(content, field) for field in pictures]
        _write(shop, content, {**only_sent(facts, FIELDS), **pictures}, facts)
        tell(content, "updated" if uid else "created")
    forget_pictures(*before)
    return str(content.uid)


def _borrowers(content: Content) -> list[Shop]:
    lent: Any = Shop.select().join(Share).where(Share.content == content)
    return list(lent.order_by(Shop.id))


def _new(shop: Shop, kind: str) -> Content:
    return Content(shop=shop, kind=kind, state=NOT_STARTED if kind == LIVE else None)


def _write(shop: Shop, content: Content, fields: dict[str, Any], facts: dict[str, Any]) -> None:
    for field, value in fields.items():
        setattr(content, field, value)
    for field in ADDRESSES:
        if field in facts:
            setattr(content, field, list(facts[field] or ()))
    settle_seller(shop, content, facts)
    if "brand" in facts:
        content.brand = find_brand(shop, facts["brand"])
    if "planned_end_at" in facts:
        _plan_end(content)
    _moderate(shop, content, facts)
    fresh = content.id is None
    content.save()
    if fresh and content.kind == LIVE:
        Broadcast.create(content=content, **new_stream_key())
    if "tags" in facts:
        _tag(content, facts["tags"] or [])
    if "products" in facts:
        _carry(content, find_named(Product, shop, facts["products"] or [], "products"))
    if "products" in facts or "seller" in facts:
        _keep_to_seller(content)
    write_rules(shop, CONTENT, content.id, rules_of_content(content))


def _plan_end(content: Content) -> None:
    planned, start = content.planned_end_at, content.starts_at
    if planned and start and planned < start:
        raise Invalid(Problem("planned_end_at", "must not be before the planned start"))
    if content.state != FINISHED:
        content.ends_at = planned


def _moderate(shop: Shop, content: Content, facts: dict[str, Any]) -> None:
    """Let wait what a moderated seller adds or changes, until the shop has approved it."""
    sellers = shop.only_seller_id is not None
    untold = content.id is None and "published" not in facts
    if content.seller and content.seller.moderated and (sellers or untold):
        wished = facts.get("published", content.published or content.awaiting_approval)
        content.awaiting_approval, content.published = wished, False
    elif content.published:
        content.awaiting_approval = False


def _tag(content: Content, tags: list[str]) -> None:
    ContentTag.delete().where(ContentTag.content == content).execute()
    for position, tag in enumerate(dict.fromkeys(tags)):
        ContentTag.create(content=content, tag=tag, position=position)


def _carry(content: Content, products: list[Product]) -> None:
    """Link the products; what is said of those it no longer carries goes with them."""
    kept = [each.id for each in products]
    Cue.delete().where(
        Cue.content == content, Cue.product.is_null(False), Cue.product.not_in(kept)
    ).execute()
    links: Any = ContentProduct.select().where(ContentProduct.content == content)
    said = {each.product_id: {"stock": each.stock, "group": each.group} for each in links}
    ContentProduct.delete().where(ContentProduct.content == content).execute()
    for position, product in enumerate(products):
        facts = said.get(product.id, {})
        ContentProduct.create(content=content, product=product, position=position, **facts)


def _keep_to_seller(content: Content) -> None:
    if content.seller_id is None:
        return
    links: Any = ContentProduct.select(ContentProduct, Product).join(Product)
    carried = links.where(ContentProduct.content == content).order_by(ContentProduct.position)
    faults = [
        Problem(f"products/{index}", "belongs to another seller than the " + content.kind)
        for index, link in enumerate(carried)
        if link.product.seller_id != content.seller_id
    ]
    if faults:
        raise Invalid(*faults)
