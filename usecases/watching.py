"""Watching: what a player or a carousel needs to know of a content, in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gateways.storage import files
from models.asset import ERROR, Asset, Caption, NotReady
from models.collection import Collection, CollectionItem
from models.content import VIDEO, Content, Cue
from models.errors import Expired, NotFound
from models.product import LOW_IN_STOCK, SOLD_OUT, Product
from models.shop import Shop
from usecases.borrowed import shown_by
from usecases.pictures import picture_url, poster_url
from usecases.shops import find_shop
from usecases.watchables import Watchable, watchables

PLAYER_WIDTH, THUMBNAIL_WIDTH, CARD_WIDTH = 1280, 640, 160

# By content and product: from and to, in milliseconds.
Moments = dict[tuple[int, int], list[tuple[int, int | None]]]
# Language, label and address of each caption file.
Tracks = tuple[tuple[str, str, str], ...]


class Unplayable(Expired):
    """The film sent for this content could not be prepared, and none is on its way."""

    code = "unplayable"


@dataclass(frozen=True)
class Offer:
    """A product as a viewer sees it; money in minor units, `moments` in milliseconds.

    `low`: not many are left. `button` is what the way to its page says, None: as usual.
    """

    uid: str
    ref: str | None
    name: str
    amount: int | None
    discount_amount: int | None
    currency: str
    in_stock: bool
    url: str | None
    picture_url: str | None
    moments: tuple[tuple[int, int | None], ...] = ()
    choices: dict[str, Any] | None = None
    low: bool = False
    button: str | None = None

    @property
    def due_amount(self) -> int | None:
        """What a buyer pays: the discounted price where there is one."""
        return self.amount if self.discount_amount is None else self.discount_amount


@dataclass(frozen=True)
class Film:
    """A video or a replay that can be played; its addresses are the server's own or absolute.

    `shop` is the one that shows it; `shared`: by leave of the shop it belongs to.
    """

    uid: str
    kind: str
    shop: Shop
    shared: bool
    name: str
    description: str | None
    published_at: datetime
    duration_ms: int
    width: int
    height: int
    poster_url: str | None
    thumbnail_url: str | None
    portrait_url: str | None
    shared_url: str | None
    mp4_url: str | None
    hls_url: str | None
    preview_url: str | None
    storyboard_url: str | None
    offers: tuple[Offer, ...] = ()
    captions: Tracks = ()


@dataclass(frozen=True)
class Reel:
    """A collection's films that can be played now, in the merchant's order."""

    uid: str
    shop: Shop
    name: str
    films: list[Film] = field(default_factory=list)


def watch_video(uid: str, app_id: str | None = None) -> Film:
    """Give the published video of a uid with its products, their moments and its captions.

    `app_id` names the shop that shows it, when that is another one it is shared with. Raises
    `NotFound`, `NotReady` while its film is being prepared, `Unplayable` when that failed.
    """
    content, shop = watched(uid, VIDEO, app_id)
    found = films(shop, [content], captions=True)
    if not found:
        raise _why_not(content)
    return found[0]


def watched(uid: str, kind: str, app_id: str | None = None) -> tuple[Content, Shop]:
    """Give the published video or live of a uid and the shop that shows it: its own, unless
    `app_id` names another one it is shared with. Raises `NotFound`.
    """
    content = (
        Content.select(Content, Shop)
        .join(Shop)
        .where(Content.uid == uid, Content.kind == kind, Content.published)
        .first()
    )
    shop = content and (content.shop if app_id is None else _borrower(content, app_id))
    if content is None or shop is None or not shop.displaying:
        raise NotFound(f"no {kind} has this address; it may have been removed")
    return content, shop


def watch_collection(uid: str) -> Reel:
    """Give the collection of a uid with its published, playable films; raises `NotFound`."""
    collection = (
        Collection.select(Collection, Shop)
        .join(Shop)
        .where(Collection.uid == uid, Shop.displaying)
        .first()
    )
    if collection is None:
        raise NotFound("no collection has this address; it may have been removed")
    contents = list(
        Content.select(Content, Shop)
        .join(Shop)
        .switch(Content)
        .join(CollectionItem)
        .where(
            CollectionItem.collection == collection,
            Content.kind == VIDEO,
            Content.published,
            shown_by(collection.shop),
        )
        .order_by(CollectionItem.position, Content.id)
    )
    return Reel(collection.uid, collection.shop, collection.name, films(collection.shop, contents))


def films(shop: Shop, contents: list[Content], *, captions: bool = False) -> list[Film]:
    """Gather what plays of the contents a shop shows, in order, without those that have nothing.

    Costs the same few queries for one content as for many.
    """
    ids = [each.id for each in contents]
    moments = _moments(ids)
    tracks = _tracks(ids) if captions else {}
    return [
        _film(shop, each, each.asset, moments, tracks.get(each.content.id, ()))
        for each in watchables(shop, contents)
        if each.asset
    ]


def offers_of(watchable: Watchable, moments: Moments) -> tuple[Offer, ...]:
    """Give the products a content carries as viewers see them."""
    return tuple(
        _offer(
            each,
            watchable.told_prices(each),
            _in_time(moments, watchable.content.id, watchable.named(each)),
            watchable.stock(each),
        )
        for each in watchable.products
    )


def _borrower(content: Content, app_id: str) -> Shop | None:
    shop = find_shop(app_id)
    found: Any = Content.select(Content.id)
    return shop if found.where(Content.id == content.id, shown_by(shop)).exists() else None


def _why_not(content: Content) -> NotReady | Unplayable:
    last = Asset.select().where(Asset.content == content).order_by(Asset.id.desc()).first()
    if last is not None and last.state == ERROR:
        return Unplayable("the file sent for this video could not be prepared; send another one")
    return NotReady("this video is being prepared; try again in a few minutes")


def _film(
    shop: Shop, watchable: Watchable, asset: Asset, moments: Moments, captions: Tracks
) -> Film:
    content = watchable.content
    made = asset.files

    def address(name: str) -> str | None:
        return _inside(asset, made[name]) if made.get(name) else None

    return Film(
        uid=content.uid,
        kind=content.kind,
        shop=shop,
        shared=watchable.borrower is not None,
        name=content.name,
        description=content.description,
        published_at=content.created_at,
        duration_ms=asset.duration_ms or 0,
        width=asset.width or 16,
        height=asset.height or 9,
        poster_url=picture_url(content.thumbnail) or poster_url(asset, PLAYER_WIDTH),
        thumbnail_url=picture_url(content.thumbnail) or poster_url(asset, THUMBNAIL_WIDTH),
        portrait_url=picture_url(content.portrait_thumbnail),
        shared_url=picture_url(content.thumbnail, kind="jpg")
        or poster_url(asset, PLAYER_WIDTH, "jpeg"),
        mp4_url=address("mp4"),
        hls_url=address("hls"),
        preview_url=address("preview"),
        storyboard_url=address("storyboard"),
        offers=offers_of(watchable, moments),
        captions=captions,
    )


def _moments(ids: list[int]) -> Moments:
    moments: Moments = defaultdict(list)
    cues = (
        Cue.select(Cue.content, Cue.product, Cue.from_ms, Cue.to_ms)
        .where(Cue.content.in_(ids), Cue.kind == "product")
        .order_by(Cue.from_ms, Cue.id)
    )
    for cue in cues:
        if cue.product_id is not None:
            moments[cue.content_id, cue.product_id].append((cue.from_ms, cue.to_ms))
    return moments


def _in_time(
    moments: Moments, content_id: int, products: Iterable[int]
) -> tuple[tuple[int, int | None], ...]:
    found = [at for each in products for at in moments.get((content_id, each), [])]
    return tuple(sorted(found, key=lambda at: at[0]))


def _offer(
    product: Product,
    prices: tuple[int | None, int | None],
    moments: tuple[tuple[int, int | None], ...],
    stock: str | None,
) -> Offer:
    price, offer = prices
    return Offer(
        uid=product.uid,
        ref=product.ref,
        name=product.name,
        amount=price,
        discount_amount=offer,
        currency=product.currency,
        in_stock=stock != SOLD_OUT,
        url=product.url,
        picture_url=picture_url(product.picture, CARD_WIDTH),
        moments=moments,
        choices=_choices(product),
        low=stock == LOW_IN_STOCK,
        button=product.button,
    )


def _choices(product: Product) -> dict[str, Any] | None:
    choices: dict[str, Any] | None = product.choices
    if choices is None or product.price_shown:
        return choices
    return {**choices, "variants": [{**each, "amount": None} for each in choices["variants"]]}


def _tracks(ids: list[int]) -> dict[int, Tracks]:
    found = defaultdict(list)
    for each in Caption.select().where(Caption.content.in_(ids)).order_by(Caption.id):
        found[each.content_id].append((each.language, each.label, files().url(each.file)))
    return {content: tuple(own) for content, own in found.items()}


def _inside(asset: Asset, file: str) -> str:
    return files().url(f"{asset.folder}/{file}")
