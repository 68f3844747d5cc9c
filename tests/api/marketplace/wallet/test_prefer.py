"""`PUT /v1/users/auth/payment_methods/<id>/default`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_card
from tests.builders import a_user

PATH = "/users/auth/payment_methods"


def test_one_is_preferred_and_all_are_told(noors: Caller, noor: User) -> None:
    first, second = a_card(noor), a_card(noor)
    told = noors.told("PUT", f"{PATH}/{first}/default")
    assert {each["id"]: each["isDefault"] for each in told} == {first: True, second: False}
    a_card(noor)
    marks = [each["id"] for each in noors.told("GET", PATH) if each["isDefault"]]
    assert marks == [first]


def test_somebody_elses_is_theirs(noors: Caller, noor: User) -> None:
    mine, theirs = a_card(noor), a_card(a_user(noor.shop))
    for method in (theirs, "pm_none"):
        assert refusal(noors.ask("PUT", f"{PATH}/{method}/default")) == (404, "not_found")
    assert [each["id"] for each in noors.told("GET", PATH) if each["isDefault"]] == [mine]
