"""`GET /api/v1/lives/<uid>`: what is a live, and who is told its stream key."""

from __future__ import annotations

from flask.testing import FlaskClient

from models.broadcast import Broadcast
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_key, a_live, a_share, a_video


def test_a_video_is_no_live(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/events"), ("GET", "/timecodes")):
        assert alices(method, f"/lives/{video.uid}{path}").status_code == 404


def test_the_stream_key_is_told_to_the_owners_keys_that_may_write(
    client: FlaskClient, alices: Caller, charlies: Caller, alice: Shop, charlie: Shop
) -> None:
    live = a_live(alice, urls=["https://shop.example/"])
    a_share(live, charlie)
    key = Broadcast.get(Broadcast.content == live).stream_key
    reading = Caller(client, a_key(alice, scopes=["content.read"]))

    def told(caller: Caller) -> tuple[str | None, str | None]:
        one = caller.get(f"/lives/{live.uid}").json["data"]["attributes"]
        [listed] = caller.get("/lives").json["data"]
        assert listed["attributes"]["stream_key"] == one["stream_key"]
        return one["rtmp_url"], one["stream_key"]

    assert told(alices) == ("rtmp://vitrine.example/live", key)
    assert told(reading) == told(charlies) == (None, None)
    shown = client.get(
        f"/api/v1/displayed_data?app_id={alice.app_id}&url=https://shop.example/",
        headers={"Origin": "https://shop.example"},
    )
    assert shown.json[0]["contents"][0]["id"] == live.uid
    assert key not in shown.text
