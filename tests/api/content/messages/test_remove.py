"""`DELETE /lives/<uid>/messages/<message>`: gone for everybody."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_message
from usecases import changes


def test_a_removed_message_is_gone(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    path = f"/lives/{live.uid}/messages/{a_message(live).uid}"
    assert alices.delete(path).status_code == 204
    assert alices.delete(path).status_code == 404
    assert alices.get(f"/lives/{live.uid}/messages").json["data"] == []
    assert [each.kind for each in changes.since(live.id, 0)] == ["gone"]


def test_a_message_is_removed_below_its_own_live_alone(alices: Caller, alice: Shop) -> None:
    message = a_message(a_live(alice))
    other = a_live(alice)
    assert alices.delete(f"/lives/{other.uid}/messages/{message.uid}").status_code == 404
