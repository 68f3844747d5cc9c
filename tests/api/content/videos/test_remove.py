"""`DELETE /api/v1/videos/<uid>`: a video goes with its files and rules."""

from __future__ import annotations

import base64

from gateways.storage import files
from models.asset import Asset
from models.content import Content
from models.display_rule import DisplayRule
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_placement, an_asset


def test_a_removed_video_takes_its_files_and_rules_along(
    alices: Caller, alice: Shop, photo: bytes
) -> None:
    sent = {"name": "Rain", "urls": ["/a"], "thumbnail": base64.b64encode(photo).decode()}
    uid = alices.post("/videos", sent).json["data"]["id"]
    video = Content.get(Content.uid == uid)
    film = an_asset(video)
    files().write(f"{film.folder}/master.m3u8", b"#EXTM3U")
    a_placement(alice, content=video, urls=["/b"], excluded_refs=["SKU-1"])
    assert DisplayRule.select().count() == 3
    assert alices.delete(f"/videos/{uid}").status_code == 204
    assert DisplayRule.select().count() == 0
    assert Asset.select().count() == 0
    assert alices.get("/placements").json["data"] == []
    kept = [each for each in files().path("media").rglob("*") if each.is_file()]
    assert kept == []
