"""Timecodes: at which moment of a content a product, a chapter or something else belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from models.broadcast import LiveUnfinished
from models.content import FINISHED, LIVE, Content, ContentProduct, Cue
from models.database import exclusive
from models.errors import Invalid, Problem
from models.product import Product
from models.shop import Shop
from usecases.borrowed import stand_ins
from usecases.events import tell
from usecases.happenings import happened
from usecases.screening import holding

KINDS = ("product", "question", "announcement", "extension", "chapter", "auction")
MOST = 500
LONGEST_MS = 24 * 3_600_000


@dataclass(frozen=True)
class Moment:
    """A cue as callers give it; `product` is a uid, for the kind product alone."""

    kind: str
    from_ms: int
    to_ms: int | None = None
    product: str | None = None
    text: str | None = None


def listed(shop: Shop, content: Content) -> list[Cue]:
    """List the cues of a content in the order of time, each with its product.

    Those of an unfinished live follow its events (`usecases/happenings.py`). Of a content that
    another shop shares, cues of products are told as far as a product of the shop stands in, and
    its auctions are not.
    """
    if content.kind == LIVE and content.state != FINISHED:
        cues = happened(content)
    else:
        query: Any = Cue.select(Cue, Product).join(Product, JOIN.LEFT_OUTER)
        cues = list(query.where(Cue.content == content).order_by(Cue.from_ms, Cue.id))
    return cues if content.shop_id == shop.id else _borrowed(shop, cues)


def replace(shop: Shop, content: Content, moments: list[Moment]) -> list[Cue]:
    """Put these cues in the place of all the content had.

    Raises `Invalid` naming each fault, `NotFound`, `LiveUnfinished`.
    """
    if content.kind == LIVE and content.state != FINISHED:
        raise LiveUnfinished("the timecodes of a live follow its events until it is finished")
    if len(moments) > MOST:
        raise Invalid(Problem("timecodes", f"at most {MOST} of them"))
    with exclusive(shop), holding(content):
        carried = _carried(content)
        faults = [
            Problem(f"timecodes/{index}/{field}", why)
            for index, moment in enumerate(moments)
            for field, why in _faults(moment, carried)
        ]
        if faults:
            raise Invalid(*faults)
        Cue.delete().where(Cue.content == content).execute()
        for each in moments:
            Cue.create(
                content=content,
                kind=each.kind,
                product=carried.get(each.product or ""),
                text=each.text,
                from_ms=each.from_ms,
                to_ms=each.to_ms,
            )
        tell(content, "updated")
    return listed(shop, content)


def _borrowed(shop: Shop, cues: list[Cue]) -> list[Cue]:
    own = stand_ins(shop, [each.product for each in cues if each.product])
    told = []
    for each in cues:
        if each.kind == "auction":
            continue
        if each.product:
            if each.product.id not in own:
                continue
            each.product = own[each.product.id]
        told.append(each)
    return told


def _carried(content: Content) -> dict[str, Product]:
    products: Any = Product.select().join(ContentProduct)
    return {each.uid: each for each in products.where(ContentProduct.content == content)}


def _faults(moment: Moment, carried: dict[str, Product]) -> list[tuple[str, str]]:
    faults = []
    if moment.kind not in KINDS:
        faults.append(("event", f"must be one of {', '.join(KINDS)}"))
    if moment.kind == "product":
        if moment.product not in carried:
            faults.append(("event_id", "must be a product that it carries"))
    elif moment.product is not None:
        faults.append(("event_id", "goes with the event product; other events have a text"))
    elif not moment.text:
        faults.append(("text", "is needed for every event but product"))
    if not 0 <= moment.from_ms <= LONGEST_MS:
        faults.append(("timestamp_start", "must be seconds from 0 to 86400"))
    if moment.to_ms is not None and not moment.from_ms < moment.to_ms <= LONGEST_MS:
        faults.append(("timestamp_end", "must be later than timestamp_start, or null"))
    return faults
