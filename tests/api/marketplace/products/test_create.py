"""`POST /v1/products`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, a_picture, refusal
from tests.api.marketplace.sales import ROW, a_lamp


def test_it_is_told_field_for_field(noon: datetime, server: Caller, noor: User) -> None:
    sent = {
        "user_id": f"user_{noor.uid}",
        "name": "Sewing lesson",
        "description": "An hour at the machine.",
        "quantity": 9,
        "isEnabled": True,
        "useSeasonalPrices": True,
        "subscriptionLimit": 3,
        "buyerLimit": 4,
        "category": "Lessons",
        "subcategory": "Sewing",
        "tags": ["wool"],
        "price": 4500,
        "cycle": "weekly",
        "expires": "2026-12-31T23:00:00+01:00",
    }
    told = server.told("POST", "/products", sent)
    assert told == {
        **ROW,
        **sent,
        "id": told["id"],
        "updated": told["updated"],
        "platform_id": f"plat_{server.shop.uid}",
        "user": server.told("GET", f"/users/user_{noor.uid}"),
        "parent_product_id": None,
        "image": None,
        "isAvailableInStock": True,
        "activeSubscriptions": 0,
        "activeBuyers": 0,
        "currency": "eur",
        "expires": "2026-12-31T22:00:00Z",
        "seasonalPrices": [],
    }


def test_a_name_is_enough(server: Caller) -> None:
    told = server.told("POST", "/products", {"name": "Lamp"})
    assert (told["price"], told["user_id"], told["isEnabled"]) == (None, None, True)


def test_an_uploaded_picture_is_copied(server: Caller) -> None:
    uploaded = server.uploads("/utils/media/upload", a_picture()).get_json()
    told = a_lamp(server, image=uploaded["url"])
    assert told["image"].startswith("https://vitrine.example/")
    assert told["image"] != uploaded["url"]


def test_who_sells_becomes_a_seller_once(server: Caller, noor: User) -> None:
    sellers = [a_lamp(server, user_id=f"user_{noor.uid}")["user"]["name"] for _ in "12"]
    assert sellers == ["Noor Doe"] * 2
    assert noor.sellers.count() == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("price", "kept"),
    [(19.99 * 100, 1999), (1.1 * 100, 110), ("1999", 1999), (4500.0, 4500), (0, 0), ("0", 0)],
    ids=repr,
)
def test_a_price_is_the_whole_number_that_was_meant(
    server: Caller, price: object, kept: int
) -> None:
    assert server.told("POST", "/products", {"name": "Lamp", "price": price})["price"] == kept


def test_a_form_that_was_left_empty_says_nothing(server: Caller) -> None:
    empty = ("image", "description", "category", "subcategory", "price", "cycle", "expires")
    told = server.told("POST", "/products", {"name": "Lamp", **dict.fromkeys(empty, "")})
    assert [told[each] for each in empty] == [None] * len(empty)
    lamp = a_lamp(server, category="Lights", cycle="daily")
    changed = server.told("PUT", f"/products/{lamp['id']}", dict.fromkeys(empty, ""))
    assert [changed[each] for each in empty] == [None] * len(empty)


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"name": ""}, "name"),
        ({"price": -1}, "price"),
        ({"price": 19.5}, "price"),
        ({"price": 1999.001}, "price"),
        ({"price": 1e-9}, "price"),
        ({"price": "19.99"}, "price"),
        ({"price": "1e3"}, "price"),
        ({"user_id": ""}, "user_id"),
        ({"price": 10**12 + 1}, "price"),
        ({"cycle": "sometimes"}, "cycle"),
        ({"buyerLimit": -1}, "buyerLimit"),
        ({"subscriptionLimit": "many"}, "subscriptionLimit"),
        ({"expires": "tomorrow"}, "expires"),
        ({"user_id": "noor"}, "user_id"),
        ({"user_id": f"user_{ID}"}, "user_id"),
        ({"image": "javascript:alert(1)"}, "image"),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused(server: Caller, sent: dict[str, Any], where: str) -> None:
    answer = server.ask("POST", "/products", {"name": "Lamp", **sent})
    assert refusal(answer) == (422, "invalid")
    assert where in answer.get_json()["message"]
    assert server.told("GET", "/products") == []


def test_nobody_sells_who_is_another_platforms(charlies: Caller, noor: User) -> None:
    answer = charlies.ask("POST", "/products", {"name": "Lamp", "user_id": f"user_{noor.uid}"})
    assert refusal(answer) == (422, "invalid")


def test_a_product_may_name_the_one_it_was_made_after(server: Caller, charlies: Caller) -> None:
    first = a_lamp(server)
    second = a_lamp(server, parent_product_id=first["id"])
    assert second["parent_product_id"] == first["id"]
    path = f"/products/{second['id']}"
    assert server.told("PUT", path, second)["parent_product_id"] == first["id"]
    refused = {"name": "Lamp", "parent_product_id": a_lamp(charlies)["id"]}
    assert refusal(server.ask("POST", "/products", refused)) == (422, "invalid")
    server.told("DELETE", f"/products/{first['id']}")
    assert server.told("GET", path)["parent_product_id"] is None
