"""`POST /api/v1/videos/<uid>/upload_url`: the link a film is sent to."""

from __future__ import annotations

from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_video


def test_the_link_is_told_when_the_video_is_made_and_when_it_is_asked_for(
    alices: Caller, client: FlaskClient
) -> None:
    uid = alices.post("/videos", {"name": "Rain test"}).json["data"]["id"]
    assert alices.get(f"/videos/{uid}").json["data"]["attributes"]["upload_url"] is None
    answer = alices.post(f"/videos/{uid}/upload_url")
    assert answer.status_code == 200
    assert list(answer.json) == ["url"]
    path = answer.json["url"].removeprefix("https://vitrine.example")
    assert client.get(path).json["data"]["attributes"]["status"] == "waiting_upload"


def test_a_new_link_leaves_what_plays_playing(
    alices: Caller, client: FlaskClient, alice: Shop
) -> None:
    video = a_video(alice)
    before = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    link = alices.post(f"/videos/{video.uid}/upload_url").json["url"]
    after = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]
    assert (after["status"], after["playback_url"]) == ("ready", before["playback_url"])
    told = client.get(link.removeprefix("https://vitrine.example")).json["data"]["attributes"]
    assert (told["status"], told["offset"]) == ("waiting_upload", 0)
