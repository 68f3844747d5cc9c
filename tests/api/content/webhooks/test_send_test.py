"""`POST /api/v1/webhooks/<uid>/test`: a webhook is sent a message that tells of nothing."""

from __future__ import annotations

import pytest

from gateways import queue as queues
from models.shop import Shop
from models.webhook import DISABLED, PAUSED, Delivery
from tests.api.content.conftest import Caller
from tests.builders import a_webhook
from usecases.events import EVENTS


@pytest.mark.parametrize("events", [["*"], ["product.updated"]], ids=["of all", "of others"])
def test_a_test_is_sent_to_one_webhook_whatever_it_asked_for(
    alices: Caller, alice: Shop, waiting: queues.Queue, events: list[str]
) -> None:
    webhook, other = a_webhook(alice, events=events), a_webhook(alice)
    answer = alices.post(f"/webhooks/{webhook.uid}/test")
    assert answer.status_code == 202
    told = answer.json["data"]
    assert (told["attributes"]["event"], told["attributes"]["status"]) == (
        "webhook.test",
        "pending",
    )
    message = told["attributes"]["message"]
    assert (message["type"], message["sequence"]) == ("webhook.test", 1)
    assert message["data"] == {"id": webhook.uid, "type": "webhook"}
    assert alices.get(f"/webhooks/{webhook.uid}/deliveries").json["data"] == [told]
    assert alices.get(f"/webhooks/{other.uid}/deliveries").json["data"] == []
    assert len(waiting.huey.storage.enqueued_items()) == 1


@pytest.mark.parametrize("state", [PAUSED, DISABLED])
def test_a_webhook_that_is_off_is_sent_none(alices: Caller, alice: Shop, state: str) -> None:
    refused = alices.post(f"/webhooks/{a_webhook(alice, state=state).uid}/test")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "webhook-off")
    assert Delivery.select().count() == 0


def test_another_shops_webhook_is_not_found(charlies: Caller, alice: Shop) -> None:
    assert charlies.post(f"/webhooks/{a_webhook(alice).uid}/test").status_code == 404
    assert Delivery.select().count() == 0


def test_a_test_can_be_redelivered_and_not_asked_for_by_name(alices: Caller, alice: Shop) -> None:
    webhook = a_webhook(alice)
    uid = alices.post(f"/webhooks/{webhook.uid}/test").json["data"]["id"]
    path = f"/webhooks/{webhook.uid}/deliveries/{uid}/redeliver"
    assert alices.post(path).status_code == 202
    assert "webhook.test" not in EVENTS
