"""Films to send, whole and in pieces, and how a refusal is read."""

from __future__ import annotations

import os

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.content import Content
from tests.films import film
from usecases import uploads

LIMIT = 3_000_000
# An MP4 by its first bytes, of any size; receiving looks no further.
FILLER = os.urandom(1 << 20)


def link_of(app: Flask, video: Content) -> str:
    url, _ = uploads.upload_link(video, "https://vitrine.example", app.config["SECRET_KEY"])
    return url.removeprefix("https://vitrine.example")


def movie(size: int) -> bytes:
    """Make what looks like a film, of a size."""
    head = film()[:8192]
    return (head + FILLER * (size // len(FILLER) + 1))[:size]


def fault(response: TestResponse) -> tuple[int, str, str]:
    assert response.json is not None
    (error,) = response.json["errors"]
    return response.status_code, error["code"], error["detail"]


def piece(client: FlaskClient, link: str, body: bytes, start: int, end: int) -> TestResponse:
    """Send the bytes from `start` up to before `end`."""
    told = {"Content-Range": f"bytes {start}-{end - 1}/{len(body)}"}
    return client.put(link, data=body[start:end], headers=told)
