"""`GET /api/v1/webhooks/<uid>/deliveries/<delivery>`: one message and what became of it."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_delivery, a_webhook
from tests.conftest import NOON


def test_a_message_is_shown_as_it_is_sent(alices: Caller, alice: Shop) -> None:
    webhook = a_webhook(alice)
    message = '{"type": "product.updated", "sequence": 7, "data": {"name": "\u202eJacket"}}'
    sent = a_delivery(webhook, number=7, body=message, state="delivered", delivered_at=NOON)
    shown = alices.get(f"/webhooks/{webhook.uid}/deliveries/{sent.uid}")
    assert shown.status_code == 200
    told = shown.json["data"]
    assert (told["id"], told["type"]) == (sent.uid, "delivery")
    assert told["attributes"]["message"]["data"] == {"name": "\u202eJacket"}
    assert told["attributes"]["delivered_at"] == "2026-06-15T12:00:00.000Z"
    assert (told["attributes"]["status"], told["attributes"]["attempts"]) == ("delivered", [])


def test_a_delivery_is_found_under_its_own_webhook_alone(alices: Caller, alice: Shop) -> None:
    webhook, other = a_webhook(alice), a_webhook(alice)
    delivery = a_delivery(webhook)
    paths = (f"{other.uid}/deliveries/{delivery.uid}", f"{webhook.uid}/deliveries/{webhook.uid}")
    for path in paths:
        assert alices.get(f"/webhooks/{path}").status_code == 404
