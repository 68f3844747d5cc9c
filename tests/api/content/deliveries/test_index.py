"""`GET /api/v1/webhooks/<uid>/deliveries`: the log of what was sent, with every try."""

from __future__ import annotations

from typing import Any

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_delivery, a_webhook


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
