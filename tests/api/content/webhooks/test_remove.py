"""`DELETE /api/v1/webhooks/<uid>`: a webhook goes with its log."""

from __future__ import annotations

from models.shop import Shop
from models.webhook import Delivery
from tests.api.content.conftest import Caller
from tests.builders import a_delivery, a_webhook


def test_a_removed_webhook_takes_its_log_along_and_no_other(alices: Caller, alice: Shop) -> None:
    webhook, other = a_webhook(alice), a_webhook(alice)
    for each in (webhook, webhook, other):
        a_delivery(each)
    answers = [alices.delete(f"/webhooks/{webhook.uid}") for _ in range(2)]
    assert [each.status_code for each in answers] == [204, 404]
    assert answers[0].data == b""
    assert alices.get(f"/webhooks/{webhook.uid}/deliveries").status_code == 404
    assert [each.webhook.uid for each in Delivery.select()] == [other.uid]
