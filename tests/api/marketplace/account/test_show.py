"""`GET /v1/users/auth`."""

from __future__ import annotations

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller


def test_the_user_of_the_token_is_told(
    server: Caller, noors: Caller, alice: Shop, noor: User
) -> None:
    told = noors.told("GET", "/users/auth")
    assert told == server.told("GET", f"/users/user_{noor.uid}")
    stamps = [told.pop(each) for each in ("created", "updated", "authenticated")]
    assert all(each.endswith("Z") and len(each) == 20 for each in stamps)
    assert told == {
        "id": f"user_{noor.uid}",
        "mode": "test",
        "platform_id": f"plat_{alice.uid}",
        "email": "noor@shop.example",
        "username": "noor",
        "bio": None,
        "name": "Noor Doe",
        "firstName": None,
        "lastName": None,
        "image": None,
        "plan": None,
        "stripeConnectId": None,
        "chargesEnabled": False,
        "detailsSubmitted": False,
        "timezone": "UTC",
        "stripeCustomerId": None,
        "links": [],
        "paymentMethods": [],
        "scheduledDeletion": None,
        "onboarded": None,
    }
