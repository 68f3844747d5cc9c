"""`GET /v1/contracts/auth`."""

from __future__ import annotations

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.sales import a_draft, ids
from tests.builders import a_user


def test_all_that_one_is_on_are_listed(
    server: Caller, noors: Caller, alice: Shop, noor: User
) -> None:
    me = {"user_id": f"user_{noor.uid}"}
    made = [a_draft(server, **me)]
    for kind in ("buyer", "seller"):
        made.append(a_draft(server))
        server.told("POST", f"/contracts/{made[-1]['id']}/{kind}", me)
    others = a_draft(server, user_id=f"user_{a_user(alice).uid}")
    told = ids(noors.told("GET", "/contracts/auth"))
    assert told == ids(made)[::-1]
    assert others["id"] not in told
    query = {"after": told[0], "limit": 1}
    assert ids(noors.told("GET", "/contracts/auth", query_string=query)) == [told[1]]
