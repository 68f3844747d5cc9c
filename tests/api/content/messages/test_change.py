"""`PATCH /lives/<uid>/messages/<message>`: hiding, letting through, answering, pinning."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_message


@pytest.mark.parametrize(
    ("was", "sent", "told"),
    [
        ({}, {"moderated": True}, {"moderated": True}),
        ({"moderated": True, "reason": "x"}, {"moderated": False}, {"reason": None}),
        ({"waiting": True}, {"moderated": False}, {"moderated": False, "waiting": False}),
        ({"waiting": True}, {"moderated": True}, {"moderated": True, "waiting": False}),
        ({"shadowed": True}, {"moderated": False}, {"moderated": False}),
        ({"question": True}, {"answered": True}, {"answered": True}),
        ({}, {}, {"moderated": False}),
    ],
    ids=["hidden", "shown", "let through", "not let through", "unbanned", "answered", "nothing"],
)
def test_a_message_is_moderated(
    alices: Caller, alice: Shop, was: dict[str, Any], sent: dict[str, Any], told: dict[str, Any]
) -> None:
    live = a_live(alice)
    message = a_message(live, **was)
    answer = alices.patch(f"/lives/{live.uid}/messages/{message.uid}", sent)
    assert answer.status_code == 200
    attributes = answer.json["data"]["attributes"]
    assert {name: attributes[name] for name in told} == told
    assert alices.get(f"/lives/{live.uid}/messages").json["data"] == [answer.json["data"]]


def test_what_viewers_do_not_see_is_told_as_moderated(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    for facts in ({"waiting": True}, {"shadowed": True}, {"moderated": True}):
        a_message(live, **facts)
    listed = alices.get(f"/lives/{live.uid}/messages").json["data"]
    assert [each["attributes"]["moderated"] for each in listed] == [True] * 3


def test_what_waits_is_listed_alone(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    waits, shown = a_message(live, waiting=True), a_message(live)
    path = f"/lives/{live.uid}/messages"
    for query, uid in (("true", waits.uid), ("false", shown.uid)):
        listed = alices.get(f"{path}?waiting={query}").json["data"]
        assert [each["id"] for each in listed] == [uid]


def test_a_pinned_message_is_told_with_the_chat(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    path = f"/lives/{live.uid}/messages/{a_message(live).uid}"

    def pinned() -> Any:
        return alices.get(f"/lives/{live.uid}/chat").json["data"]["attributes"]

    alices.patch(path, {"pinned": True})
    assert pinned()["pinned_message_id"] == path.rpartition("/")[2]
    alices.patch(path, {"moderated": True})
    assert pinned()["pinned_message_id"] is None


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"moderated": None}, "/moderated"),
        ({"moderated": "yes"}, "/moderated"),
        ({"answered": True}, "/answered"),
        ({"moderated": True, "pinned": True}, "/pinned"),
        ({"text": "other words"}, "/text"),
    ],
    ids=str,
)
def test_a_wrong_change_is_named_and_changes_nothing(
    alices: Caller, alice: Shop, body: dict[str, object], pointer: str
) -> None:
    live = a_live(alice)
    a_message(live)
    before = alices.get(f"/lives/{live.uid}/messages").json
    uid = before["data"][0]["id"]
    refused = alices.patch(f"/lives/{live.uid}/messages/{uid}", body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get(f"/lives/{live.uid}/messages").json == before
