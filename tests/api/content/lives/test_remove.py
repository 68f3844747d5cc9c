"""`DELETE /api/v1/lives/<uid>`: a live goes with everything that belongs to it."""

from __future__ import annotations

from models.broadcast import Broadcast, LiveEvent
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_message, an_event


def test_a_removed_live_takes_everything_along(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    a_message(live)
    an_event(live, "announcement", text="Soon")
    assert alices.delete(f"/lives/{live.uid}").status_code == 204
    assert alices.get(f"/lives/{live.uid}").status_code == 404
    assert Broadcast.select().count() == LiveEvent.select().count() == 0
