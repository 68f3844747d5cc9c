"""`GET /api/v1/shop`: the shop of the key."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller


def test_the_shop_of_the_key_is_told(alices: Caller, alice: Shop) -> None:
    told = alices.get("/shop").json["data"]
    assert (told["id"], told["type"]) == (alice.uid, "shop")
    assert told["attributes"]["app_id"] == alice.app_id
    assert told["attributes"]["allowed_origins"] == ["https://shop.example"]
    assert "access_key" not in told["attributes"]
