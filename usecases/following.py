"""Following: products that take their facts from an item of a feed, but for those overridden."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from io import BytesIO
from typing import Any

import orjson
import structlog
from peewee import JOIN

from gateways.fetching import fetch
from gateways.peers import FetchError
from gateways.queue import queue
from media.picture import MOST_BYTES
from models import clock
from models.database import connected, database, exclusive
from models.display_rule import PRODUCT, rules_of_product, write_rules_of_many
from models.errors import Invalid
from models.feed import Feed, FeedItem, Following
from models.product import Product
from models.seller import Seller
from usecases.events import tell as tell_webhooks
from usecases.pictures import forget_pictures, keep_picture
from usecases.screens import shows_of, tell_screen

log = structlog.get_logger()

# What can be overridden, and the columns that go with it: a price never mixes two sources.
GROUPS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "description": ("description",),
    "url": ("url",),
    "ean": ("ean",),
    "price": ("price_amount", "discount_amount", "currency"),
    "in_stock": ("in_stock", "quantity"),
    "picture": ("picture",),
}
# The facts of a product by which each is overridden.
SENT = {"discount_price": "price", "currency": "price", "picture_url": "picture"} | {
    name: name for name in GROUPS
}
CHUNK = 200
PICTURE_SECONDS, PICTURES_AT_ONCE, PICTURE_TRIES = 20.0, 20, 5
TAKEN_FOR, RESTS = timedelta(minutes=2), timedelta(minutes=10)


def fill(product: Product, item: FeedItem) -> None:
    """Give a new product all that its item tells."""
    _take_over(product, orjson.loads(item.facts), GROUPS)
    product.ref = item.ref
    product.seller = Seller.get_or_none(
        Seller.shop == item.feed.shop, Seller.external_id == item.seller
    )


def begin(product: Product, item: FeedItem) -> None:
    """Let a product follow an item from now on."""
    picture = orjson.loads(item.facts)["picture"]
    Following.create(
        product=product,
        feed=item.feed,
        ref=item.ref,
        seller=item.seller,
        digest=item.digest,
        picture=picture,
        picture_at=clock.now() if picture else None,
    )


def among(ids: Iterable[int]) -> list[int]:
    """Tell which of these products follow a feed."""
    query: Any = Following.select(Following.product).where(Following.product.in_(list(ids)))
    return [product_id for (product_id,) in query.tuples()]


def settle(product: Product, facts: dict[str, Any]) -> None:
    """Note what a change overrides, and give the feed's facts back where it overrides no more.

    A fact sent as the feed has it overrides nothing; `overridden` among the facts says for all.
    """
    followed = Following.get_or_none(Following.product == product)
    if followed is None:
        return
    item = _item_of(followed)
    told = orjson.loads(item.facts) if item else {}
    before = set(followed.overridden)
    kept = before if facts.get("overridden") is None else set(facts["overridden"])
    for group in {SENT[name] for name in facts if name in SENT}:
        differs = not told or group == "picture" or _differs(product, told, group)
        kept = kept | {group} if differs else kept - {group}
    released = before - kept
    if item:
        _take_over(product, told, released)
    if "picture" in released and followed.picture:
        followed.fetched, followed.picture_tries, followed.picture_at = None, 0, clock.now()
    followed.overridden = sorted(kept)
    followed.save()


def update_followers(feed: Feed, tell: Callable[[], None]) -> None:
    """Bring products up to date with the feed's items; what left the feed is sold out."""
    last = 0
    while ids := _outdated(feed, last):
        tell()
        with exclusive(feed.shop):
            gone = _update(feed, ids)
        forget_pictures(*gone)
        last = ids[-1]


def begin_pictures() -> None:
    """Let a worker fetch pictures if there are any to fetch."""
    if Following.select().where(Following.picture_at <= clock.now()).exists():
        with database.atomic():
            database.after_commit(lambda: queue().add("pictures"))


def fetch_pictures() -> None:
    """Fetch some of the pictures that products wait for; a job of its own does the rest."""
    with connected():
        for _ in range(PICTURES_AT_ONCE):
            waiting = _next_picture()
            if waiting is None:
                return
            _fetch_picture(waiting)
        begin_pictures()


def _outdated(feed: Feed, last: int) -> list[int]:
    same = (
        (FeedItem.feed == Following.feed)
        & (FeedItem.ref == Following.ref)
        & (FeedItem.seller == Following.seller)
    )
    changed = FeedItem.digest != Following.digest
    left = FeedItem.id.is_null() & Following.digest.is_null(False)
    back = FeedItem.id.is_null(False) & Following.digest.is_null()
    query: Any = (
        Following.select(Following.product)
        .join(FeedItem, JOIN.LEFT_OUTER, on=same)
        .where(Following.feed == feed, Following.product > last, changed | left | back)
        .order_by(Following.product)
        .limit(CHUNK)
    )
    return [product_id for (product_id,) in query.tuples()]


def _update(feed: Feed, ids: list[int]) -> list[str | None]:
    """Update products under the shop's lock; answer the pictures they have no more."""
    followings = {each.product_id: each for each in Following.select().where(_in(ids))}
    items, changed, gone = _items_of(feed, followings.values()), [], []
    for product in Product.select().where(Product.id.in_(list(followings))):
        followed = followings[product.id]
        item, kept = items.get((followed.ref, followed.seller)), set(followed.overridden)
        if item is None:
            followed.digest = None
            _take_over(product, {"in_stock": False, "quantity": None}, {"in_stock"} - kept)
        else:
            told = orjson.loads(item.facts)
            followed.digest = item.digest
            _take_over(product, told, set(GROUPS) - kept)
            if told["picture"] != followed.picture:
                gone += _follow_picture(product, followed, told["picture"])
        product.version += 1
        product.save()
        followed.save()
        changed.append(product)
    rules = [(each.id, rules_of_product(each)) for each in changed]
    write_rules_of_many(feed.shop, PRODUCT, rules)
    for show in shows_of(each.id for each in changed):
        tell_screen(show)
    for each in changed:
        tell_webhooks(each, "updated")
    return gone


def _in(ids: list[int]) -> Any:
    return Following.product.in_(ids)


def _follow_picture(product: Product, followed: Following, url: str | None) -> list[str | None]:
    followed.picture, followed.picture_tries = url, 0
    if "picture" in followed.overridden:
        return []
    followed.picture_at = clock.now() if url else None
    if url:
        return []
    gone, product.picture, followed.fetched = product.picture, None, None
    return [gone]


def _items_of(feed: Feed, followings: Iterable[Following]) -> dict[tuple[str, str], FeedItem]:
    refs = {each.ref for each in followings}
    found = FeedItem.select().where(FeedItem.feed == feed, FeedItem.ref.in_(refs))
    return {(each.ref, each.seller): each for each in found}


def _item_of(followed: Following) -> FeedItem | None:
    found: FeedItem | None = FeedItem.get_or_none(
        FeedItem.feed == followed.feed_id,
        FeedItem.ref == followed.ref,
        FeedItem.seller == followed.seller,
    )
    return found


def _take_over(product: Product, told: dict[str, Any], groups: Iterable[str]) -> None:
    for group in groups:
        for column in GROUPS[group]:
            # The picture's address in the feed is not where we keep it.
            if column != "picture" and column in told:
                setattr(product, column, told[column])


def _differs(product: Product, told: dict[str, Any], group: str) -> bool:
    return any(getattr(product, column) != told.get(column) for column in GROUPS[group])


def _next_picture() -> Following | None:
    """Take the next picture; another worker that asks now is given another one."""
    now = clock.now()
    due = Following.picture_at <= now
    waiting: Following
    for waiting in Following.select().where(due).order_by(Following.picture_at).limit(CHUNK):
        free = (Following.product == waiting.product_id, Following.picture_at == waiting.picture_at)
        taken = Following.update(
            picture_at=now + TAKEN_FOR, picture_tries=Following.picture_tries + 1
        ).where(*free)
        if taken.execute():
            return waiting
    return None


def _fetch_picture(waiting: Following) -> None:
    url, tries = waiting.picture, waiting.picture_tries + 1
    mine = Following.product == waiting.product_id
    try:
        content = BytesIO()
        fetch(url or "", content, most=MOST_BYTES, seconds=PICTURE_SECONDS)
        key = keep_picture(content.getvalue())
    except (FetchError, Invalid) as refusal:
        log.info("a picture was not taken", url=url, reason=refusal.message)
        again = isinstance(refusal, FetchError) and tries < PICTURE_TRIES
        rests = clock.now() + RESTS * tries if again else None
        Following.update(picture_at=rests).where(mine, Following.picture == url).execute()
        return
    forget_pictures(_hang(waiting.product_id, url, key))


def _hang(product_id: int, url: str | None, key: str) -> str | None:
    """Give a product its new picture; answer the one of both that is not needed."""
    product = Product.get_or_none(Product.id == product_id)
    if product is None:
        return key
    with exclusive(product.shop):
        followed = Following.get_or_none(Following.product == product_id)
        product = Product.get_or_none(Product.id == product_id)
        if product is None or followed is None or followed.picture != url:
            return key
        followed.picture_at, followed.picture_tries = None, 0
        if "picture" in followed.overridden:
            followed.save()
            return key
        before, product.picture, followed.fetched = product.picture, key, url
        product.version += 1
        product.save()
        followed.save()
        return str(before) if before else None
