"""`GET /api/v1/videos/<uid>/captions`: the tracks of a video, by language."""

from __future__ import annotations

from flask.testing import FlaskClient

from models.content import Content
from models.shop import Shop
from tests import builders
from tests.api.content.captions.ways import VTT, Key, address
from tests.api.content.conftest import Caller


def test_tracks_are_listed_by_language_with_the_address_of_their_file(
    client: FlaskClient, alices: Caller, alice: Shop, video: Content, key: Key
) -> None:
    for each in (video, builders.a_video(alice)):
        client.put(address(each, "fr"), data=VTT, content_type="text/vtt", headers=key)
    client.put(address(video, "de"), data=VTT, content_type="text/vtt", headers=key)
    listed = alices.get(f"/videos/{video.uid}/captions")
    assert listed.status_code == 200
    told = [each["attributes"] for each in listed.json["data"]]
    named = [("de", "Deutsch"), ("fr", "Français")]
    assert [(each["language"], each["label"]) for each in told] == named
    assert {each["type"] for each in listed.json["data"]} == {"caption"}
    for each in told:
        path = each["url"].removeprefix("https://vitrine.example")
        assert client.get(path, buffered=True).text == VTT


def test_a_video_without_captions_has_an_empty_list(alices: Caller, video: Content) -> None:
    listed = alices.get(f"/videos/{video.uid}/captions")
    assert (listed.status_code, listed.json) == (200, {"data": []})
