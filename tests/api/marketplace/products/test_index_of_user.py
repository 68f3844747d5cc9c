"""`GET /v1/products/user/<id>`."""

from __future__ import annotations

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_lamp, ids
from tests.builders import a_user


def test_only_what_the_user_sells_is_listed(server: Caller, alice: Shop, noor: User) -> None:
    other = a_user(alice)
    a_lamp(server)
    a_lamp(server, user_id=f"user_{other.uid}")
    hers = [a_lamp(server, user_id=f"user_{noor.uid}") for _ in range(3)]
    path = f"/products/user/user_{noor.uid}"
    assert server.told("GET", path) == hers
    query = {"after": hers[0]["id"], "limit": 1}
    assert ids(server.told("GET", path, query_string=query)) == [hers[1]["id"]]
    assert server.told("GET", f"/products/user/user_{a_user(alice).uid}") == []


def test_another_platforms_user_is_none(charlies: Caller, noor: User) -> None:
    for uid in (noor.uid, "nobody"):
        answer = charlies.ask("GET", f"/products/user/user_{uid}")
        assert refusal(answer) == (404, "not_found")
