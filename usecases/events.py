"""Events: what happened in a shop, written down for its webhooks with the change itself.

An event is a row for each webhook that wants it, written in the transaction of the change it tells
of: either both are kept or neither. Sending is another matter (`usecases/deliveries.py`). An
event names its subject and does not copy it: it may arrive late and out of order, so whoever
wants to know what stands now asks the API.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog
from peewee import chunked

from gateways.queue import queue
from models import clock
from models.auction import Auction
from models.base import new_uid
from models.collection import Collection
from models.content import Content
from models.database import database
from models.placement import Placement
from models.product import Product
from models.purchase import Purchase
from models.seller import Seller
from models.shop import Shop
from models.webhook import ACTIVE, CATALOG, HOUSE, Delivery, Webhook

log = structlog.get_logger()

EVERY = "*"
# What a webhook is told when its shop tries it, whatever it asked for.
TEST = "webhook.test"
_WRITTEN = ("created", "updated", "removed")
_CONTENT = (*_WRITTEN, "approved", "shared", "unshared")
# The names a webhook can ask for.
EVENTS = (
    *(f"video.{each}" for each in (*_CONTENT, "ready", "failed")),
    *(f"live.{each}" for each in (*_CONTENT, "started", "finished", "restarted")),
    *(f"product.{each}" for each in _WRITTEN),
    *(f"seller.{each}" for each in _WRITTEN),
    *(f"collection.{each}" for each in _WRITTEN),
    *(f"placement.{each}" for each in _WRITTEN),
    *(f"purchase.{each}" for each in ("created", "confirmed")),
    *(f"auction.{each}" for each in ("started", "ended", "reset")),
)
KINDS: dict[type[Any], str] = {
    Product: "product",
    Seller: "seller",
    Collection: "collection",
    Placement: "placement",
    Purchase: "purchase",
    Auction: "auction",
}
# By what else than its id a shop may know a subject.
NAMES = ("ref", "external_id", "name")
TRIES_FOR = timedelta(hours=24)
# Rows of one statement.
AT_ONCE = 500
# What other formats than the house's call an event, where they do not call it so.
OTHER_NAMES = {CATALOG: {"product.removed": "product.deleted"}}

Subject = Content | Product | Seller | Collection | Placement | Purchase | Auction


Speller = Callable[[Any, dict[str, Any]], bytes]


@dataclass
class _Spelling:
    formats: Mapping[str, Mapping[str, Speller]] = field(default_factory=dict)


_spelling = _Spelling()


def configure(*, formats: Mapping[str, Mapping[str, Speller]]) -> None:
    """Choose how other formats than the house's spell the events that they have.

    A speller is given the subject and the facts of the event, in the transaction of its change.
    """
    _spelling.formats = formats


def events_of(format_: str) -> tuple[str, ...]:
    """List the events that webhooks of a format can ask for."""
    if format_ == HOUSE:
        return EVENTS
    return tuple(named_in(format_, each) for each in _spelling.formats.get(format_, ()))


def named_in(format_: str, event: str) -> str:
    """Name an event as a format does."""
    return OTHER_NAMES.get(format_, {}).get(event, event)


def tell(subject: Subject, verb: str, *, also: Shop | None = None, **facts: Any) -> None:
    """Write down that `verb` happened to the subject, for every webhook of its shop.

    `also` is another shop that this concerns. Call it last in the transaction of the change. An
    event that is not in EVENTS is told to nobody.
    """
    tell_all([subject], verb, also=also, **facts)


def tell_all(
    subjects: Sequence[Subject], verb: str, *, also: Shop | None = None, **facts: Any
) -> None:
    """Write down that `verb` happened to each of the subjects, all of one kind and one shop."""
    if not subjects or (event := f"{_kind(subjects[0])}.{verb}") not in EVENTS:
        return
    with database.atomic():
        for webhook in _wanting([subjects[0].shop_id, *([also.id] if also else [])], event):
            if webhook.format == HOUSE:
                write_down(webhook, event, [{**_told(each), **facts} for each in subjects])
                continue
            bodies = [_spelled_as(webhook.format, event, each, facts) for each in subjects]
            spelled_ones = [each for each in bodies if each is not None]
            write_down(webhook, named_in(webhook.format, event), spelled_ones)


def _kind(subject: Subject) -> str:
    return subject.kind if isinstance(subject, Content) else KINDS[type(subject)]


def _told(subject: Subject) -> dict[str, Any]:
    told = {"id": subject.uid, "type": _kind(subject)}
    told |= {name: value for name in NAMES if (value := getattr(subject, name, None)) is not None}
    if isinstance(subject, Content) and subject.awaiting_approval:
        told["awaiting_approval"] = True
    return told


def _wanting(shop_ids: list[int], event: str) -> list[Webhook]:
    # In one order, so that two changes at once do not wait for one another's webhooks.
    found = Webhook.select().where(Webhook.shop.in_(shop_ids), Webhook.state == ACTIVE)
    return [
        each
        for each in found.order_by(Webhook.id)
        if {named_in(each.format, event), EVERY} & set(each.events)
    ]


def _spelled_as(format_: str, event: str, subject: Subject, facts: dict[str, Any]) -> bytes | None:
    """Spell an event in another format, where that has it; a slip of ours there stops no show."""
    spell = _spelling.formats.get(format_, {}).get(event)
    try:
        with database.atomic():
            return spell(subject, facts) if spell else None
    except Exception:
        log.exception("an event could not be spelled", format=format_, event_name=event)
        return None


def write_down(webhook: Webhook, event: str, told: Sequence[dict[str, Any] | bytes]) -> None:
    """Write down what a webhook is to be told of an event, which is sent after the commit.

    Each is the `data` of a message, or bytes: a whole one in another format.
    """
    if not told:
        return
    now = clock.now()
    # Taking the numbers locks the row, so they have no gaps and none comes twice.
    Webhook.update(number=Webhook.number + len(told)).where(Webhook.id == webhook.id).execute()
    last: int = Webhook.select(Webhook.number).where(Webhook.id == webhook.id).scalar()
    times = {"due_at": now, "ends_at": now + TRIES_FOR}
    rows = [
        {"webhook": webhook, "event": event, **_message(event, number, each, now), **times}
        for number, each in enumerate(told, last - len(told) + 1)
    ]
    for some in chunked(rows, AT_ONCE):
        Delivery.insert_many(some).execute()
    database.after_commit(lambda: put_aside(webhook.uid))


def _message(
    event: str, number: int, told: dict[str, Any] | bytes, now: datetime
) -> dict[str, Any]:
    uid = new_uid()
    message = {
        "id": uid,
        "type": event,
        "timestamp": spelled(now),
        "sequence": number,
        "data": told,
    }
    body = told if isinstance(told, bytes) else orjson.dumps(message)
    return {"event_uid": uid, "number": number, "body": body.decode()}


def spelled(at: datetime) -> str:
    """Spell a moment as it stands in messages and in the log."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def put_aside(webhook_uid: str) -> None:
    """Let the worker send what is due to a webhook; a queue out of order loses nothing."""
    try:
        queue().add("deliver", webhook_uid)
    except Exception:
        # It is written down: `deliveries.deliver_due` finds it within a minute.
        log.exception("the queue took no job", webhook=webhook_uid)
