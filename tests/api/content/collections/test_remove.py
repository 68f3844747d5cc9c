"""`DELETE /api/v1/collections/<uid>`: its placements go, its contents stay."""

from __future__ import annotations

from models.display_rule import DisplayRule
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_placement, a_video


def test_a_removed_collection_takes_its_placements_along_and_leaves_its_contents(
    alices: Caller, alice: Shop
) -> None:
    video = a_video(alice)
    sent = {"name": "Autumn", "content_ids": [video.uid]}
    made = alices.post("/collections", sent).json["data"]
    placed = {
        "name": "Home",
        "component": "shorts_card",
        "collection_id": made["id"],
        "urls": ["/"],
    }
    assert alices.post("/placements", placed).status_code == 201
    a_placement(alice, urls=["/other"])
    assert alices.delete(f"/collections/{made['id']}").status_code == 204
    assert [each.text for each in DisplayRule.select()] == ["/other"]
    assert alices.get(f"/videos/{video.uid}").status_code == 200
