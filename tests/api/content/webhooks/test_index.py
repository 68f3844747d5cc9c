"""`GET /api/v1/webhooks`: the shop's webhooks, their secrets never among them."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_webhook


def test_webhooks_are_listed_newest_first_without_their_secrets(
    alices: Caller, alice: Shop, charlie: Shop
) -> None:
    made = [a_webhook(alice), a_webhook(alice, state="paused")]
    a_webhook(charlie)
    listed = alices.get("/webhooks")
    assert listed.status_code == 200
    assert [each["id"] for each in listed.json["data"]] == [each.uid for each in made[::-1]]
    states = [each["attributes"]["status"] for each in listed.json["data"]]
    assert states == ["paused", "active"]
    assert listed.headers["Total-Count"] == "2"
    assert not any(each.secret in listed.text for each in made)
