"""`POST /v1/users/auth/client_secret`."""

from __future__ import annotations

from typing import Any

from gateways.payments import payments
from models.replay import Replay
from models.user import User
from tests.api.marketplace.conftest import Caller

PATH = "/users/auth/client_secret"


def test_the_secret_adds_a_way_to_pay_once_the_page_is_done(noors: Caller) -> None:
    told = noors.told("POST", PATH)
    assert set(told) == {"clientSecret"}
    assert noors.told("GET", "/users/auth/payment_methods") == []
    provider: Any = payments()
    provider.confirm(told["clientSecret"], "4242424242424242", 12, 2031)
    assert len(noors.told("GET", "/users/auth/payment_methods")) == 1


def test_the_user_becomes_a_customer_once(server: Caller, noors: Caller, noor: User) -> None:
    assert server.told("GET", f"/users/user_{noor.uid}")["stripeCustomerId"] is None
    secrets = {noors.told("POST", PATH)["clientSecret"] for _ in "12"}
    assert len(secrets) == 2
    before = noors.told("GET", "/users/auth")["stripeCustomerId"]
    assert before.startswith("cus_")
    noors.told("POST", PATH)
    assert noors.told("GET", "/users/auth")["stripeCustomerId"] == before


def test_a_secret_is_never_kept_to_be_given_again(noors: Caller) -> None:
    headers = {**noors.headers, "Idempotency-Key": "one"}
    answers = [noors.ask("POST", PATH, headers=headers) for _ in "12"]
    assert answers[0].json != answers[1].json
    assert answers[0].headers["Cache-Control"] == "no-store"
    assert not Replay.select().exists()
