"""`PATCH /lives/<uid>/chat`: the settings that are sent change, and viewers are told."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live
from usecases import changes


def test_what_is_sent_changes_and_the_rest_stays(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    path = f"/lives/{live.uid}/chat"
    sent = {"slow_seconds": 30, "premoderation": True, "emojis": ["🍓", "❤️"]}
    changed = alices.patch(path, sent)
    assert changed.status_code == 200, changed.json
    told = changed.json["data"]["attributes"]
    assert {name: told[name] for name in sent} == sent
    assert (told["open"], told["max_length"]) == (True, 200)
    assert alices.get(path).json == changed.json
    assert [each.kind for each in changes.since(live.id, 0)] == ["chat"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"open": None}, "/open"),
        ({"open": 1}, "/open"),
        ({"slow_seconds": -1}, "/slow_seconds"),
        ({"slow_seconds": 601}, "/slow_seconds"),
        ({"slow_seconds": 1.5}, "/slow_seconds"),
        ({"max_length": 0}, "/max_length"),
        ({"max_length": 1_001}, "/max_length"),
        ({"emojis": []}, "/emojis"),
        ({"emojis": ["❤️"] * 13}, "/emojis"),
        ({"emojis": ["❤️", "heart"]}, "/emojis/1"),
        ({"pinned_message_id": None}, "/pinned_message_id"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_named_and_nothing_changes(
    alices: Caller, alice: Shop, body: dict[str, object], pointer: str
) -> None:
    path = f"/lives/{a_live(alice).uid}/chat"
    before = alices.get(path).json
    refused = alices.patch(path, body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get(path).json == before
