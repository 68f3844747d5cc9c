"""`PATCH /api/v1/shop`: which hosts' pages lives may show, and whether viewers are told."""

from __future__ import annotations

import pytest

from tests.api.content.conftest import Caller


def test_hosts_of_extensions_are_kept_in_one_spelling(alices: Caller) -> None:
    sent = {"extension_hosts": [" Quiz.Example", "quiz.example", "*.games.example"]}
    told = alices.patch("/shop", sent).json["data"]["attributes"]
    assert told["extension_hosts"] == ["quiz.example", "*.games.example"]
    assert alices.get("/shop").json["data"]["attributes"] == told


@pytest.mark.parametrize(
    "host",
    [
        "https://quiz.example",
        "quiz.example/path",
        "quiz.example:443",
        "localhost",
        "*",
        "*.",
        "*.*.example",
        "a..example",
        "-a.example",
        "192.0.2.1",
        "a" * 64 + ".example",
        "quiz.example;frame-src *",
    ],
    ids=repr,
)
def test_what_is_no_host_is_refused(alices: Caller, host: str) -> None:
    refused = alices.patch("/shop", {"extension_hosts": ["quiz.example", host]})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"]["pointer"].startswith("/extension_hosts")


def test_viewers_are_told_how_many_they_are_unless_the_shop_says_no(alices: Caller) -> None:
    assert alices.get("/shop").json["data"]["attributes"]["show_viewers"] is True
    told = alices.patch("/shop", {"show_viewers": False}).json["data"]["attributes"]
    assert told["show_viewers"] is False
