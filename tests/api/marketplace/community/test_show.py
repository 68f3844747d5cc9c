"""`GET /v1/platforms/community/user/<id>`."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.marketplace.conftest import Caller
from tests.builders import a_user


@pytest.mark.parametrize("role", ["owner", "admin", "editor", "member", None])
def test_a_member_has_a_role(server: Caller, alice: Shop, role: str | None) -> None:
    user = a_user(alice, role=role)
    told = server.told("GET", f"/platforms/community/user/user_{user.uid}")
    assert told == {"isMember": role is not None, "role": role}


def test_whom_the_platform_does_not_know_is_no_member(server: Caller, charlie: Shop) -> None:
    theirs = a_user(charlie, role="owner")
    for each in (f"user_{theirs.uid}", "user_x", "nobody"):
        told = server.told("GET", f"/platforms/community/user/{each}")
        assert told == {"isMember": False, "role": None}
