"""`GET /api/v1/placements/<uid>`: one rule, in this API's words."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_placement, a_video


def test_a_placement_is_told_in_this_apis_words(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    rule = a_placement(alice, name="Home", component="bubble", content=video, urls=["/"])
    shown = alices.get(f"/placements/{rule.uid}")
    assert shown.status_code == 200
    told = shown.json["data"]
    assert (told["id"], told["type"]) == (rule.uid, "placement")
    attributes = told["attributes"]
    named = (attributes["component"], attributes["content_id"], attributes["collection_id"])
    assert named == ("floating", video.uid, None)
    assert (attributes["urls"], attributes["product_refs"]) == (["/"], [])
    assert (attributes["active"], attributes["priority"]) == (True, 0)


def test_a_placement_goes_with_the_one_content_it_shows(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    rule = a_placement(alice, content=video, urls=["/"])
    assert alices.delete(f"/videos/{video.uid}").status_code == 204
    assert alices.get(f"/placements/{rule.uid}").status_code == 404
