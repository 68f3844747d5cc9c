"""`GET /v1/contracts/user/<id>/seller`."""

from __future__ import annotations

import pytest

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_draft, ids
from tests.builders import a_user


def test_only_what_the_user_is_on_as_a_seller_is_listed(
    server: Caller, alice: Shop, noor: User
) -> None:
    other = a_user(alice)
    made = []
    for _ in range(3):
        contract = a_draft(server)
        for who, kind in ((noor, "seller"), (other, "buyer")):
            path = f"/contracts/{contract['id']}/{kind}"
            server.told("POST", path, {"user_id": f"user_{who.uid}"})
        made.append(contract["id"])
    a_draft(server)
    path = f"/contracts/user/user_{noor.uid}/seller"
    assert ids(server.told("GET", path)) == made[::-1]
    query = {"after": made[2], "limit": "1"}
    assert ids(server.told("GET", path, query_string=query)) == [made[1]]
    assert server.told("GET", f"/contracts/user/user_{other.uid}/seller") == []


@pytest.mark.parametrize("uid", [ID, "x"])
def test_who_is_no_user_has_none(server: Caller, charlies: Caller, noor: User, uid: str) -> None:
    for caller, name in ((server, uid), (charlies, noor.uid)):
        answer = caller.ask("GET", f"/contracts/user/user_{name}/seller")
        assert refusal(answer) == (404, "not_found")
