"""`PUT /v1/platforms/community/user/<id>`."""

from __future__ import annotations

import pytest

from models.shop import Shop
from models.user import ADMIN, EDITOR, OWNER, User
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_user


def path_of(user: User) -> str:
    return f"/platforms/community/user/user_{user.uid}"


@pytest.mark.parametrize("role", ["owner", "admin", "editor", "member"])
def test_the_platforms_server_gives_any_role_and_takes_it(
    server: Caller, noor: User, role: str
) -> None:
    told = server.told("PUT", path_of(noor), {"role": role})
    assert told == server.told("GET", path_of(noor)) == {"isMember": True, "role": role}
    assert server.told("PUT", path_of(noor), {"role": None}) == {"isMember": False, "role": None}


def test_an_owner_gives_lower_roles_alone(server: Caller, alice: Shop, noor: User) -> None:
    owner, other = a_user(alice, role=OWNER), a_user(alice, role=OWNER)
    owners = Caller(server.client, alice).sees_as(owner)
    assert owners.told("PUT", path_of(noor), {"role": ADMIN})["role"] == ADMIN
    assert refusal(owners.ask("PUT", path_of(noor), {"role": OWNER})) == (403, "outranked")
    assert refusal(owners.ask("PUT", path_of(other), {"role": EDITOR})) == (403, "outranked")
    assert owners.told("PUT", path_of(owner), {"role": EDITOR})["role"] == EDITOR


@pytest.mark.parametrize("body", [{"role": "king"}, {"role": ""}, {}, {"role": 1}])
def test_what_is_no_role_is_refused(server: Caller, noor: User, body: object) -> None:
    assert refusal(server.ask("PUT", path_of(noor), body)) == (422, "invalid")


def test_another_platforms_user_is_none(server: Caller, charlie: Shop) -> None:
    answer = server.ask("PUT", path_of(a_user(charlie)), {"role": "member"})
    assert refusal(answer) == (404, "not_found")
