"""`POST /v1/users`."""

from __future__ import annotations

import pytest

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, code_for, refusal
from tests.builders import a_user


def test_a_user_is_told_as_sent_and_signs_in(server: Caller) -> None:
    sent = {"email": "Noor@shop.example", "username": "Noor", "bio": "Jackets", "plan": "basic"}
    told = server.told("POST", "/users", sent)
    assert told["id"] == f"user_{User.get().uid}"
    facts = {**sent, "email": "noor@shop.example", "username": "noor"}
    assert {name: told[name] for name in sent} == facts
    assert told["authenticated"] is None
    server.told("POST", "/auth/otp/email", {"email": "noor@shop.example"})
    body = {"email": "noor@shop.example", "token": code_for("noor@shop.example")}
    assert server.told("POST", "/auth/otp/verify", body)["id"] == told["id"]


@pytest.mark.parametrize("sent", [{}, {"username": None}, {"username": ""}], ids=str)
def test_a_user_without_a_username_is_given_one(
    server: Caller, alice: Shop, sent: dict[str, object]
) -> None:
    a_user(alice, username="noor_doe")
    told = server.told("POST", "/users", {"email": "Noor.Doe@shop.example", **sent})
    assert told["username"] == "noor_doe2"


def test_an_address_is_one_users(server: Caller, charlies: Caller, alice: Shop) -> None:
    a_user(alice, "noor@shop.example")
    answer = server.ask("POST", "/users", {"email": "NOOR@shop.example"})
    assert refusal(answer) == (409, "email_taken")
    assert charlies.told("POST", "/users", {"email": "noor@shop.example"})["mode"] == "test"


def test_a_name_is_one_users_and_nothing_is_left_of_who_wanted_it(
    server: Caller, alice: Shop
) -> None:
    a_user(alice, username="noor")
    answer = server.ask("POST", "/users", {"email": "b@shop.example", "username": "noor"})
    assert refusal(answer) == (409, "username_taken")
    picture = {"email": "b@shop.example", "image": "https://elsewhere.example/a.png"}
    assert refusal(server.ask("POST", "/users", picture)) == (422, "invalid")
    assert User.select().count() == 1


@pytest.mark.parametrize("body", [{}, {"email": "noor"}, {"email": None}, [], "x"], ids=str)
def test_without_an_address_there_is_no_user(server: Caller, body: object) -> None:
    assert refusal(server.ask("POST", "/users", body)) == (422, "invalid")


def test_sent_again_under_its_key_it_is_made_once(server: Caller) -> None:
    headers = {**server.headers, "Idempotency-Key": "one"}
    body = {"email": "noor@shop.example"}
    first, second = (server.ask("POST", "/users", body, headers=headers) for _ in "12")
    assert first.data == second.data
    assert second.headers["Idempotent-Replayed"] == "true"
