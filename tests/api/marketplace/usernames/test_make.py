"""`POST /v1/utils/generate/username`."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user

PATH = "/utils/generate/username"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Noor Doe", "noor_doe"),
        ("  Zoë  d'Été ", "zoe_d_ete"),
        ("noor@shop.example", "noor_shop_example"),
        ("a" * 60, "a" * 24),
        ("東京", "user"),
        ("--", "user"),
    ],
)
def test_a_name_is_made_of_a_text(client: FlaskClient, text: str, name: str) -> None:
    answer = client.post(f"/v1{PATH}", json={"text": text})
    assert (answer.status_code, answer.json) == (200, {"username": name})


def test_it_is_free_on_the_platform_of_who_asks(
    server: Caller, charlies: Caller, noors: Caller, alice: Shop
) -> None:
    for name in ("noor2", "a" * 24):
        a_user(alice, username=name)
    assert server.told("POST", PATH, {"text": "Noor"}) == {"username": "noor3"}
    assert noors.told("POST", PATH, {"text": "Noor"}) == {"username": "noor3"}
    assert charlies.told("POST", PATH, {"text": "Noor"}) == {"username": "noor"}
    assert server.told("POST", PATH, {"text": "a" * 30}) == {"username": "a" * 23 + "2"}


def test_one_that_many_have_is_found_all_the_same(server: Caller, alice: Shop) -> None:
    for name in ("bob", *(f"bob{number}" for number in range(2, 40))):
        a_user(alice, username=name)
    assert server.told("POST", PATH, {"text": "Bob"}) == {"username": "bob40"}


def test_a_wrong_key_is_refused_where_none_is_needed(client: FlaskClient) -> None:
    headers = {"api_key": "vtrn_test_nonsense"}
    answer = client.post(f"/v1{PATH}", json={"text": "x"}, headers=headers)
    assert refusal(answer) == (401, "bad_credentials")
    assert refusal(client.post(f"/v1{PATH}", json={"text": ""})) == (422, "invalid")
