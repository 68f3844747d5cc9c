"""How replays are asked for, by anybody."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.content import Content
from models.shop import Shop


def asked(client: FlaskClient, shop: Shop, live: Content, path: str) -> TestResponse:
    """Ask for a replay's address, as a player does: without a key."""
    return client.get(f"/v1/replay/{shop.access_key}/{live.uid}/{path}")


def place(answer: TestResponse) -> str:
    """Where a player is led to."""
    assert answer.status_code == 302, answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return answer.headers["Location"]
