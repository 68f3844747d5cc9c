"""`GET /v1/transactions/spenders`."""

from __future__ import annotations

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.transactions.moved import moved
from tests.builders import a_user


def test_who_paid_most_is_first(server: Caller, charlies: Caller, noor: User) -> None:
    others = [a_user(noor.shop) for _ in range(10)]
    for number, each in enumerate(others, 1):
        moved(noor.shop, "outgoing", 100 * number, buyer=each)
    moved(noor.shop, "outgoing", 5000, buyer=noor)
    moved(noor.shop, "outgoing:refund", 4050, buyer=noor)
    told = server.told("GET", "/transactions/spenders")
    assert [each["spend"] for each in told] == [1000, 950, 900, 800, 700, 600, 500, 400, 300, 200]
    assert told[1] == {"user_id": f"user_{noor.uid}", "currency": "eur", "spend": 950}
    assert charlies.told("GET", "/transactions/spenders") == []


def test_what_nobody_paid_is_nobodys(server: Caller, alice: Shop) -> None:
    moved(alice, "outgoing", 100)
    assert server.told("GET", "/transactions/spenders") == []
