"""`GET /api/v1/webhooks/<uid>`: one webhook, why it is off and since when it fails."""

from __future__ import annotations

from datetime import timedelta

from models import clock
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_webhook
from tests.conftest import NOON


def test_a_webhook_that_was_switched_off_tells_why(alices: Caller, alice: Shop) -> None:
    reason = "no message arrived for five days"
    webhook = a_webhook(alice, state="disabled", reason=reason, failing_since=NOON)
    shown = alices.get(f"/webhooks/{webhook.uid}")
    assert shown.status_code == 200
    told = shown.json["data"]["attributes"]
    assert (told["status"], told["reason"]) == ("disabled", reason)
    assert told["failing_since"] == "2026-06-15T12:00:00.000Z"


def test_no_secret_is_told_again(alices: Caller, alice: Shop) -> None:
    until = round(NOON.timestamp() * 1000)
    webhook = a_webhook(alice, old_secrets=[["whsec_former", until]])
    with clock.frozen(NOON - timedelta(hours=1)):
        shown = alices.get(f"/webhooks/{webhook.uid}")
    told = shown.json["data"]["attributes"]
    assert (told["secret"], told["old_secret_ends_at"]) == (None, "2026-06-15T12:00:00.000Z")
    assert webhook.secret not in shown.text
    assert "whsec_former" not in shown.text
