"""`POST /api/v1/webhooks`: a webhook is made and its secret told once."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from models.webhook import Webhook
from tests.api.content.conftest import Caller
from tests.api.content.webhooks.ways import HOOK
from tests.builders import a_webhook
from usecases import webhooks


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
        "format": "vitrine",
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
    "a test": ({"events": ["webhook.test"]}, "/events/0"),
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


def test_a_shop_has_a_bounded_number_of_webhooks(alices: Caller, alice: Shop) -> None:
    for _ in range(webhooks.MOST):
        a_webhook(alice)
    answer = alices.post("/webhooks", HOOK)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (409, "too-many-webhooks")
