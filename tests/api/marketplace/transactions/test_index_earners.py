"""`GET /v1/transactions/earners`."""

from __future__ import annotations

from models.shop import Shop
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_teacher
from tests.api.marketplace.transactions.moved import moved


def test_who_was_paid_most_is_first(server: Caller, charlies: Caller, alice: Shop) -> None:
    larch, elm = (a_teacher(alice, name) for name in ("Larch", "Elm"))
    moved(alice, "incoming", 900, seller=larch)
    moved(alice, "incoming:refund", 300, seller=larch)
    moved(alice, "incoming", 700, seller=elm)
    # What the platform itself has sold.
    moved(alice, "incoming", 5000)
    assert server.told("GET", "/transactions/earners") == [
        {"user_id": f"user_{elm.uid}", "currency": "eur", "revenue": 700},
        {"user_id": f"user_{larch.uid}", "currency": "eur", "revenue": 600},
    ]
    assert charlies.told("GET", "/transactions/earners") == []
