"""Published files: parts of them, kept for a year, for any page, and nothing else on the disk."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import Settings

BODY = bytes(range(256)) * 40
URL = "/media/videos/abc/360p/00000.m4s"


def got(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    """Ask for an address and read the answer to its end, as a server does."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(address, headers=named, buffered=True, follow_redirects=True)


@pytest.fixture
def published(app: Flask, settings: Settings) -> Path:
    """The folder of published files, with a segment in it and secrets beside it."""
    folder = settings.data / "files" / "media"
    for key, content in {
        "videos/abc/360p/00000.m4s": BODY,
        "videos/abc/page.html": b"<script>",
        "../uploads/abc/source": b"private",
        "../secret.mp4": b"private",
    }.items():
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("master.m3u8", "application/vnd.apple.mpegurl"),
        ("a.m4s", "video/iso.segment"),
        ("a.mp4", "video/mp4"),
        ("a.vtt", "text/vtt; charset=utf-8"),
        ("a.webp", "image/webp"),
        ("a.jpg", "image/jpeg"),
    ],
)
def test_a_file_has_its_type(name: str, kind: str, published: Path, client: FlaskClient) -> None:
    (published / name).write_bytes(b"x")
    response = got(client, f"/media/{name}")
    assert (response.data, response.headers["Content-Type"]) == (b"x", kind)


def test_a_file_may_be_kept_for_ever_and_shown_anywhere(
    published: Path, client: FlaskClient
) -> None:
    headers = got(client, URL).headers
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Accept-Ranges"] == "bytes"
    assert "Set-Cookie" not in headers
    assert {"ETag", "Last-Modified"} <= set(headers.keys())


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=0-99", 206, BODY[:100], "bytes 0-99/10240"),
        ("bytes=10000-", 206, BODY[10000:], "bytes 10000-10239/10240"),
        ("bytes=-40", 206, BODY[-40:], "bytes 10200-10239/10240"),
        ("bytes=10200-99999", 206, BODY[10200:], "bytes 10200-10239/10240"),
        ("bytes=0-9,20-29", 200, BODY, None),
        ("lines=1-2", 200, BODY, None),
        ("bytes=99999-", 416, None, "bytes */10240"),
    ],
    ids=["the start", "to the end", "the end", "past the end", "two", "of lines", "beyond"],
)
def test_a_part_of_a_file_is_sent(
    asked: str,
    status: int,
    part: bytes | None,
    told: str | None,
    published: Path,
    client: FlaskClient,
) -> None:
    response = got(client, URL, Range=asked)
    assert (response.status_code, response.headers.get("Content-Range")) == (status, told)
    assert part is None or response.data == part


def test_what_is_kept_already_is_not_sent_again(published: Path, client: FlaskClient) -> None:
    first = got(client, URL)
    for name, header in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        again = got(client, URL, **{name: first.headers[header]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_head_tells_the_size_alone(published: Path, client: FlaskClient) -> None:
    response = client.head(URL, buffered=True)
    assert (response.headers["Content-Length"], response.data) == ("10240", b"")


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("/media/nothing.mp4", id="not there"),
        pytest.param("/media/videos/abc", id="a folder"),
        pytest.param("/media/videos/abc/page.html", id="a type we do not make"),
        pytest.param("/media/../secret.mp4", id="dots"),
        pytest.param("/media/%2e%2e/secret.mp4", id="dots in disguise"),
        pytest.param("/media/videos/..%2f..%2f../secret.mp4", id="slashes in disguise"),
        pytest.param("/media//etc/passwd", id="an absolute path"),
        pytest.param("/media/../uploads/abc/source", id="a private upload"),
        pytest.param("/media/a%00.mp4", id="a NUL"),
        pytest.param("/media/" + "a" * 5000 + ".mp4", id="a name of 5000 letters"),
        pytest.param("/media/", id="nothing at all"),
    ],
)
def test_nothing_else_is_sent(address: str, published: Path, client: FlaskClient) -> None:
    response = got(client, address)
    assert response.status_code == 404
    assert b"private" not in response.data
    assert response.mimetype == "text/plain"


def test_a_link_out_of_the_folder_is_not_followed(published: Path, client: FlaskClient) -> None:
    (published / "out.mp4").symlink_to(published.parent / "secret.mp4")
    assert got(client, "/media/out.mp4").status_code == 404


def test_a_missing_file_is_told_in_plain_words(client: FlaskClient) -> None:
    response = got(client, "/media/nothing.mp4")
    assert response.text == "there is no such file; it may have been replaced or removed\n"
    assert "immutable" not in response.headers.get("Cache-Control", "")


LIVE = "/media/lives/abc/source.m3u8"


@pytest.fixture
def manifest(published: Path) -> bytes:
    """The manifest of a live, as it is written: plain and packed."""
    text = b"#EXTM3U\n" * 100
    folder = published / "lives" / "abc"
    folder.mkdir(parents=True)
    (folder / "source.m3u8").write_bytes(text)
    (folder / "source.m3u8.gz").write_bytes(gzip.compress(text))
    return text


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "gzip"), ("", None), ("gzip;q=0", None), ("br", None)],
    ids=["a browser", "who says nothing", "who wants it plain", "who knows another"],
)
def test_a_lives_manifest_is_asked_for_again_every_second(
    manifest: bytes, client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    answer = got(client, LIVE, Accept_Encoding=accepted, Range="bytes=0-3")
    headers = answer.headers
    assert (answer.status_code, headers.get("Content-Encoding")) == (200, encoding)
    assert (gzip.decompress(answer.data) if encoding else answer.data) == manifest
    assert headers["Content-Type"] == "application/vnd.apple.mpegurl"
    assert headers["Cache-Control"] == "public, max-age=1"
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    again = got(client, LIVE, Accept_Encoding=accepted, If_None_Match=headers["ETag"])
    assert again.status_code == 304


def test_segments_of_a_live_never_change(published: Path, client: FlaskClient) -> None:
    segment = published / "lives" / "abc" / "take" / "source" / "00000.m4s"
    segment.parent.mkdir(parents=True)
    segment.write_bytes(b"x")
    headers = got(client, "/media/lives/abc/take/source/00000.m4s").headers
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_packed_twin_of_a_manifest_is_no_file_of_its_own(
    manifest: bytes, client: FlaskClient
) -> None:
    assert got(client, f"{LIVE}.gz").status_code == 404
