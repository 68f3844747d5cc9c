"""`PUT /api/v1/lives/<uid>`: a live sent as a whole."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.api.content.lives.ways import SHOW
from tests.builders import a_live


def test_an_update_asks_for_name_and_start_a_change_for_nothing(
    alices: Caller, alice: Shop
) -> None:
    live = a_live(alice, description="kept")
    path = f"/lives/{live.uid}"
    key = alices.get(path).json["data"]["attributes"]["stream_key"]
    assert alices.put(path, {"name": "Later"}).status_code == 422
    told = alices.put(path, {**SHOW, "name": "Later"}).json["data"]["attributes"]
    assert (told["name"], told["description"], told["stream_key"]) == ("Later", "kept", key)
    changed = alices.patch(path, {"description": None}).json["data"]["attributes"]
    assert (changed["name"], changed["description"]) == ("Later", None)
