"""`POST /api/v1/webhooks/<uid>/deliveries/<delivery>/redeliver`: one message is sent again."""

from __future__ import annotations

from gateways import queue as queues
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_delivery, a_webhook


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
