"""`DELETE /v1/users/<id>/payment_methods/<id>`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import a_card
from tests.builders import a_user


def test_the_platform_takes_one_from_its_user(server: Caller, charlies: Caller, noor: User) -> None:
    path = f"/users/user_{noor.uid}/payment_methods"
    first, second = a_card(noor), a_card(noor)
    assert refusal(charlies.ask("DELETE", f"{path}/{first}")) == (404, "not_found")
    assert [each["id"] for each in server.told("DELETE", f"{path}/{second}")] == [first]
    assert refusal(server.ask("DELETE", f"{path}/{second}")) == (404, "not_found")


def test_it_is_looked_for_with_the_user_who_is_named(server: Caller, noor: User) -> None:
    method, other = a_card(noor), a_user(noor.shop)
    answer = server.ask("DELETE", f"/users/user_{other.uid}/payment_methods/{method}")
    assert refusal(answer) == (404, "not_found")
