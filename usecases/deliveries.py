"""Deliveries: what webhooks are told is sent, tried again, given up and told of in a log.

    pending --answered 2xx--> delivered          failed, delivered --asked for again--> pending
       |  ^ any other answer: later, for 24 hours
       v  |
     failed: the 24 hours are over, or the webhook was disabled

One worker at a time sends to a webhook: whoever has the claim on it. A slow receiver so keeps
one thread and no more, and one that fails rests until the next minute. A worker that is lost takes
nothing along but its claim, which ends by itself.
"""

from __future__ import annotations

from datetime import timedelta

import structlog

from gateways import webhooks as gateway
from gateways.queue import queue
from models import clock
from models.base import new_uid
from models.database import connected, database
from models.webhook import ACTIVE, DELIVERED, DISABLED, FAILED, PENDING, Delivery, Webhook
from usecases.events import spelled
from usecases.signing import signed_headers

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=4)
# A webhook of which nothing was accepted for so long is disabled when a delivery is given up.
DISABLED_AFTER = timedelta(days=3)
# How long one job sends to one webhook, and after how many failures it stops.
ROUND, FAILURES = timedelta(seconds=30), 3
# Longer than the slowest request takes; renewed before each.
CLAIMED = timedelta(seconds=60)
KEPT, MOST_ATTEMPTS = timedelta(days=30), 20
GONE = 410


def deliver(webhook_uid: str) -> None:
    """Send what is due to a webhook; doing it twice, even at once, sends nothing twice."""
    with connected():
        claim = new_uid()
        if not _hold(Webhook.uid == webhook_uid, claim):
            return
        try:
            rest = _round(webhook_uid, claim)
        finally:
            release = Webhook.update(claim=None, due_at=None)
            release.where(Webhook.uid == webhook_uid, Webhook.claim == claim).execute()
        # What was written while we held the claim found nobody free; it must not wait a minute.
        if rest and _next(webhook_uid) is not None:
            queue().add("deliver", webhook_uid)


def deliver_due() -> None:
    """Put aside every webhook that has something due: retries, and what a lost worker left."""
    with connected():
        due = Delivery.state == PENDING, Delivery.due_at <= clock.now()
        waiting = Delivery.select(Delivery.webhook).where(*due)
        for each in Webhook.select().where(Webhook.state == ACTIVE, Webhook.id.in_(waiting)):
            queue().add("deliver", each.uid)
        over = Delivery.state == PENDING, Delivery.ends_at <= clock.now() - CLAIMED
        silent = Webhook.select(Webhook.id).where(Webhook.state != ACTIVE)
        given_up = Delivery.update(state=FAILED, due_at=None, updated_at=clock.now())
        given_up.where(*over, Delivery.webhook.in_(silent)).execute()


def forget_deliveries() -> None:
    """Remove what was told, or given up, longer than thirty days ago."""
    with connected():
        old = Delivery.updated_at < clock.now() - KEPT
        Delivery.delete().where(Delivery.state != PENDING, old).execute()


def _hold(which: object, claim: str) -> bool:
    now = clock.now()
    free = Webhook.claim.is_null() | (Webhook.claim == claim) | (Webhook.due_at <= now)
    query = Webhook.update(claim=claim, due_at=now + CLAIMED)
    return bool(query.where(which, Webhook.state == ACTIVE, free).execute())


def _round(webhook_uid: str, claim: str) -> bool:
    """Send one after the other; tell whether there is a reason to go on soon."""
    ends, failures = clock.now() + ROUND, 0
    while clock.now() <= ends and failures < FAILURES:
        delivery = _next(webhook_uid)
        if delivery is None:
            return True
        if not _hold((Webhook.uid == webhook_uid) & (Webhook.claim == claim), claim):
            return False
        failures += not _send(delivery)
    return failures < FAILURES


def _next(webhook_uid: str) -> Delivery | None:
    due = Delivery.state == PENDING, Delivery.due_at <= clock.now()
    found = Delivery.select(Delivery, Webhook).join(Webhook)
    mine = found.where(Webhook.uid == webhook_uid, Webhook.state == ACTIVE, *due)
    first: Delivery | None = mine.order_by(Delivery.number, Delivery.id).first()
    return first


def _send(delivery: Delivery) -> bool:
    webhook, now, body = delivery.webhook, clock.now(), delivery.body.encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Vitrine-Webhooks/1",
        "Vitrine-Event": delivery.event,
        **signed_headers(_secrets(webhook), delivery.event_uid, now, body),
    }
    attempt: dict[str, object] = {"at": spelled(now), "status": None, "error": None, "answer": None}
    try:
        receipt = gateway.post(webhook.url, body, headers)
        attempt |= {"status": receipt.status, "answer": receipt.excerpt or None}
        good = 200 <= receipt.status < 300
        if not good:
            moved = 300 <= receipt.status < 400
            attempt["error"] = "redirects are not followed" if moved else "not a status of success"
    except gateway.NotSentError as error:
        attempt["error"], good = str(error), False
    with database.atomic():
        _record(delivery, attempt, good=good)
    log.info("webhook", delivery=delivery.uid, **attempt)
    return good


def _secrets(webhook: Webhook) -> list[str]:
    return [webhook.secret, *(secret for secret, _ in webhook.signing())]


def _record(delivery: Delivery, attempt: dict[str, object], *, good: bool) -> None:
    now, webhook = clock.now(), delivery.webhook
    facts = {
        "tries": delivery.tries + 1,
        "attempts": [*delivery.attempts, attempt][-MOST_ATTEMPTS:],
        "updated_at": now,
    }
    over = not good and (now >= delivery.ends_at or attempt["status"] == GONE)
    if good:
        facts |= {"state": DELIVERED, "due_at": None, "delivered_at": now}
    elif over:
        facts |= {"state": FAILED, "due_at": None}
    else:
        pause = min(FIRST_PAUSE * 2 ** min(delivery.tries, 20), LONGEST_PAUSE)
        facts["due_at"] = min(now + pause, delivery.ends_at)
    Delivery.update(**facts).where(Delivery.id == delivery.id).execute()
    if good:
        Webhook.update(failing_since=None).where(Webhook.id == webhook.id).execute()
        return
    fails = Webhook.update(failing_since=now)
    fails.where(Webhook.id == webhook.id, Webhook.failing_since.is_null()).execute()
    if attempt["status"] == GONE:
        _disable(webhook, "it answered 410: it wants to be told nothing any more")
    elif over and now - (webhook.failing_since or now) >= DISABLED_AFTER:
        _disable(webhook, "it accepted nothing for three days")


def _disable(webhook: Webhook, reason: str) -> None:
    now = clock.now()
    off = Webhook.update(state=DISABLED, reason=reason, updated_at=now)
    off.where(Webhook.id == webhook.id, Webhook.state == ACTIVE).execute()
    ends = Delivery.update(state=FAILED, due_at=None, updated_at=now)
    ends.where(Delivery.webhook == webhook, Delivery.state == PENDING).execute()
    log.warning("a webhook was disabled", webhook=webhook.uid, reason=reason)
