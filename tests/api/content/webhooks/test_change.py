"""`PATCH /api/v1/webhooks/<uid>`: paused, changed, active again."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_webhook


def test_a_webhook_is_paused_changed_and_removed(alices: Caller, alice: Shop) -> None:
    path = f"/webhooks/{a_webhook(alice).uid}"
    paused = alices.patch(path, {"active": False, "events": ["*", "*"]}).json["data"]["attributes"]
    assert (paused["status"], paused["events"]) == ("paused", ["*"])
    assert alices.patch(path, {"active": True}).json["data"]["attributes"]["status"] == "active"
    assert alices.delete(path).status_code == 204
    assert alices.get(path).status_code == 404
