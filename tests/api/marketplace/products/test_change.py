"""`PUT /v1/products/<id>`."""

from __future__ import annotations

from typing import Any

import pytest

from models.product import Product
from models.user import User
from tests.api.marketplace.conftest import Caller, a_picture, refusal
from tests.api.marketplace.sales import a_lamp
from tests.builders import a_product, a_seller


def test_only_what_is_sent_changes(server: Caller, noor: User) -> None:
    lamp = a_lamp(server, cycle="monthly", tags=["brass"])
    sent = {"name": "Lantern", "price": 5000, "user_id": f"user_{noor.uid}", "buyerLimit": 7}
    told = server.told("PUT", f"/products/{lamp['id']}", sent)
    hers = server.told("GET", f"/users/user_{noor.uid}")
    assert told == {**lamp, **sent, "user": hers, "updated": told["updated"]}


def test_the_whole_may_be_sent_back(server: Caller, noor: User) -> None:
    uploaded = server.uploads("/utils/media/upload", a_picture()).get_json()
    lamp = a_lamp(
        server,
        user_id=f"user_{noor.uid}",
        image=uploaded["url"],
        quantity=2,
        category="Light",
        expires="2030-01-01T00:00:00Z",
    )
    changed = {**lamp, "name": "Lantern", "id": "prod_other", "activeBuyers": 9, "user": None}
    told = server.told("PUT", f"/products/{lamp['id']}", changed)
    assert told == {**lamp, "name": "Lantern", "updated": told["updated"]}


def test_sent_back_a_product_still_follows_its_quantity(server: Caller) -> None:
    lamp = a_lamp(server, quantity=1)
    path = f"/products/{lamp['id']}"
    assert server.told("PUT", path, {**lamp, "quantity": 0})["isAvailableInStock"] is False
    sold_out = server.told("GET", path)
    assert server.told("PUT", path, {**sold_out, "quantity": 3})["isAvailableInStock"] is True


def test_sent_back_a_seller_who_is_no_user_and_an_offer_stay(server: Caller) -> None:
    seller = a_seller(server.shop)
    product = a_product(server.shop, seller=seller, discount_amount=9900)
    path = f"/products/prod_{product.uid}"
    server.told("PUT", path, {**server.told("GET", path), "name": "Coat"})
    kept = Product.get()
    assert (kept.name, kept.seller_id, kept.discount_amount) == ("Coat", seller.id, 9900)


@pytest.mark.parametrize(
    "field", ["description", "quantity", "category", "price", "cycle", "expires", "buyerLimit"]
)
def test_null_takes_away(server: Caller, field: str) -> None:
    sent: dict[str, Any] = {
        "description": "Of brass.",
        "quantity": 3,
        "category": "Light",
        "cycle": "daily",
        "expires": "2030-01-01T00:00:00Z",
        "buyerLimit": 3,
    }
    lamp = a_lamp(server, **sent)
    assert lamp[field] is not None
    told = server.told("PUT", f"/products/{lamp['id']}", {field: None})
    assert told == {**lamp, field: None, "updated": told["updated"]}


@pytest.mark.parametrize("sent", [{"name": None}, {"price": "dear"}, {"cycle": "never"}], ids=str)
def test_what_cannot_be_kept_is_refused(server: Caller, sent: dict[str, Any]) -> None:
    lamp = a_lamp(server)
    assert refusal(server.ask("PUT", f"/products/{lamp['id']}", sent)) == (422, "invalid")
    assert server.told("GET", f"/products/{lamp['id']}") == lamp


def test_another_platforms_is_none(server: Caller, charlies: Caller) -> None:
    answer = charlies.ask("PUT", f"/products/{a_lamp(server)['id']}", {"name": "Mine"})
    assert refusal(answer) == (404, "not_found")
