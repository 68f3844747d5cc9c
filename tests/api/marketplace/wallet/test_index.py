"""`GET /v1/users/auth/payment_methods`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_card

PATH = "/users/auth/payment_methods"


def test_ways_to_pay_are_told_newest_first(noors: Caller, noor: User) -> None:
    assert noors.told("GET", PATH) == []
    first, second = a_card(noor), a_card(noor, "4000000000000002")
    told = noors.told("GET", PATH)
    assert [each["id"] for each in told] == [second, first]
    assert told[1] == {
        "id": first,
        "mode": "test",
        "created": told[1]["created"],
        "updated": None,
        "stripePaymentMethodId": first,
        "user_id": f"user_{noor.uid}",
        "type": "card",
        "isDefault": False,
        "brand": "visa",
        "last4": "4242",
        "accountHolderType": None,
        "expMonth": 12,
        "expYear": 2031,
        "funding": "credit",
    }
    assert told[0]["isDefault"]
    assert told[0]["created"] >= told[1]["created"] > "2026-"
