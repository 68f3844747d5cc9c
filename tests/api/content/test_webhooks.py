"""`/api/v1/webhooks` and their deliveries: spelling, who may enter, what is told once."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from gateways import queue as queues
from models.shop import Shop
from models.webhook import Webhook
from tests.api.content.conftest import Caller
from tests.builders import a_delivery, a_webhook
from usecases import webhooks

HOOK = {"url": "https://hooks.example/vitrine", "events": ["product.updated", "video.ready"]}


@pytest.fixture(autouse=True)
def waiting(app: Flask) -> queues.Queue:
    """Jobs wait: nothing is sent here."""
    queue = queues.waiting_queue()
    queues.open_queue(queue, {})
    return queue


def test_a_webhook_is_made_and_its_secret_told_once(alices: Caller, noon: Any) -> None:
    made = alices.post("/webhooks", {**HOOK, "description": "Catalogue"})
    assert made.status_code == 201
    told = made.json["data"]["attributes"]
    secret = told.pop("secret")
    assert secret.startswith("whsec_")
    assert told == {
        "url": HOOK["url"],
        "description": "Catalogue",
        "events": HOOK["events"],
        "status": "active",
        "reason": None,
        "failing_since": None,
        "old_secret_ends_at": None,
        "created_at": "2026-06-15T12:00:00.000Z",
        "updated_at": "2026-06-15T12:00:00.000Z",
    }
    path = f"/webhooks/{made.json['data']['id']}"
    for answer in (alices.get(path), alices.get("/webhooks"), alices.patch(path, {})):
        assert answer.status_code == 200
        assert secret not in answer.text


def test_a_webhook_is_paused_changed_and_removed(alices: Caller, alice: Shop) -> None:
    path = f"/webhooks/{a_webhook(alice).uid}"
    paused = alices.patch(path, {"active": False, "events": ["*", "*"]}).json["data"]["attributes"]
    assert (paused["status"], paused["events"]) == ("paused", ["*"])
    assert alices.patch(path, {"active": True}).json["data"]["attributes"]["status"] == "active"
    assert alices.delete(path).status_code == 204
    assert alices.get(path).status_code == 404


def test_a_secret_is_replaced_with_an_overlap(alices: Caller, alice: Shop, noon: Any) -> None:
    webhook = a_webhook(alice)
    path = f"/webhooks/{webhook.uid}"
    told = alices.post(f"{path}/secret", {}).json["data"]["attributes"]
    assert told["secret"] == Webhook.get().secret != webhook.secret
    assert told["old_secret_ends_at"] == "2026-06-16T12:00:00.000Z"
    assert alices.get(path).json["data"]["attributes"]["secret"] is None
    told = alices.post(f"{path}/secret", {"overlap_hours": 0}).json["data"]["attributes"]
    assert told["old_secret_ends_at"] is None


BAD = {
    "no address": ({"url": "hooks"}, "/url"),
    "another scheme": ({"url": "ftp://hooks.example/"}, "/url"),
    "a script": ({"url": "javascript:alert(1)"}, "/url"),
    "loopback": ({"url": "http://127.0.0.1/"}, "/url"),
    "where clouds keep their keys": ({"url": "http://169.254.169.254/latest"}, "/url"),
    "loopback 6": ({"url": "http://[::1]:8000/"}, "/url"),
    "a password": ({"url": "https://me:secret@hooks.example/"}, "/url"),
    "a fragment": ({"url": "https://hooks.example/#a"}, "/url"),
    "a star": ({"url": "https://hooks.example/*"}, "/url"),
    "too long": ({"url": "https://hooks.example/" + "a" * 2048}, "/url"),
    "null": ({"url": None}, "/url"),
    "no events": ({"events": []}, "/events"),
    "an unknown event": ({"events": ["product.updated", "product.sold"]}, "/events/1"),
    "events of what is not there yet": ({"events": ["live.started"]}, "/events/0"),
    "a text for a list": ({"events": "*"}, "/events"),
    "many events": ({"events": ["*"] * 51}, "/events"),
    "a long description": ({"description": "a" * 501}, "/description"),
    "control characters": ({"description": "a\x00"}, "/description"),
    "a secret of one's own": ({"secret": "whsec_x"}, "/secret"),
    "a text for a truth": ({"active": "false"}, "/active"),
}


@pytest.mark.parametrize(("change", "pointer"), BAD.values(), ids=BAD)
def test_a_wrong_field_is_named(
    alices: Caller, alice: Shop, change: dict[str, Any], pointer: str
) -> None:
    webhook = a_webhook(alice)
    made = alices.post("/webhooks", {**HOOK, **change})
    changed = alices.patch(f"/webhooks/{webhook.uid}", change)
    for answer in (made, changed):
        assert answer.status_code == 422
        assert [each["source"]["pointer"] for each in answer.json["errors"]] == [pointer]
    assert Webhook.select().count() == 1


@pytest.mark.parametrize("hours", [-1, 169, 1.5, "1", None, True])
def test_a_wrong_overlap_is_refused(alices: Caller, alice: Shop, hours: Any) -> None:
    webhook = a_webhook(alice)
    answer = alices.post(f"/webhooks/{webhook.uid}/secret", {"overlap_hours": hours})
    assert answer.status_code == 422
    assert Webhook.get().secret == webhook.secret


def test_a_shop_has_a_bounded_number_of_webhooks(alices: Caller, alice: Shop) -> None:
    for _ in range(webhooks.MOST):
        a_webhook(alice)
    answer = alices.post("/webhooks", HOOK)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (409, "too-many-webhooks")


def test_the_log_tells_every_try(alices: Caller, alice: Shop, noon: Any) -> None:
    webhook = a_webhook(alice)
    attempt = {"at": "2026-06-15T12:00:00.000Z", "status": 500, "error": "no", "answer": "x"}
    failed = a_delivery(
        webhook, state="failed", due_at=None, attempts=[attempt], body='{"sequence": 3}'
    )
    a_delivery(webhook, event="video.ready")
    path = f"/webhooks/{webhook.uid}/deliveries"
    assert len(alices.get(path).json["data"]) == 2
    assert len(alices.get(f"{path}?event=video.ready").json["data"]) == 1
    [told] = alices.get(f"{path}?status=failed").json["data"]
    assert told == alices.get(f"{path}/{failed.uid}").json["data"]
    assert told["attributes"] == {
        "event": "product.updated",
        "sequence": failed.number,
        "status": "failed",
        "message": {"sequence": 3},
        "attempts": [attempt],
        "next_attempt_at": None,
        "delivered_at": None,
        "created_at": "2026-06-15T12:00:00.000Z",
    }
    assert alices.get(f"{path}?status=lost").status_code == 422


def test_a_delivery_is_asked_for_again(
    alices: Caller, charlies: Caller, alice: Shop, charlie: Shop, waiting: queues.Queue
) -> None:
    webhook = a_webhook(alice)
    delivery = a_delivery(webhook, state="failed", due_at=None)
    path = f"/webhooks/{webhook.uid}/deliveries/{delivery.uid}/redeliver"
    answer = alices.post(path)
    assert (answer.status_code, answer.json["data"]["attributes"]["status"]) == (202, "pending")
    assert len(waiting.huey.storage.enqueued_items()) == 1
    others = a_webhook(charlie)
    assert charlies.post(path).status_code == 404
    assert charlies.post(path.replace(webhook.uid, others.uid)).status_code == 404
    assert alices.post(path.replace(delivery.uid, "x")).status_code == 404
    alices.patch(f"/webhooks/{webhook.uid}", {"active": False})
    refused = alices.post(path)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "webhook-off")
