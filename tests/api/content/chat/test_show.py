"""`GET /lives/<uid>/chat`: how a chat is run."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live


def test_a_new_chat_is_open_to_everybody(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    told = alices.get(f"/lives/{live.uid}/chat").json["data"]
    assert (told["id"], told["type"]) == (live.uid, "chat")
    assert told["attributes"] == {
        "open": True,
        "anonymous": True,
        "questions_only": False,
        "premoderation": False,
        "slow_seconds": 0,
        "max_length": 200,
        "reactions": True,
        "emojis": ["❤️", "👏", "🔥", "😍", "😂", "👍"],
        "pinned_message_id": None,
    }
