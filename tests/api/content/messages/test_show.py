"""`GET /lives/<uid>/messages/<message>`: one message, whatever became of it."""

from __future__ import annotations

from models.content import FINISHED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_message


def test_a_hidden_message_of_a_finished_live_is_shown(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, state=FINISHED)
    message = a_message(live, moderated=True, reason="says cheap")
    told = alices.get(f"/lives/{live.uid}/messages/{message.uid}").json["data"]
    assert (told["id"], told["attributes"]["reason"]) == (message.uid, "says cheap")
    other = a_live(alice)
    assert alices.get(f"/lives/{other.uid}/messages/{message.uid}").status_code == 404
