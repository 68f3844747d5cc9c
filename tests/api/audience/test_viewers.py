"""`POST /audience/v1/lives/<uid>/viewers`: coming in, and what the token then opens."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.api.audience.conftest import Player, code_of
from tests.usecases.test_viewers import user_token


def test_a_nickname_is_answered_with_a_token(player: Player, noon: datetime) -> None:
    answer = player.post("/viewers", {"nickname": "Noor"})
    assert answer.status_code == 201
    told = answer.json
    assert (told["author"], told["role"]) == ("Noor", "viewer")
    assert len(told["viewer"]) == 32
    assert told["expires_at"] == "2026-06-16T12:00:00.000Z"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    headers = {"Authorization": f"Bearer {told['token']}"}
    written = player.post("/messages", {"text": "Hi"}, headers)
    assert (written.status_code, written.json["message"]["author"]) == (201, "Noor")


def test_who_comes_anonymously_has_no_author(player: Player) -> None:
    assert player.post("/viewers", {"anonymous": True}).json["author"] is None


def test_the_shops_word_makes_a_moderator_once(player: Player, noon: datetime) -> None:
    token = user_token(player.live.shop, role="moderator", name="Bob")
    told = player.post("/viewers", {"user_token": token}).json
    assert (told["author"], told["role"]) == ("Bob", "moderator")
    again = player.post("/viewers", {"user_token": token})
    assert code_of(again) == (401, "bad-user-token")
    assert "used before" in again.json["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"nickname": "Noor", "anonymous": True}, ""),
        ({"nickname": "Noor K"}, "/nickname"),
        ({"nickname": "x" * 10_000}, "/nickname"),
        ({"nickname": 7}, "/nickname"),
        ({"anonymous": False}, "/anonymous"),
        ({"nickname": "Noor", "role": "host"}, "/role"),
    ],
    ids=str,
)
def test_a_wrong_entry_is_named(player: Player, body: dict[str, object], pointer: str) -> None:
    refused = player.post("/viewers", body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}


def test_an_unknown_live_has_no_viewers(player: Player) -> None:
    for uid in ("0" * 32, "x"):
        answer = player.client.post(f"/audience/v1/lives/{uid}/viewers", json={"anonymous": True})
        assert code_of(answer) == (404, "not-found")


def test_a_large_body_is_refused_before_it_is_read(player: Player) -> None:
    refused = player.post("/viewers", {"nickname": "x" * 70_000})
    assert refused.status_code == 413
