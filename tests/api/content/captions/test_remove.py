"""`DELETE /api/v1/videos/<uid>/captions/<language>`: a track is taken away once."""

from __future__ import annotations

from flask.testing import FlaskClient

from models.content import Content
from tests.api.content.captions.ways import VTT, Key, address


def test_a_track_is_removed_once(client: FlaskClient, video: Content, key: Key) -> None:
    client.put(address(video), data=VTT, content_type="text/vtt", headers=key)
    answers = [client.delete(address(video), headers=key).status_code for _ in range(2)]
    assert answers == [204, 404]
