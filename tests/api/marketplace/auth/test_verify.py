"""`POST /v1/auth/otp/verify`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import clock
from models.replay import Replay
from models.user import User
from tests.api.marketplace.conftest import Caller, code_for, refusal, wrong
from tests.conftest import NOON

ASK, VERIFY = "/auth/otp/email", "/auth/otp/verify"
EMAIL = "noor@shop.example"


def test_the_first_signing_in_makes_the_user(server: Caller) -> None:
    with clock.frozen(NOON):
        server.told("POST", ASK, {"email": EMAIL})
        told = server.told("POST", VERIFY, {"email": EMAIL, "token": code_for(EMAIL)})
    user = User.get()
    assert (told["id"], told["email"]) == (f"user_{user.uid}", EMAIL)
    assert told["authenticated"] == "2026-06-15T12:00:00Z"
    assert told["token"] != told["refreshToken"]


def test_everybody_who_is_new_has_a_username_of_their_own(server: Caller) -> None:
    told = []
    for email in ("zoe.doe@shop.example", "zoe.doe@larch.example", "--@shop.example"):
        server.told("POST", ASK, {"email": email})
        body = {"email": email, "token": code_for(email)}
        told.append(server.told("POST", VERIFY, body)["username"])
    assert told == ["zoe_doe", "zoe_doe2", "user"]


def test_the_token_opens_what_is_the_users(server: Caller, noor: User) -> None:
    server.told("POST", ASK, {"email": noor.email})
    told = server.told("POST", VERIFY, {"email": noor.email, "token": code_for(noor.email)})
    headers = {"Authorization": f"Bearer {told['token']}", "api_key": server.key}
    seen = server.told("GET", "/users/auth", headers=headers)
    assert seen["id"] == told["id"] == f"user_{noor.uid}"
    # What opens a session is no answer to be kept.
    assert told["token"] not in str(list(Replay.select().dicts()))


def test_an_answer_with_tokens_is_kept_nowhere(server: Caller) -> None:
    server.told("POST", ASK, {"email": EMAIL})
    headers = {**server.headers, "Idempotency-Key": "once"}
    body = {"email": EMAIL, "token": code_for(EMAIL)}
    answer = server.ask("POST", VERIFY, body, headers=headers)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert refusal(server.ask("POST", VERIFY, body, headers=headers)) == (401, "bad_code")
    assert not Replay.select().exists()


@pytest.mark.parametrize("after", ["wrong", "used", "old", "unknown", "another shop's"])
def test_every_bad_code_is_refused_in_the_same_words(
    server: Caller, charlies: Caller, after: str
) -> None:
    with clock.frozen(NOON):
        server.told("POST", ASK, {"email": EMAIL})
        code = code_for(EMAIL)
        if after == "used":
            server.told("POST", VERIFY, {"email": EMAIL, "token": code})
    asks = charlies if after == "another shop's" else server
    body = {
        "email": "nobody@shop.example" if after == "unknown" else EMAIL,
        "token": wrong(code) if after == "wrong" else code,
    }
    with clock.frozen(NOON + timedelta(minutes=10 if after == "old" else 1)):
        answer = asks.ask("POST", VERIFY, body)
    assert refusal(answer) == (401, "bad_code")
    assert answer.json["message"] == "this code is wrong or no longer good; ask for a new one"


def test_a_code_by_phone_is_not_known(server: Caller) -> None:
    answer = server.ask("POST", VERIFY, {"phone": "+33123456789", "token": "123456"})
    assert refusal(answer) == (422, "invalid")
    assert answer.json["message"] == "email: is required"


def test_signing_in_calls_a_deletion_off(server: Caller, noor: User) -> None:
    noors = server.sees_as(noor)
    assert noors.told("DELETE", "/users/auth")["scheduledDeletion"]
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        server.told("POST", ASK, {"email": noor.email})
        told = server.told("POST", VERIFY, {"email": noor.email, "token": code_for(noor.email)})
    assert told["scheduledDeletion"] is None
