"""Webhooks: told where to send, what about and signed with which secret; their log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from gateways.webhooks import NotSentError, check_host
from models import clock
from models.address import read_address
from models.base import UID
from models.database import database, exclusive
from models.errors import Invalid, NotFound, Problem
from models.shop import Shop
from models.webhook import (
    ACTIVE,
    PAUSED,
    PENDING,
    Delivery,
    SwitchedOff,
    TooManyWebhooks,
    Webhook,
    new_secret,
)
from usecases.events import EVERY, TEST, TRIES_FOR, events_of, put_aside, write_down
from usecases.rows import Listing, find_row, only_sent, refuse_sellers

MOST = 20
OVERLAP, LONGEST_OVERLAP = 24, 168
# How many old secrets sign beside the new one: somebody may press twice.
MOST_OLD = 4


def listed(shop: Shop) -> Listing[Webhook]:
    """List the shop's webhooks, newest first."""
    refuse_sellers(shop)
    query = Webhook.select().where(Webhook.shop == shop)
    return Listing(query.order_by(Webhook.created_at.desc(), Webhook.id.desc()))


def find(shop: Shop, uid: str) -> Webhook:
    """Find a webhook, or raise `NotFound`."""
    refuse_sellers(shop)
    return find_row(Webhook, shop, uid, "webhook")


def add(shop: Shop, **facts: Any) -> Webhook:
    """Make a webhook; its `secret` is to be shown now and never again.

    Facts: `url`, `events` (names, or `*`), `format`, `description`, `active`. Raises `Invalid`,
    `TooManyWebhooks`.
    """
    refuse_sellers(shop)
    _check_address(facts)
    with exclusive(shop):
        if Webhook.select().where(Webhook.shop == shop).count() >= MOST:
            raise TooManyWebhooks(f"a shop has at most {MOST} webhooks; remove one first")
        return _kept(Webhook(shop=shop, secret=new_secret()), facts)


def change(shop: Shop, uid: str, **facts: Any) -> Webhook:
    """Change what is sent of a webhook; `active` pauses it, or switches it on again.

    Raises `NotFound`, `Invalid`.
    """
    _check_address(facts)
    with exclusive(shop):
        return _kept(find(shop, uid), facts)


def remove(shop: Shop, uid: str) -> None:
    """Remove a webhook with its log."""
    find(shop, uid).delete_instance()


def rotate(shop: Shop, uid: str, *, overlap: int = OVERLAP) -> Webhook:
    """Give a webhook a new secret; for `overlap` hours the old one signs as well.

    So do the newest few before it whose hours are not over; with `overlap` 0 all end now.
    """
    with exclusive(shop):
        webhook = find(shop, uid)
        until = round((clock.now() + timedelta(hours=overlap)).timestamp() * 1000)
        old = [(webhook.secret, until), *webhook.signing()][:MOST_OLD]
        webhook.old_secrets = old if overlap else []
        webhook.secret = new_secret()
        _save(webhook, "secret", "old_secrets")
    return webhook


def deliveries_of(
    shop: Shop, uid: str, *, state: str | None = None, event: str | None = None
) -> Listing[Delivery]:
    """List what a webhook was and will be told, newest first. Raises `NotFound`."""
    query = Delivery.select().where(Delivery.webhook == find(shop, uid))
    if state is not None:
        query = query.where(Delivery.state == state)
    if event is not None:
        query = query.where(Delivery.event == event)
    return Listing(query.order_by(Delivery.number.desc(), Delivery.id.desc()))


def find_delivery(shop: Shop, uid: str, delivery_uid: str) -> Delivery:
    """Find one delivery of a webhook, or raise `NotFound`."""
    webhook, found = find(shop, uid), None
    if UID.fullmatch(delivery_uid):
        found = Delivery.get_or_none(Delivery.webhook == webhook, Delivery.uid == delivery_uid)
    if found is None:
        raise NotFound("this webhook has no delivery with this id")
    return found


def redeliver(shop: Shop, uid: str, delivery_uid: str) -> Delivery:
    """Send a delivery again, the same message under the same id, for another 24 hours.

    Raises `NotFound`, `SwitchedOff`.
    """
    with exclusive(shop):
        _find_active(shop, uid)
        delivery, now = find_delivery(shop, uid, delivery_uid), clock.now()
        delivery.state, delivery.tries, delivery.due_at = PENDING, 0, now
        delivery.ends_at = now + TRIES_FOR
        _save(delivery, "state", "tries", "due_at", "ends_at")
        database.after_commit(lambda: put_aside(uid))
    return find_delivery(shop, uid, delivery_uid)


def send_test(shop: Shop, uid: str) -> Delivery:
    """Send a webhook a message that tells of nothing, whatever events it asked for.

    Raises `NotFound`, `SwitchedOff`.
    """
    with exclusive(shop):
        webhook = _find_active(shop, uid)
        write_down(webhook, TEST, [{"id": webhook.uid, "type": "webhook"}])
        # Its row is ours until the commit, so nobody else's is newer.
        told: Any = Delivery.select(Delivery.uid).where(Delivery.webhook == webhook)
        newest = told.order_by(Delivery.number.desc()).scalar()
    return find_delivery(shop, uid, newest)


def _find_active(shop: Shop, uid: str) -> Webhook:
    webhook = find(shop, uid)
    if webhook.state != ACTIVE:
        raise SwitchedOff("this webhook is switched off; send active: true first")
    return webhook


def _check_address(facts: dict[str, Any]) -> None:
    if "url" in facts:
        read_address(facts["url"], "url")
        parts = urlsplit(facts["url"])
        if "*" in facts["url"]:
            raise Invalid(Problem("url", "is one address; stars do not fit here"))
        if parts.username is not None or parts.fragment:
            raise Invalid(Problem("url", "must not hold a name, a password or a fragment"))
        try:
            check_host(parts.hostname or "")
        except NotSentError as error:
            raise Invalid(Problem("url", str(error))) from None


def _check_events(format_: str, events: list[str]) -> None:
    known = events_of(format_)
    faults = [
        Problem(f"events/{index}", f"must be {EVERY} or one of {', '.join(known)}")
        for index, event in enumerate(events)
        if event not in (*known, EVERY)
    ]
    if faults:
        raise Invalid(*faults)


def _kept(webhook: Webhook, facts: dict[str, Any]) -> Webhook:
    changes = only_sent(facts, ("url", "description", "format"))
    if "events" in facts:
        changes["events"] = list(dict.fromkeys(facts["events"]))
    _check_events(
        changes.get("format", webhook.format), facts.get("events") or list(webhook.events)
    )
    if "active" in facts and facts["active"] is not (webhook.state == ACTIVE):
        state = ACTIVE if facts["active"] else PAUSED
        changes |= {"state": state, "reason": None, "failing_since": None}
    for field, value in changes.items():
        setattr(webhook, field, value)
    if webhook.id is None:
        webhook.save()
    else:
        _save(webhook, *changes)
    return webhook


def _save(row: Webhook | Delivery, *fields: str) -> None:
    """Save these fields alone: the worker writes the others at the same time."""
    row.save(only=[*fields, "updated_at"])
