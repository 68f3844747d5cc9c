"""`POST /v1/users/auth/image`."""

from __future__ import annotations

import pytest

from tests.api.marketplace.conftest import GREEN, RED, Caller, a_picture, refusal, shown


@pytest.mark.parametrize("word", ["id", "url", "image"])
def test_it_is_named_or_sent(noors: Caller, word: str) -> None:
    medium = noors.uploads("/utils/media/upload", a_picture(GREEN)).json
    assert medium
    named = medium["id"] if word == "id" else medium["url"]
    told = noors.told("POST", "/users/auth/image", {word: named})
    assert shown(noors.client, told["image"]) == GREEN
    sent = noors.uploads("/users/auth/image", a_picture(RED, "JPEG")).json
    assert sent
    assert shown(noors.client, sent["image"]) == RED


def test_what_is_no_picture_changes_nothing(noors: Caller) -> None:
    assert refusal(noors.uploads("/users/auth/image", b"<svg/>")) == (422, "invalid")
    assert refusal(noors.ask("POST", "/users/auth/image", {})) == (422, "invalid")
    assert noors.told("GET", "/users/auth")["image"] is None
