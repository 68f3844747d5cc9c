"""Callers of the marketplace API: Alice's server with its key, and people with their tokens."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from models.session import SignInCode
from models.shop import Shop
from models.user import User
from tests.builders import a_token, a_user
from usecases import codes, shops

GREEN, RED = (0, 120, 60), (200, 20, 20)
ID = "123e4567e89b12d3a456426614174000"


@dataclass(frozen=True)
class Caller:
    """Who asks: with a platform's key, with a user's token, or with both; below `/v1`."""

    client: FlaskClient
    shop: Shop
    key: str = ""
    token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What the newer client sends."""
        sent = {"mode": self.shop.mode}
        sent |= {"api_key": self.key} if self.key else {}
        return sent | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def ask(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        """Ask anything."""
        sent = {} if body is None else {"json": body}
        return self.client.open(
            f"/v1{path}", method=method, **{"headers": self.headers, **sent, **options}
        )

    def told(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """Give what is answered."""
        answer = self.ask(method, path, body, **options)
        assert answer.status_code == 200, answer.text
        return answer.json

    def uploads(self, path: str, sent: bytes, **more: Any) -> TestResponse:
        """Send a picture in a form."""
        form = {"media": (io.BytesIO(sent), "photo.png"), **more}
        return self.ask("POST", path, data=form)

    def sees_as(self, user: User) -> Caller:
        """The same caller with a user's token beside what it has."""
        return replace(self, token=a_token(user))


@pytest.fixture
def server(client: FlaskClient, alice: Shop) -> Caller:
    """Alice's server."""
    return Caller(client, alice, shops.make_key(alice)[1])


@pytest.fixture
def charlies(client: FlaskClient, charlie: Shop) -> Caller:
    """Charlie's server."""
    return Caller(client, charlie, shops.make_key(charlie)[1])


@pytest.fixture
def noor(alice: Shop) -> User:
    """Somebody who buys at Alice's."""
    return a_user(alice, "noor@shop.example", username="noor", name="Noor Doe")


@pytest.fixture
def noors(client: FlaskClient, alice: Shop, noor: User) -> Caller:
    """Noor, signed in, without the platform's key."""
    return Caller(client, alice).sees_as(noor)


@pytest.fixture
def outbox(settings: Any) -> Path:
    """Where mails are written."""
    folder: Path = settings.data / "outbox"
    return folder


def code_for(email: str) -> str:
    """The code that an address was sent."""
    return codes.code_of(SignInCode.get(SignInCode.email == email))


def wrong(code: str) -> str:
    """Another code."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def a_picture(colour: tuple[int, int, int] = GREEN, kind: str = "PNG") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, kind)
    return out.getvalue()


def shown(client: FlaskClient, url: str) -> tuple[int, int, int]:
    """The colour of a picture at an address, roughly."""
    with client.get(url.removeprefix("https://vitrine.example")) as answer:
        assert answer.status_code == 200
        found = Image.open(io.BytesIO(answer.data)).convert("RGB").getpixel((5, 5))
    assert isinstance(found, tuple)
    return min(
        (GREEN, RED), key=lambda each: sum(abs(a - b) for a, b in zip(each, found, strict=True))
    )


def refusal(answer: TestResponse) -> tuple[int, str]:
    """The status and the code of a refusal, which is spelled as published."""
    assert answer.json is not None
    assert set(answer.json) == {"status", "message", "code"}
    assert answer.json["status"] == answer.status_code
    assert answer.json["message"]
    return answer.status_code, answer.json["code"]
