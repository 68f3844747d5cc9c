"""`PUT /v1/users/<id>/payment_methods/<id>/default`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_card
from tests.builders import a_user


def test_the_platform_prefers_one_of_its_users(
    server: Caller, charlies: Caller, noor: User
) -> None:
    path = f"/users/user_{noor.uid}/payment_methods"
    first, second = a_card(noor), a_card(noor)
    assert refusal(charlies.ask("PUT", f"{path}/{first}/default")) == (404, "not_found")
    told = server.told("PUT", f"{path}/{first}/default")
    assert {each["id"]: each["isDefault"] for each in told} == {first: True, second: False}


def test_it_is_looked_for_with_the_user_who_is_named(server: Caller, noor: User) -> None:
    method, other = a_card(noor), a_user(noor.shop)
    answer = server.ask("PUT", f"/users/user_{other.uid}/payment_methods/{method}/default")
    assert refusal(answer) == (404, "not_found")
