"""`DELETE /v1/users/auth/payment_methods/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_card
from tests.builders import a_user

PATH = "/users/auth/payment_methods"


def test_the_others_stay(noors: Caller, noor: User) -> None:
    first, second = a_card(noor), a_card(noor)
    noors.told("PUT", f"{PATH}/{second}/default")
    [told] = noors.told("DELETE", f"{PATH}/{second}")
    assert (told["id"], told["isDefault"]) == (first, True)
    assert refusal(noors.ask("DELETE", f"{PATH}/{second}")) == (404, "not_found")
    assert noors.told("DELETE", f"{PATH}/{first}") == []


def test_somebody_elses_is_theirs(noors: Caller, noor: User) -> None:
    other = a_user(noor.shop)
    theirs = a_card(other)
    a_card(noor)
    for method in (theirs, "pm_none", noor.uid):
        assert refusal(noors.ask("DELETE", f"{PATH}/{method}")) == (404, "not_found")
    assert [each["id"] for each in noors.sees_as(other).told("GET", PATH)] == [theirs]
