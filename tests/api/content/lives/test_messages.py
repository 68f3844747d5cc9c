"""`GET /api/v1/lives/<uid>/messages`: the chat, thirty messages at a time."""

from __future__ import annotations

from datetime import datetime

import pytest

from models.content import FINISHED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_message
from tests.conftest import NOON


def test_the_chat_is_read_thirty_messages_at_a_time(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    a_message(a_live(alice), "of another live")
    sent = [a_message(live, f"message {number}").uid for number in range(70)]
    path = f"/lives/{live.uid}/messages"

    def ids(query: str = "") -> list[str]:
        return [each["id"] for each in alices.get(path + query).json["data"]]

    assert ids() == sent[40:]
    assert ids(f"?last={sent[0]}") == sent[1:31]
    assert ids(f"?last={sent[30]}") == sent[31:61]
    assert ids(f"?last={sent[60]}") == sent[61:]
    assert ids(f"?last={sent[69]}") == []


def test_a_message_is_told_as_documented(alices: Caller, alice: Shop, noon: datetime) -> None:
    live = a_live(alice)
    a_message(live, question=True, votes=3, answered_at=NOON)
    [told] = alices.get(f"/lives/{live.uid}/messages").json["data"]
    assert told["type"] == "message"
    assert told["attributes"] == {
        "author": "Noor",
        "message": "Is it waterproof?",
        "is_question": True,
        "votes": 3,
        "answered": True,
        "answered_at": "2026-06-15T12:00:00.000Z",
        "moderated": False,
        "sent_at": "2026-06-15T12:00:00.000Z",
        "is_host": False,
        "is_moderator": False,
        "waiting": False,
        "reason": None,
        "viewer_id": None,
    }


def test_a_message_of_elsewhere_is_no_place_to_go_on_from(alices: Caller, alice: Shop) -> None:
    live, other = a_live(alice), a_live(alice)
    for last in ("nobody", "0" * 32, a_message(other).uid):
        refused = alices.get(f"/lives/{live.uid}/messages?last={last}")
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"parameter": "last"}


@pytest.mark.parametrize("path", ["events", "messages"])
def test_a_finished_live_has_no_chat_and_no_current_events(
    alices: Caller, alice: Shop, path: str
) -> None:
    live = a_live(alice, state=FINISHED)
    refused = alices.get(f"/lives/{live.uid}/{path}")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "live-finished")
