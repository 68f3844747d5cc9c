"""`DELETE /api/v1/placements/<uid>`: a rule goes, what it showed stays."""

from __future__ import annotations

from models.display_rule import DisplayRule
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_placement, a_video


def test_a_removed_placement_leaves_what_it_showed(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    rule = a_placement(alice, content=video, urls=["/a"], excluded_urls=["/b"])
    other = a_placement(alice, urls=["/c"])
    answers = [alices.delete(f"/placements/{rule.uid}") for _ in range(2)]
    assert [each.status_code for each in answers] == [204, 404]
    assert answers[0].data == b""
    assert [each["id"] for each in alices.get("/placements").json["data"]] == [other.uid]
    assert [each.text for each in DisplayRule.select()] == ["/c"]
    assert alices.get(f"/videos/{video.uid}").status_code == 200
