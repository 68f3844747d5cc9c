"""Deliveries: signed, at least once, tried for a day, one endpoint's trouble its own."""

from __future__ import annotations

import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from peewee import fn

from api.content.deliveries import MESSAGE
from api.content.webhooks import SECRET
from gateways import queue as queues
from gateways import webhooks as gateway
from models import clock
from models.database import connected
from models.errors import NotFound
from models.shop import Shop
from models.webhook import (
    ACTIVE,
    DELIVERED,
    DISABLED,
    FAILED,
    PENDING,
    Delivery,
    SwitchedOff,
    Webhook,
)
from tests.builders import a_delivery, a_webhook
from tests.conftest import NOON
from tests.receivers import Message, Receiver, receiving, status
from usecases import deliveries, products, webhooks
from usecases.deliveries import deliver, deliver_due
from usecases.signing import signed_headers

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "webhooks.md").read_text()
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def waiting(app: Flask) -> Iterator[queues.Queue]:
    """Jobs wait until they are drained; the receivers are on this machine."""
    queue = queues.waiting_queue()
    quick = {"deliver": deliveries.deliver, "deliver due": deliver_due}
    queues.open_queue(queue, {}, quick)
    gateway.configure(private=True)
    yield queue
    gateway.configure(private=False)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A good receiver."""
    with receiving() as opened:
        yield opened


def again(delivery: Delivery) -> Delivery:
    """The delivery as it stands now."""
    return Delivery.get_by_id(delivery.id)


def live_through(moment: Any, until: Any, queue: queues.Queue) -> list[Any]:
    """Let the worker's minutes pass; give the minutes at which something was tried."""
    tried, before = [], Delivery.select().count() and sum(each.tries for each in Delivery.select())
    while moment <= until:
        with clock.frozen(moment):
            deliver_due()
            queue.drain()
        now = sum(each.tries for each in Delivery.select())
        if now != before:
            tried.append(moment)
        due = Delivery.select(fn.MIN(Delivery.due_at)).where(Delivery.state == PENDING).scalar()
        before, moment = now, moment + MINUTE
        while due and moment < min(due, until):
            moment += MINUTE
    return tried


def snippet() -> Callable[[str, dict[str, str], bytes], bool]:
    """The verification our guide gives to receivers."""
    code = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec(code[1], names)  # noqa: S102
    found: Callable[[str, dict[str, str], bytes], bool] = names["verify"]
    return found


def verify(secret: str, message: Message, now: datetime = NOON) -> bool:
    """Check a message as the guide tells receivers to."""
    checks = snippet()
    checks.__globals__["time"] = SimpleNamespace(time=now.timestamp)
    return checks(secret, message.headers, message.body)


def test_a_change_reaches_the_server_signed(
    alice: Shop, receiver: Receiver, waiting: queues.Queue, noon: Any
) -> None:
    webhook = a_webhook(alice, url=receiver.url)
    products.add(alice, name="Jacket")
    waiting.drain()
    [delivery], [message] = list(webhook.deliveries), receiver.came
    assert message.body == delivery.body.encode()
    assert message.headers["webhook-id"] == delivery.event_uid
    assert message.headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    assert message.headers["Vitrine-Event"] == "product.created"
    assert message.headers["Content-Type"] == "application/json"
    assert verify(webhook.secret, message)
    assert not verify(a_webhook(alice).secret, message)
    assert not verify(webhook.secret, Message("", message.headers, message.body + b" "))
    assert (delivery.state, delivery.delivered_at, delivery.due_at) == (DELIVERED, NOON, None)
    assert [each["status"] for each in delivery.attempts] == [204]


def test_a_signature_of_the_specification_is_ours() -> None:
    # Standard Webhooks' own vector: libraries of receivers are held to it.

    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    body = b'{"test": 2432232314}'
    headers = signed_headers([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_after_a_rotation_both_secrets_sign_until_the_overlap_ends(
    alice: Shop, receiver: Receiver
) -> None:
    with clock.frozen(NOON):
        old = a_webhook(alice, url=receiver.url)
        new = webhooks.rotate(alice, old.uid, overlap=2)
        assert new.secret != old.secret
    for moment in (NOON + HOUR, NOON + 2 * HOUR):
        with clock.frozen(moment):
            a_delivery(old)
            deliver(old.uid)
    during, after = receiver.came
    then = NOON + 2 * HOUR
    assert verify(old.secret, during, NOON + HOUR)
    assert verify(new.secret, during, NOON + HOUR)
    assert not verify(old.secret, after, then)
    assert verify(new.secret, after, then)


@pytest.mark.parametrize(
    ("late", "good"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)]
)
def test_a_recorded_message_is_good_for_five_minutes(
    alice: Shop, receiver: Receiver, noon: Any, late: int, good: bool
) -> None:
    webhook = a_webhook(alice, url=receiver.url)
    a_delivery(webhook)
    deliver(webhook.uid)
    at = NOON + timedelta(seconds=late)
    assert verify(webhook.secret, receiver.came[0], at) is good


def test_the_guides_example_is_a_real_message() -> None:
    text = re.search(r"```http\n(.*?)\n\n(.*?)\n```", GUIDE, re.DOTALL)
    assert text
    headers = dict(line.split(": ", 1) for line in text[1].splitlines()[1:])
    assert verify(SECRET, Message("", headers, text[2].encode()))
    assert json.loads(text[2]) == MESSAGE


def test_a_leaked_secret_ends_at_once(alice: Shop, receiver: Receiver, noon: Any) -> None:
    old = a_webhook(alice, url=receiver.url)
    new = webhooks.rotate(alice, old.uid, overlap=0)
    a_delivery(old)
    deliver(old.uid)
    assert not verify(old.secret, receiver.came[0])
    assert verify(new.secret, receiver.came[0])


def test_a_failing_delivery_is_tried_less_and_less_often_for_a_day(
    alice: Shop, receiver: Receiver, waiting: queues.Queue
) -> None:
    receiver.answers = status(500, b"no\x00pe")
    with clock.frozen(NOON):
        delivery = a_delivery(a_webhook(alice, url=receiver.url))
    tried = live_through(NOON, NOON + 25 * HOUR, waiting)
    pauses = [(after - before) / MINUTE for before, after in itertools.pairwise(tried)]
    assert pauses[:9] == [1, 1, 2, 4, 8, 16, 32, 64, 128]
    assert pauses[9:-1] == [240] * len(pauses[9:-1])
    assert tried[-1] == NOON + 24 * HOUR, "the last try is at the end of the day"
    failed = again(delivery)
    assert (failed.state, failed.due_at, failed.tries) == (FAILED, None, len(tried))
    assert failed.attempts[-1]["error"] == "not a status of success"
    assert failed.attempts[-1]["answer"] == "no pe"
    assert Webhook.get().state == ACTIVE, "one day of failure does not switch off"


def test_a_receiver_that_recovers_gets_what_it_missed(
    alice: Shop, receiver: Receiver, waiting: queues.Queue
) -> None:
    receiver.answers = status(503)
    with clock.frozen(NOON):
        webhook = a_webhook(alice, url=receiver.url)
        delivery = a_delivery(webhook)
        deliver(webhook.uid)
    assert Webhook.get().failing_since == NOON
    receiver.answers = status(200)
    live_through(NOON + MINUTE, NOON + MINUTE, waiting)
    assert again(delivery).state == DELIVERED
    assert Webhook.get().failing_since is None
    first, second = receiver.came
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_a_failure(alice: Shop, receiver: Receiver, code: int) -> None:
    with receiving() as other:
        receiver.answers = status(code, Location=other.url)
        delivery = a_delivery(a_webhook(alice, url=receiver.url))
        deliver(delivery.webhook.uid)
        assert other.came == []
    assert again(delivery).attempts[0]["error"] == "redirects are not followed"


def test_the_own_network_is_not_called(alice: Shop, receiver: Receiver) -> None:
    gateway.configure(private=False)
    delivery = a_delivery(a_webhook(alice, url=receiver.url))
    deliver(delivery.webhook.uid)
    assert receiver.came == []
    assert "private network" in again(delivery).attempts[0]["error"]


def test_three_days_of_failure_switch_a_webhook_off_and_say_so(
    alice: Shop, receiver: Receiver
) -> None:
    receiver.answers = status(500)
    with clock.frozen(NOON):
        webhook = a_webhook(alice, url=receiver.url, failing_since=NOON)
    later = NOON + timedelta(days=3)
    with clock.frozen(later):
        last = a_delivery(webhook, ends_at=later)
        waits = a_delivery(webhook, due_at=later + HOUR)
        deliver(webhook.uid)
        products.add(alice, name="Jacket")
    off = Webhook.get()
    assert (off.state, off.reason) == (DISABLED, "it accepted nothing for three days")
    assert (again(last).state, again(waits).state) == (FAILED, FAILED)
    assert Delivery.select().count() == 2, "a webhook that is off is told nothing more"
    with pytest.raises(SwitchedOff):
        webhooks.redeliver(alice, webhook.uid, last.uid)
    on = webhooks.change(alice, webhook.uid, active=True)
    assert (on.state, on.reason, on.failing_since) == (ACTIVE, None, None)


def test_whoever_answers_gone_is_told_nothing_more(alice: Shop, receiver: Receiver) -> None:
    receiver.answers = status(410)
    delivery = a_delivery(a_webhook(alice, url=receiver.url))
    deliver(delivery.webhook.uid)
    assert (Webhook.get().state, again(delivery).state) == (DISABLED, FAILED)
    assert "410" in (Webhook.get().reason or "")


def test_a_failing_webhook_takes_three_tries_a_minute_of_the_worker_and_no_more(
    alice: Shop, receiver: Receiver, noon: Any
) -> None:
    receiver.answers = status(500)
    webhook = a_webhook(alice, url=receiver.url)
    for _ in range(10):
        a_delivery(webhook)
    deliver(webhook.uid)
    assert len(receiver.came) == 3


def test_a_good_receiver_gets_all_that_waits_in_order(alice: Shop, receiver: Receiver) -> None:
    webhook = a_webhook(alice, url=receiver.url)
    waiting = [a_delivery(webhook).event_uid for _ in range(12)]
    deliver(webhook.uid)
    assert [each.headers["webhook-id"] for each in receiver.came] == waiting
    assert Webhook.get().claim is None


def test_two_workers_at_once_send_each_message_once(alice: Shop, receiver: Receiver) -> None:
    webhook = a_webhook(alice, url=receiver.url)
    for _ in range(10):
        a_delivery(webhook)
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        deliver(webhook.uid)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len({each.headers["webhook-id"] for each in receiver.came}) == len(receiver.came) == 10


def test_what_came_while_another_was_sent_does_not_wait_a_minute(
    alice: Shop, receiver: Receiver, waiting: queues.Queue
) -> None:
    webhook = a_webhook(alice, url=receiver.url)
    a_delivery(webhook)

    def meanwhile(handler: Any) -> None:
        if len(receiver.came) == 1:
            with connected():
                a_delivery(webhook)
                deliver(webhook.uid)  # the other worker's job: it finds the webhook taken
        status(200)(handler)

    receiver.answers = meanwhile
    deliver(webhook.uid)
    waiting.drain()
    assert len(receiver.came) == 2


def test_what_a_killed_worker_had_is_sent_once_its_claim_ends(
    alice: Shop, receiver: Receiver, waiting: queues.Queue
) -> None:
    with clock.frozen(NOON):
        webhook = a_webhook(alice, url=receiver.url)
        delivery = a_delivery(webhook)
        assert deliveries._hold(Webhook.id == webhook.id, "the killed one")
    live_through(NOON, NOON, waiting)
    assert again(delivery).state == PENDING, "it may still be at it"
    live_through(NOON + MINUTE, NOON + MINUTE, waiting)
    assert again(delivery).state == DELIVERED


def test_a_paused_webhook_gets_what_waits_when_it_goes_on_within_the_day(
    alice: Shop, receiver: Receiver, waiting: queues.Queue
) -> None:
    with clock.frozen(NOON):
        webhook = a_webhook(alice, url=receiver.url)
        first, second = a_delivery(webhook), a_delivery(webhook, ends_at=NOON + HOUR)
        webhooks.change(alice, webhook.uid, active=False)
    live_through(NOON + 2 * HOUR, NOON + 2 * HOUR, waiting)
    assert receiver.came == []
    webhooks.change(alice, webhook.uid, active=True)
    live_through(NOON + 3 * HOUR, NOON + 3 * HOUR, waiting)
    assert (again(first).state, again(second).state) == (DELIVERED, FAILED)


def test_a_delivery_is_sent_again_under_the_same_id_for_another_day(
    alice: Shop, charlie: Shop, receiver: Receiver, waiting: queues.Queue
) -> None:
    webhook = a_webhook(alice, url=receiver.url)
    with clock.frozen(NOON):
        delivery = a_delivery(webhook, state=FAILED, due_at=None, tries=15)
    with clock.frozen(NOON + 48 * HOUR):
        redelivered = webhooks.redeliver(alice, webhook.uid, delivery.uid)
        assert (redelivered.state, redelivered.tries) == (PENDING, 0)
        assert redelivered.ends_at == NOON + 72 * HOUR
        waiting.drain()
    assert again(delivery).state == DELIVERED
    assert receiver.came[0].headers["webhook-id"] == delivery.event_uid
    with pytest.raises(NotFound):
        webhooks.redeliver(charlie, webhook.uid, delivery.uid)
    with pytest.raises(NotFound):
        webhooks.redeliver(alice, a_webhook(alice).uid, delivery.uid)


def test_the_log_is_kept_for_thirty_days(alice: Shop) -> None:
    webhook = a_webhook(alice)
    with clock.frozen(NOON):
        a_delivery(webhook, state=DELIVERED)
        waits = a_delivery(webhook)
    with clock.frozen(NOON + timedelta(days=30)):
        deliveries.forget_deliveries()
        assert Delivery.select().count() == 2
    with clock.frozen(NOON + timedelta(days=30, seconds=1)):
        deliveries.forget_deliveries()
    assert [each.uid for each in Delivery.select()] == [waits.uid]
