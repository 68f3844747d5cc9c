"""`PATCH /api/v1/placements/<uid>`: pages follow at once."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_video

URL = "/displayed_data?url=https://shop.example/jackets/red"


def test_pages_follow_a_placement_as_it_comes_changes_and_goes(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    sent = {"name": "Jackets", "component": "embed", "content_id": video.uid}
    made = alices.post("/placements", {**sent, "urls": ["/jackets/*"]}).json["data"]
    path = f"/placements/{made['id']}"
    assert [each["id"] for each in alices.get(URL).json] == [made["id"]]
    assert alices.get(URL).json[0]["attributes"]["component"] == "embed"
    alices.patch(path, {"urls": ["/scarves/*"]})
    assert alices.get(URL).json == []
    alices.patch(path, {"urls": ["/jackets/red"], "component": "floating"})
    assert alices.get(URL).json[0]["attributes"]["component"] == "floating"
    alices.delete(path)
    assert alices.get(URL).json == []
