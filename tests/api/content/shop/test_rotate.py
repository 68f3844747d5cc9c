"""`POST /api/v1/shop/viewer_secret`: the secret of user tokens, and the words of the chat."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_key


def test_words_are_kept_each_once(alices: Caller) -> None:
    told = alices.patch("/shop", {"chat_words": ["cheap", "spam shop", "cheap", "💩"]})
    assert told.json["data"]["attributes"]["chat_words"] == ["cheap", "spam shop", "💩"]


@pytest.mark.parametrize(
    ("words", "pointer"),
    [
        (["cheap", ""], "/chat_words/1"),
        (["\u200b"], "/chat_words/0"),
        (["x" * 61], "/chat_words/0"),
        ([7], "/chat_words/0"),
        (["x"] * 501, "/chat_words"),
    ],
    ids=["empty", "invisible", "long", "a number", "many"],
)
def test_a_wrong_word_is_named(alices: Caller, words: list[object], pointer: str) -> None:
    refused = alices.patch("/shop", {"chat_words": words})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get("/shop").json["data"]["attributes"]["chat_words"] == []


def test_the_secret_is_told_to_keys_that_write(client: FlaskClient, alice: Shop) -> None:
    def told(*scopes: str) -> object:
        caller = Caller(client, a_key(alice, scopes=list(scopes)))
        return caller.get("/shop").json["data"]["attributes"]["viewer_secret"]

    assert told("content.read") is None
    assert told("content.read", "content.write") == alice.viewer_secret
    assert len(alice.viewer_secret) == 43


def test_the_secret_is_replaced(alices: Caller, alice: Shop) -> None:
    answer = alices.post("/shop/viewer_secret")
    told = answer.json["data"]["attributes"]["viewer_secret"]
    assert told not in (None, alice.viewer_secret)
    assert Shop.get_by_id(alice.id).viewer_secret == told
    assert alices.get("/shop").json == answer.json
