"""Showing: products, announcements and extensions put on the screen of a live and taken off it.

Each is marked at the moment of the call, or at one that has passed, and becomes a cue of the
replay. In a rehearsal the same can be tried: viewers see it, and it becomes a cue, only if it is
still on screen when the show begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import can_ada

from models import clock
from models.address import read_address
from models.broadcast import ANNOUNCEMENT, EXTENSION, PRODUCT, LiveEvent, LiveFinished
from models.content import FINISHED, LIVE, Content, ContentProduct
from models.errors import Conflict, Invalid, NotFound, Problem
from models.product import Product
from models.shop import Shop
from usecases.pictures import pictures_kept
from usecases.screening import find_own, holding_show
from usecases.screens import COLOURS, tell_screen

MOST = 20
# What else may be said of each kind.
FACTS = {
    PRODUCT: {"products"},
    ANNOUNCEMENT: {"title", "text", "url", *COLOURS},
    EXTENSION: {"title", "url", "thumbnail"},
}


class ScreenFull(Conflict):
    """So much is on the screen of the live that nothing more can be seen there."""

    code = "screen-full"


def show(
    shop: Shop,
    uid: str,
    kind: str,
    *,
    at: datetime | None = None,
    replace: bool = False,
    **facts: Any,
) -> list[LiveEvent]:
    """Put something on the screen of a live and answer what is there of it now.

    `products` are uids of products that the live carries; one that is on screen stays as it is.
    `replace` takes off what else of the same kind is there. Raises `NotFound`, `SharedContent`,
    `LiveFinished`, `ScreenFull`, `Invalid`.
    """
    find_own(shop, uid, LIVE)
    facts = {name: value for name, value in facts.items() if value is not None}
    if faults := _faults(shop, kind, facts):
        raise Invalid(*faults)
    pictures = {"thumbnail": facts.pop("thumbnail", None)}
    with pictures_kept(pictures) as kept, holding_show(shop, uid) as (content, _):
        _refuse_finished(content)
        moment = _passed(at)
        shown = _on_screen(content)
        wanted = _wanted(content, kind, facts, shown)
        if replace:
            over = [each for each in shown if each.kind == kind and each not in wanted]
            _take_off(over, moment)
            shown = [each for each in shown if each not in over]
        fresh = [each for each in wanted if each not in shown]
        if len(shown) + len(fresh) > MOST:
            raise ScreenFull(f"at most {MOST} things are on screen; take something off first")
        for each in fresh:
            each.from_at, each.thumbnail = moment, kept["thumbnail"]
            each.save(force_insert=True)
        tell_screen(content)
    return wanted


def take_off(shop: Shop, uid: str, event: str, at: datetime | None = None) -> None:
    """Take an event, or the product of a uid, off the screen of a live.

    Raises `NotFound` also when it is not on screen, `SharedContent`, `LiveFinished`, `Invalid`.
    """
    with holding_show(shop, uid) as (content, _):
        _refuse_finished(content)
        moment = _passed(at)
        over = [each for each in _on_screen(content) if event in _names(each)]
        if not over:
            raise NotFound("nothing with this id is on the screen of this live")
        if any(moment < each.from_at for each in over):
            raise Invalid(Problem("at", "must not be before it was put on screen"))
        _take_off(over, moment)
        tell_screen(content)


def clear(content: Content, at: datetime) -> None:
    """Take everything off the screen of a live; call it in the transaction that finishes it."""
    _take_off(_on_screen(content), at)


def take_off_uncarried(shop: Shop, uid: str) -> None:
    """Take products off the screen that the live does not carry any more."""
    with holding_show(shop, uid) as (content, _):
        carried = {each.id for each in _carried(content).values()}
        shown = [each for each in _on_screen(content) if each.kind == PRODUCT]
        over = [each for each in shown if each.product_id not in carried]
        if over:
            _take_off(over, clock.now())
            tell_screen(content)


def _faults(shop: Shop, kind: str, facts: dict[str, Any]) -> list[Problem]:
    faults = [
        Problem(name, f"does not go with the type {kind}") for name in facts.keys() - FACTS[kind]
    ]
    if kind == PRODUCT and not facts.get("products"):
        faults.append(Problem("products", "name at least one product"))
    if kind == ANNOUNCEMENT and not (facts.get("title") or facts.get("text")):
        faults.append(Problem("text", "an announcement needs a title or a text"))
    if kind == ANNOUNCEMENT and "url" in facts:
        read_address(facts["url"], "url")
    if kind == EXTENSION and "url" not in facts:
        faults.append(Problem("url", "is required"))
    elif kind == EXTENSION and not shop.trusts(facts["url"]):
        faults.append(Problem("url", "must be an https address on one of the extension_hosts"))
    return faults


def _wanted(
    content: Content, kind: str, facts: dict[str, Any], shown: Sequence[LiveEvent]
) -> list[LiveEvent]:
    """Give the events that stand for what was asked: those on screen already, and new ones."""
    if kind == PRODUCT:
        there = {each.product_id: each for each in shown if each.kind == PRODUCT}
        products = _named(content, facts["products"])
        return [there.get(each.id) or _event(content, kind, product=each) for each in products]
    colours = {each: facts.pop(each) for each in COLOURS if each in facts}
    if kind == EXTENSION:
        # As browsers read it: what was checked is what is framed.
        facts["url"] = can_ada.parse(facts["url"]).href
    return [_event(content, kind, configuration=colours, **facts)]


def _event(content: Content, kind: str, **facts: Any) -> LiveEvent:
    return LiveEvent(content=content, kind=kind, **facts)


def _named(content: Content, uids: Sequence[str]) -> list[Product]:
    carried = _carried(content)
    faults = [
        Problem(f"products/{index}", "must be a product that the live carries")
        for index, uid in enumerate(uids)
        if uid not in carried
    ]
    if faults:
        raise Invalid(*faults)
    return [carried[uid] for uid in dict.fromkeys(uids)]


def _carried(content: Content) -> dict[str, Product]:
    products: Any = Product.select().join(ContentProduct)
    return {each.uid: each for each in products.where(ContentProduct.content == content)}


def _on_screen(content: Content) -> list[LiveEvent]:
    query: Any = LiveEvent.select().where(LiveEvent.content == content, LiveEvent.to_at.is_null())
    return list(query.order_by(LiveEvent.from_at, LiveEvent.id))


def _take_off(events: Sequence[LiveEvent], at: datetime) -> None:
    for each in events:
        each.to_at = max(at, each.from_at)
        each.save()


def _names(event: LiveEvent) -> set[str]:
    return {event.uid, event.product.uid} if event.product else {event.uid}


def _refuse_finished(content: Content) -> None:
    if content.state == FINISHED:
        raise LiveFinished("this live is finished; its timecodes tell what happened in it")


def _passed(at: datetime | None) -> datetime:
    now = clock.now()
    if at is not None and at > now:
        raise Invalid(Problem("at", "must not be in the future"))
    return at or now
