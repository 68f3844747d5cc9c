"""`PUT /api/v1/uploads/<token>`: a film whole, in pieces, twice at once, too large, or none."""

from __future__ import annotations

import io
import os
import resource
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import Settings
from gateways.queue import Queue
from models import clock
from models.asset import PROCESSING, WAITING_UPLOAD, Asset
from models.content import Content
from models.database import connected
from models.shop import Shop
from tests.api.content.uploads.ways import LIMIT, fault, link_of, movie, piece
from tests.films import film
from usecases import uploads, videos

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 5000


def kept(settings: Settings) -> list[str]:
    """The files that uploads have left."""
    folder = settings.data / "files" / "uploads"
    return sorted(each.name for each in folder.rglob("*") if each.is_file() and each.name != "turn")


def test_a_film_is_sent_without_a_key(
    client: FlaskClient, link: str, queue: Queue, settings: Settings
) -> None:
    response = client.put(link, data=film(), content_type="text/html")
    assert response.status_code == 200
    asset = Asset.get()
    assert response.json == {
        "data": {
            "id": asset.uid,
            "type": "upload",
            "attributes": {
                "status": "processing",
                "offset": len(film()),
                "progress": 0.0,
                "reason": None,
            },
        }
    }
    assert queue.huey.pending_count() == 1
    source = settings.data / "files" / "uploads" / asset.uid / "source"
    assert source.read_bytes() == film()


def test_a_link_is_good_for_an_hour(
    app: Flask, client: FlaskClient, video: Content, noon: datetime
) -> None:
    link = link_of(app, video)
    with clock.frozen(noon + timedelta(minutes=59, seconds=59)):
        assert client.head(link).status_code == 200
    with clock.frozen(noon + timedelta(hours=1)):
        response = client.put(link, data=film())
        assert fault(response)[:2] == (410, "link-expired")
    assert Asset.get().state == WAITING_UPLOAD


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda link: link[:-1], id="cut short"),
        pytest.param(lambda link: link + "A", id="longer"),
        pytest.param(lambda link: link.replace("uploads/", "uploads/X"), id="changed"),
        pytest.param(lambda _: "/api/v1/uploads/" + "A" * 80, id="made up"),
        pytest.param(lambda link: link.rpartition(".")[0], id="without its signature"),
    ],
)
def test_a_link_that_was_tampered_with_opens_nothing(
    spoil: Any, client: FlaskClient, link: str
) -> None:
    assert fault(client.put(spoil(link), data=film()))[:2] == (404, "not-found")
    assert Asset.get().state == WAITING_UPLOAD


def test_a_link_signed_with_another_secret_opens_nothing(
    client: FlaskClient, video: Content
) -> None:
    url, _ = uploads.upload_link(video, "", "another secret")
    assert client.put(url, data=film()).status_code == 404


def test_the_link_of_a_removed_video_opens_nothing(
    client: FlaskClient, link: str, alice: Shop, video: Content
) -> None:
    videos.remove(alice, video.uid)
    assert fault(client.put(link, data=film()))[:2] == (404, "not-found")


NOT_FILMS = {
    "a picture": (PNG, "This file is a still picture (PNG), not a video."),
    "a playlist": (
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        "This file is a playlist that points to other files, not a video. "
        "Send the video file itself.",
    ),
    "a web page": (
        b"<!doctype html><script>alert(1)</script>",
        "This file is a web page. Save the video as MP4 and send it again.",
    ),
    "nothing": (b"", "This file is empty. Send it again."),
    "zeros": (b"\0" * 9000, "This file holds nothing but zeros. Send it again."),
}


@pytest.mark.parametrize(("body", "sentence"), NOT_FILMS.values(), ids=NOT_FILMS)
def test_what_is_no_film_is_refused_at_once(
    body: bytes, sentence: str, client: FlaskClient, link: str, settings: Settings, queue: Queue
) -> None:
    response = client.put(link, data=body, content_type="video/mp4")
    assert fault(response) == (422, "not-a-video", sentence)
    assert Asset.get().state == WAITING_UPLOAD
    assert kept(settings) == []
    assert queue.huey.pending_count() == 0
    assert client.put(link, data=film()).status_code == 200


def test_a_form_is_refused_with_what_to_do(client: FlaskClient, link: str) -> None:
    response = client.put(link, data={"file": (io.BytesIO(film()), "a.mp4")})
    assert fault(response) == (422, "invalid", "send the file itself as the body, not a form")


def test_a_compressed_body_is_refused(client: FlaskClient, link: str) -> None:
    response = client.put(link, data=film(), headers={"Content-Encoding": "gzip"})
    assert response.status_code == 422


def test_a_film_of_the_largest_size_is_taken(client: FlaskClient, link: str) -> None:
    assert client.put(link, data=movie(LIMIT)).status_code == 200
    assert Asset.get().size == LIMIT


@pytest.mark.parametrize("length_known", [True, False], ids=["told before", "found out on the way"])
def test_a_film_past_the_limit_leaves_nothing(
    length_known: bool, client: FlaskClient, link: str, settings: Settings
) -> None:
    body = movie(LIMIT + 1)
    response = sent_to(client, link, io.BytesIO(body), len(body) if length_known else None)
    assert fault(response) == (413, "too-large", "the file is larger than 3 MB, the most we take")
    assert kept(settings) == []
    assert client.put(link, data=film()).status_code == 200


def sent_to(client: FlaskClient, link: str, stream: Any, length: int | None) -> TestResponse:
    """Send a body as a server hands it on, its length known or not."""
    environ: dict[str, Any] = {"wsgi.input": stream, "wsgi.input_terminated": length is None}
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    return client.put(link, environ_overrides=environ)


class Connection(io.BytesIO):
    """What a server reads from; `read` alone says how it behaves."""

    def readinto(self, buffer: Any, /) -> int:
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)


class Breaking(Connection):
    """A connection that breaks when its bytes are used up."""

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        if not content:
            raise ConnectionResetError
        return content


def test_what_came_before_a_broken_connection_is_kept(
    client: FlaskClient, link: str, settings: Settings
) -> None:
    body = movie(2_500_000)
    broken = sent_to(client, link, Breaking(body[:1_500_000]), len(body))
    assert broken.status_code == 400
    offset = int(client.head(link).headers["Upload-Offset"])
    assert offset == 1_500_000
    last = piece(client, link, body, offset, len(body))
    assert last.status_code == 200
    source = settings.data / "files" / str(Asset.get().source)
    assert source.read_bytes() == body


def test_a_film_comes_in_pieces(client: FlaskClient, link: str, settings: Settings) -> None:
    body = movie(1_000_000)
    for start, end, status in (
        (0, 100, "waiting_upload"),
        (100, 700_000, "waiting_upload"),
        (700_000, 1_000_000, "processing"),
    ):
        response = piece(client, link, body, start, end)
        assert response.json is not None
        assert response.json["data"]["attributes"]["status"] == status
        assert response.headers["Upload-Offset"] == str(end)
    source = settings.data / "files" / str(Asset.get().source)
    assert source.read_bytes() == body


def test_a_piece_that_does_not_continue_is_told_where_to_go_on(
    client: FlaskClient, link: str
) -> None:
    body = movie(10_000)
    piece(client, link, body, 0, 6000)
    for start in (5999, 6001):
        response = piece(client, link, body, start, 9000)
        assert fault(response)[:2] == (416, "wrong-offset")
        assert response.headers["Upload-Offset"] == "6000"
    assert piece(client, link, body, 6000, 10_000).status_code == 200


@pytest.mark.parametrize(
    "told",
    ["bytes 0-9", "bytes 5-4/100", "bytes 0-99/100", "bytes 0-9/5", "bytes */100", "pages 0-9/10"],
)
def test_a_range_that_makes_no_sense_is_refused(told: str, client: FlaskClient, link: str) -> None:
    response = client.put(link, data=b"0123456789", headers={"Content-Range": told})
    assert response.status_code == 422
    assert client.head(link).headers["Upload-Offset"] == "0"


def test_a_first_piece_of_something_else_is_refused_before_the_rest(
    client: FlaskClient, link: str
) -> None:
    response = piece(client, link, PNG * 3, 0, 5000)
    assert fault(response)[:2] == (422, "not-a-video")
    assert client.head(link).headers["Upload-Offset"] == "0"


def test_sending_the_whole_file_begins_anew(client: FlaskClient, link: str) -> None:
    body = movie(50_000)
    piece(client, link, body, 0, 30_000)
    assert client.put(link, data=film()).status_code == 200
    assert Asset.get().size == len(film())


def test_a_new_link_goes_on_with_what_came_by_the_old_one(
    app: Flask, client: FlaskClient, link: str, video: Content, noon: datetime
) -> None:
    body = movie(50_000)
    piece(client, link, body, 0, 30_000)
    with clock.frozen(noon + timedelta(hours=2)):
        assert client.head(link_of(app, video)).headers["Upload-Offset"] == "30000"


def test_a_received_film_is_not_received_again(client: FlaskClient, link: str) -> None:
    client.put(link, data=film())
    response = client.put(link, data=movie(9000))
    assert fault(response)[:2] == (409, "already-received")
    assert response.headers["Upload-Offset"] == str(len(film()))
    assert Asset.get().state == PROCESSING


class Slow(Connection):
    """A sender that waits for another one after its first piece."""

    def __init__(self, body: bytes, other: threading.Event) -> None:
        super().__init__(body)
        self.other = other
        self.first = threading.Event()

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            self.first.set()
            assert self.other.wait(60)
        return super().read(min(size or 0, 200_000))


def test_of_two_senders_at_once_the_later_wins_and_nothing_is_mixed(
    app: Flask, link: str, settings: Settings
) -> None:
    other = threading.Event()
    slow = Slow(movie(600_000), other)
    answers: list[TestResponse] = []

    def send_slowly() -> None:
        answers.append(sent_to(app.test_client(), link, slow, 600_000))

    thread = threading.Thread(target=send_slowly)
    thread.start()
    assert slow.first.wait(20)
    second = app.test_client().put(link, data=film())
    other.set()
    thread.join()
    assert second.status_code == 200
    assert fault(answers[0])[:2] == (409, "overtaken")
    with connected():
        source = settings.data / "files" / str(Asset.get().source)
    assert source.read_bytes() == film()
    assert kept(settings) == ["source"]


def test_a_full_disk_is_told_and_nothing_half_made_stays(
    client: FlaskClient, link: str, settings: Settings
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
    try:
        response = client.put(link, data=movie(2_500_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert fault(response)[:2] == (503, "no-room")
    assert response.headers["Retry-After"] == "5"
    assert kept(settings) == []
    assert client.put(link, data=film()).status_code == 200


def test_a_file_larger_than_the_free_disk_is_refused_before_it_is_sent(
    client: FlaskClient, link: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "RESERVE", 1 << 60)
    assert fault(client.put(link, data=film()))[:2] == (503, "no-room")
    assert kept(settings) == []


def test_pages_of_any_origin_may_send(client: FlaskClient, link: str) -> None:
    asked = client.options(
        link,
        headers={
            "Origin": "https://backoffice.example",
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "content-range",
        },
    )
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "PUT" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Range" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked.headers
    refused = client.put(link, data=b"none", headers={"Origin": "https://backoffice.example"})
    assert refused.status_code == 422
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert "Upload-Offset" in refused.headers["Access-Control-Expose-Headers"]


def test_other_addresses_keep_their_smaller_limit(client: FlaskClient, key: dict[str, str]) -> None:
    assert client.application.config["MAX_CONTENT_LENGTH"] == Settings().body_limit


def test_an_abandoned_upload_is_swept_after_a_day(
    client: FlaskClient, link: str, settings: Settings, noon: datetime
) -> None:
    from usecases.sweeping import sweep

    piece(client, link, movie(9000), 0, 5000)
    folder: Path = settings.data / "files" / "uploads" / Asset.get().uid
    for hours, there in ((23, True), (25, False)):
        os.utime(folder, (noon.timestamp(), noon.timestamp()))
        with clock.frozen(noon + timedelta(hours=hours)):
            sweep()
        assert folder.exists() == there
