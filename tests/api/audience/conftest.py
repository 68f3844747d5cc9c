"""Viewers of a live, as their players ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.content import Content
from models.shop import Shop
from tests.builders import a_live, a_viewer, bearing


@dataclass(frozen=True)
class Player:
    """A page that shows a live; paths are below the live's."""

    client: FlaskClient
    live: Content

    def __call__(
        self, method: str, path: str, body: Any = None, headers: Any = None, address: str = ""
    ) -> TestResponse:
        return self.client.open(
            f"/audience/v1/lives/{self.live.uid}{path}",
            method=method,
            json=body,
            headers=headers,
            environ_base={"REMOTE_ADDR": address or "203.0.113.7"},
        )

    def post(self, path: str, body: Any, headers: Any = None, address: str = "") -> TestResponse:
        return self("POST", path, body, headers, address)


@pytest.fixture
def player(client: FlaskClient, alice: Shop) -> Player:
    """A page that shows Alice's live."""
    return Player(client, a_live(alice))


@pytest.fixture
def noor(player: Player) -> dict[str, str]:
    """The headers of a viewer of that live."""
    return bearing(a_viewer(player.live))


def code_of(answer: TestResponse) -> tuple[int, str]:
    """The status and the word of a refusal."""
    return answer.status_code, answer.json["errors"][0]["code"]
