"""`POST /v1/users/auth/payment_methods`: ours, for the built-in provider."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from gateways import payments
from gateways.payments.trial import Trial
from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user

PATH = "/users/auth/payment_methods"
CARD = {"number": "4242 4242 4242 4242", "expMonth": 12, "expYear": 2031}


def a_secret(caller: Caller) -> str:
    """What adding a card begins with."""
    return str(caller.told("POST", "/users/auth/client_secret")["clientSecret"])


def test_a_card_is_added_by_a_secret_and_all_are_listed(noors: Caller, noor: User) -> None:
    first = noors.told("POST", PATH, {"clientSecret": a_secret(noors), **CARD})
    assert [(each["last4"], each["expMonth"], each["expYear"]) for each in first] == [
        ("4242", 12, 2031)
    ]
    other = {**CARD, "number": "4000000000000002", "expMonth": 1}
    told = noors.told("POST", PATH, {"clientSecret": a_secret(noors), **other})
    assert [(each["last4"], each["isDefault"]) for each in told] == [
        ("0002", True),
        ("4242", False),
    ]
    assert {each["user_id"] for each in told} == {f"user_{noor.uid}"}
    assert noors.told("GET", PATH) == told


def test_a_secret_adds_one_card_however_often_it_is_sent(noors: Caller) -> None:
    sent = {"clientSecret": a_secret(noors), **CARD}
    assert noors.told("POST", PATH, sent) == noors.told("POST", PATH, sent)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"number": "5555555555554444"}, "incorrect_number"),
        ({"clientSecret": "seti_x_secret_y"}, "resource_missing"),
    ],
    ids=["no card for trying", "no secret"],
)
def test_what_the_provider_refuses_is_told_in_its_words(
    noors: Caller, wrong: dict[str, Any], code: str
) -> None:
    answer = noors.ask("POST", PATH, {"clientSecret": a_secret(noors), **CARD, **wrong})
    assert answer.status_code == 402
    assert (answer.json or {})["code"] == code
    assert noors.told("GET", PATH) == []


def test_a_secret_of_another_user_adds_nothing(noors: Caller, alice: Shop) -> None:
    larch = noors.sees_as(a_user(alice, "larch@shop.example"))
    sent = {"clientSecret": a_secret(larch), **CARD}
    assert noors.ask("POST", PATH, sent).status_code == 402
    a_secret(noors)
    assert noors.ask("POST", PATH, sent).status_code == 402
    assert (noors.told("GET", PATH), larch.told("GET", PATH)) == ([], [])


@pytest.mark.parametrize(
    "wrong",
    [{"expYear": 2026, "expMonth": 5}, {"expMonth": 13}, {"expYear": "soon"}],
    ids=["expired", "no month", "no year"],
)
def test_a_card_that_is_over_or_no_date_is_refused(
    noors: Caller, noon: object, wrong: dict[str, Any]
) -> None:
    answer = noors.ask("POST", PATH, {"clientSecret": a_secret(noors), **CARD, **wrong})
    assert refusal(answer) == (422, "invalid")
    assert next(iter(wrong)) in (answer.json or {})["message"]


def test_where_a_page_of_the_provider_adds_cards_no_number_is_taken(
    client: FlaskClient, noors: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider: Any = payments.payments()
    assert isinstance(provider, Trial)
    monkeypatch.setattr(provider, "takes_numbers", False, raising=False)
    answer = noors.ask("POST", PATH, {"clientSecret": a_secret(noors), **CARD})
    assert refusal(answer) == (409, "on_their_page")
    assert noors.told("GET", PATH) == []
