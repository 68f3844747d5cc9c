"""The audience of a live: who watches now, and what the show came to in numbers.

Pushing processes write every few seconds how many viewers they hold; pages that only poll say
that they are there. Both are rows that soon are due (`Presence`), so whoever dies is not counted
for long. Nobody is named: a page's key is random and kept in its memory alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import fn

from models import clock
from models.audience import LiveCount, Presence, ProductClick, Reaction
from models.broadcast import LiveFinished
from models.content import FINISHED, LIVE, STARTED, Content, ContentProduct
from models.database import connected, database
from models.errors import Invalid, Problem
from models.message import Message
from models.product import Product
from models.shop import Shop
from usecases.borrowed import stand_ins
from usecases.screening import find_own
from usecases.watching import watched

# How often pushing processes and polling pages say how many they are, and how long it holds.
PUSHED_EVERY, PUSHED_FOR = timedelta(seconds=5), timedelta(seconds=15)
POLLED_EVERY, POLLED_FOR = timedelta(seconds=20), timedelta(seconds=45)
# Pages that poll from one address and are counted; more are a crowd behind it, or one liar.
MOST_FROM_ONE = 200


@dataclass(frozen=True)
class Numbers:
    """What a live came to; `clicks` per product, most first."""

    content: Content
    viewers: int
    peak: int
    visits: int
    watch_s: int
    messages: int
    questions: int
    reactions: dict[str, int]
    product_clicks: int
    clicks: tuple[tuple[Product, int], ...]


@dataclass(frozen=True)
class Held:
    """What a pushing process did for a live since it last said: viewers held now, and came."""

    count: int
    visits: int = 0
    watch_s: int = 0


def hold(process: str, held: Mapping[int, Held]) -> None:
    """Write down how many viewers of each live (by its id) a pushing process holds."""
    due = clock.now() + PUSHED_FOR
    with connected():
        lives: Any = Content.select(Content.id, Content.state).where(Content.id.in_(list(held)))
        states: dict[int, str] = dict(lives.tuples())
        for content_id in sorted(held.keys() & states.keys()):
            if states[content_id] == FINISHED:
                continue
            each = held[content_id]
            with database.atomic():
                _come(content_id, process, each.count, due)
                watched_s = each.watch_s if states[content_id] == STARTED else 0
                _count(content_id, visits=each.visits, watch_s=watched_s)
                _raise_peak(content_id)


def let_go(process: str) -> None:
    """Forget the viewers of a pushing process that ends."""
    with connected():
        Presence.delete().where(Presence.key == process).execute()


def here(
    uid: str, app_id: str | None, page: str, whence: str, *, watched_s: int, again: bool
) -> None:
    """Count a page that polls, and the seconds it watched since it last said so.

    `page` is its own random key, `whence` a digest of where it asks from; `again`: its visit has
    been counted. Raises `NotFound`, `LiveFinished`.
    """
    content, _ = watched(uid, LIVE, app_id)
    if content.state == FINISHED:
        raise LiveFinished("this live is finished; nobody needs to be counted any more")
    now, start = clock.now(), f"page {whence} "
    row: Any = Presence.get_or_none(Presence.content == content, Presence.key == start + page)
    if row is None and _from(content, start) >= MOST_FROM_ONE:
        return
    # Nobody watches longer than the clock has run since they last said so.
    since = POLLED_EVERY if row is None else now - (row.due_at - POLLED_FOR)
    longest = max(round(since.total_seconds()) + 1, 0)
    seconds = min(watched_s, longest) if content.state == STARTED else 0
    with database.atomic():
        _come(content.id, start + page, 1, now + POLLED_FOR)
        _count(content.id, visits=int(row is None and not again), watch_s=seconds)
        _raise_peak(content.id)


def click(uid: str, app_id: str | None, product: str) -> None:
    """Count that a viewer followed a product to its page; raises `NotFound`, `Invalid`."""
    content, shop = watched(uid, LIVE, app_id)
    found = next((each for each in _carried(shop, content) if each.uid == product), None)
    if found is None:
        raise Invalid(Problem("product", "must be a product that the live carries"))
    with database.atomic():
        _add(ProductClick, {"content": content.id, "product": found.id}, {"count": 1})
        _count(content.id, clicks=1)


def viewers(contents: Iterable[int]) -> dict[int, int]:
    """Tell how many watch now, by the ids of lives; those that nobody watches are left out."""
    now: Any = Presence.select(Presence.content, fn.SUM(Presence.count))
    now = now.where(Presence.content.in_(list(contents)), Presence.due_at > clock.now())
    return {content: int(count) for content, count in now.group_by(Presence.content).tuples()}


def reactions(contents: Iterable[int]) -> dict[int, dict[str, int]]:
    """Tell how often each reaction was sent, by the ids of lives."""
    told: dict[int, dict[str, int]] = {}
    rows: Any = Reaction.select(Reaction.content, Reaction.emoji, Reaction.count)
    rows = rows.where(Reaction.content.in_(list(contents)))
    for content, emoji, count in rows.order_by(Reaction.content, Reaction.emoji).tuples():
        told.setdefault(content, {})[emoji] = count
    return told


def numbers(shop: Shop, uid: str) -> Numbers:
    """Tell what a live of the shop came to so far. Raises `NotFound`, `SharedContent`."""
    content = find_own(shop, uid, LIVE)
    counted = LiveCount.get_or_none(LiveCount.content == content) or LiveCount(content=content)
    seen: Any = Message.select().where(
        Message.content == content, ~Message.moderated, ~Message.waiting, ~Message.shadowed
    )
    clicked: Any = ProductClick.select(ProductClick, Product).join(Product)
    clicked = clicked.where(ProductClick.content == content, Product.shop == shop)
    return Numbers(
        content=content,
        viewers=viewers([content.id]).get(content.id, 0),
        peak=counted.peak,
        visits=counted.visits,
        watch_s=counted.watch_s,
        messages=seen.count(),
        questions=seen.where(Message.question).count(),
        reactions=reactions([content.id]).get(content.id, {}),
        product_clicks=counted.clicks,
        clicks=tuple(
            (each.product, each.count)
            for each in clicked.order_by(ProductClick.count.desc(), Product.id)
        ),
    )


def visits(contents: Iterable[int]) -> dict[int, int]:
    """Tell how often players were opened, by the ids of lives."""
    rows: Any = LiveCount.select(LiveCount.content, LiveCount.visits)
    return dict(rows.where(LiveCount.content.in_(list(contents))).tuples())


def forget_absent() -> None:
    """Remove who is gone for good."""
    with connected():
        Presence.delete().where(Presence.due_at <= clock.now() - PUSHED_FOR).execute()


def _come(content_id: int, key: str, count: int, due: Any) -> None:
    row = {"content": content_id, "key": key, "count": count, "due_at": due}
    query: Any = Presence.insert(row)
    keys = [Presence.content, Presence.key]
    query.on_conflict(conflict_target=keys, preserve=[Presence.count, Presence.due_at]).execute()


def _count(content_id: int, **more: int) -> None:
    if any(more.values()):
        _add(LiveCount, {"content": content_id}, more)


def _raise_peak(content_id: int) -> None:
    now = viewers([content_id]).get(content_id, 0)
    _add(LiveCount, {"content": content_id}, {"peak": 0})
    LiveCount.update(peak=now).where(
        LiveCount.content == content_id, LiveCount.peak < now
    ).execute()


def _add(table: Any, key: dict[str, int], more: Mapping[str, int]) -> None:
    """Add to the counts of a row, made when it is not there; none of two at once is lost."""
    fields = {getattr(table, name): getattr(table, name) + value for name, value in more.items()}
    table.insert(**key, **more).on_conflict(
        conflict_target=[getattr(table, name) for name in key], update=fields
    ).execute()


def _from(content: Content, start: str) -> int:
    # The character after a space, so that the range holds every key with this start.
    pages: Any = Presence.select().where(
        Presence.content == content, Presence.key >= start, Presence.key < start[:-1] + "!"
    )
    return int(pages.count())


def _carried(shop: Shop, content: Content) -> Iterable[Product]:
    rows: Any = Product.select().join(ContentProduct)
    products = list(rows.where(ContentProduct.content == content, Product.published))
    return products if shop.id == content.shop_id else stand_ins(shop, products).values()
