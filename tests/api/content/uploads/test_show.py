"""`GET /api/v1/uploads/<token>`: how far a film and its preparing are."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from gateways.queue import Queue
from models import clock
from models.content import Content
from tests.api.content.uploads.ways import fault, link_of
from tests.films import film


def test_the_link_tells_how_far_preparing_is(client: FlaskClient, link: str, queue: Queue) -> None:
    client.put(link, data=film())
    queue.drain()
    shown = client.get(link)
    assert shown.json is not None
    assert shown.json["data"]["attributes"]["status"] == "ready"
    assert shown.json["data"]["attributes"]["progress"] == 1.0


def test_a_link_that_was_not_used_yet_tells_where_to_begin(client: FlaskClient, link: str) -> None:
    shown = client.get(link)
    told = shown.json["data"]["attributes"]
    assert (told["status"], told["offset"], told["progress"]) == ("waiting_upload", 0, 0.0)
    assert shown.headers["Upload-Offset"] == client.head(link).headers["Upload-Offset"] == "0"
    assert shown.headers["Cache-Control"] == "no-store"


def test_what_the_film_is_refused_for_is_told(client: FlaskClient, link: str, queue: Queue) -> None:
    assert client.put(link, data=film()[:8192]).status_code == 200
    queue.drain()
    told = client.get(link).json["data"]["attributes"]
    assert told["status"] == "error"
    assert told["reason"].endswith(".")


def test_a_link_shows_nothing_once_its_hour_is_over(
    app: Flask, client: FlaskClient, video: Content, noon: datetime
) -> None:
    link = link_of(app, video)
    with clock.frozen(noon + timedelta(hours=1)):
        assert fault(client.get(link))[:2] == (410, "link-expired")
