"""`POST /api/v1/webhooks/<uid>/secret`: the secret is replaced, with an overlap."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from models import clock
from models.shop import Shop
from models.webhook import Webhook
from tests.api.content.conftest import Caller
from tests.builders import a_webhook
from usecases import webhooks


def test_a_secret_is_replaced_with_an_overlap(alices: Caller, alice: Shop, noon: Any) -> None:
    webhook = a_webhook(alice)
    path = f"/webhooks/{webhook.uid}"
    told = alices.post(f"{path}/secret", {}).json["data"]["attributes"]
    assert told["secret"] == Webhook.get().secret != webhook.secret
    assert told["old_secret_ends_at"] == "2026-06-16T12:00:00.000Z"
    assert alices.get(path).json["data"]["attributes"]["secret"] is None
    told = alices.post(f"{path}/secret", {"overlap_hours": 0}).json["data"]["attributes"]
    assert told["old_secret_ends_at"] is None


def test_every_secret_signs_for_its_hours_when_they_are_replaced_in_a_row(
    alice: Shop, noon: datetime
) -> None:
    first = a_webhook(alice)
    second = webhooks.rotate(alice, first.uid)
    with clock.frozen(noon + timedelta(hours=1)):
        third = webhooks.rotate(alice, first.uid)
        assert [each for each, _ in third.signing()] == [second.secret, first.secret]
    with clock.frozen(noon + timedelta(hours=24)):
        assert [each for each, _ in Webhook.get().signing()] == [second.secret]
        webhooks.rotate(alice, first.uid, overlap=0)
        assert Webhook.get().signing() == []


@pytest.mark.parametrize("hours", [-1, 169, 1.5, "1", None, True])
def test_a_wrong_overlap_is_refused(alices: Caller, alice: Shop, hours: Any) -> None:
    webhook = a_webhook(alice)
    answer = alices.post(f"/webhooks/{webhook.uid}/secret", {"overlap_hours": hours})
    assert answer.status_code == 422
    assert Webhook.get().secret == webhook.secret
