"""`GET /v1/users/auth`: what the user pays with stands there, as far as the provider tells it."""

from __future__ import annotations

from pathlib import Path

from gateways import payments
from gateways.payments import Method, Unreachable
from gateways.payments.trial import Trial
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_card


class Silent(Trial):
    """A provider that does not answer when it is asked for ways to pay."""

    def methods(self, customer: str) -> list[Method]:
        raise Unreachable("no answer in time", source="trial")


def test_every_answer_about_oneself_tells_it(noors: Caller, noor: User) -> None:
    a_card(noor)
    listed = noors.told("GET", "/users/auth/payment_methods")
    told = noors.told("GET", "/users/auth")
    assert told["paymentMethods"] == listed
    assert noors.told("PUT", "/users/auth", told)["paymentMethods"] == listed
    signed = noors.told(
        "POST", "/users/auth/link", {"label": "Hers", "url": "https://larch.example"}
    )
    assert signed["paymentMethods"] == listed


def test_others_are_not_told(server: Caller, noor: User) -> None:
    a_card(noor)
    assert server.told("GET", f"/users/user_{noor.uid}")["paymentMethods"] == []


def test_a_provider_that_is_silent_keeps_nobody_out(
    noors: Caller, noor: User, tmp_path: Path
) -> None:
    a_card(noor)
    payments.configure(Silent(tmp_path / "data" / "payments.db"))
    told = noors.told("GET", "/users/auth")
    assert (told["email"], told["paymentMethods"]) == (noor.email, [])
    answer = noors.ask("GET", "/users/auth/payment_methods")
    assert refusal(answer) == (503, "provider_silent")
