"""A client of the marketplace API, of the older and of the newer kind, meets the real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask

from app import Settings, create_app
from models.database import database
from tests.builders import a_shop
from tests.commands.running import Running, free_port, heard, until
from usecases import shops

EMAIL = "noor@shop.example"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", port=free_port(), push_port=0)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The same installation, opened by the test to make a shop."""
    made = create_app(settings)
    with database.connection_context():
        yield made
    database.close_all()


def code_in(outbox: Path) -> str:
    """Wait for the worker's mail, and read the code."""
    until(lambda: list(outbox.glob("*.eml")))
    [written] = outbox.glob("*.eml")
    mail = message_from_bytes(written.read_bytes(), policy=policy.default)
    written.unlink()
    found = re.match(r"\d{6}", mail["Subject"])
    assert found
    return found[0]


@pytest.mark.parametrize("header", ["api_key", "Authorization"])
def test_somebody_signs_in_and_is_known(
    app: Flask, settings: Settings, tmp_path: Path, header: str
) -> None:
    _, key = shops.make_key(a_shop("Alice"))
    with Running(settings, log=tmp_path / "log"):
        until(lambda: heard(settings.port))
        keyed = {header: key if header == "api_key" else f"Bearer {key}", "mode": "test"}

        def ask(method: str, path: str, body: Any = None, **more: str) -> Any:
            url = f"{settings.url}/v1{path}"
            answer = requests.request(method, url, json=body, headers={**keyed, **more}, timeout=30)
            assert answer.status_code == 200, answer.text
            return answer.json()

        assert ask("POST", "/auth/otp/email", {"email": EMAIL}) == {}
        signed = ask(
            "POST",
            "/auth/otp/verify",
            {"email": EMAIL, "token": code_in(settings.data / "outbox")},
        )
        token = {"Authorization": f"Bearer {signed['token']}"}
        user = ask("GET", "/users/auth", **token)
        assert (user["id"], user["mode"]) == (signed["id"], "test")
        assert ask("PUT", "/users/auth", {**user, "bio": "Hello"}, **token)["bio"] == "Hello"
        assert [each["id"] for each in ask("GET", "/users")] == [user["id"]]
        tokens = ask("POST", "/auth/session/refresh", {"refreshToken": signed["refreshToken"]})
        later = {"Authorization": f"Bearer {tokens['token']}"}
        assert ask("DELETE", "/users/auth", **later)["scheduledDeletion"]
