"""`POST /v1/contracts`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import ROW, a_lamp
from tests.builders import a_user

WHEN = {"startDate": "2026-07-01T08:00:00Z", "endDate": "2026-07-01T10:00:00Z"}


def test_it_is_told_field_for_field(noon: datetime, server: Caller, noor: User) -> None:
    server.told("PUT", f"/platforms/plat_{server.shop.uid}", {"platformFee": 2.5})
    lamp = a_lamp(server, user_id=f"user_{noor.uid}")
    sent = {
        "user_id": f"user_{noor.uid}",
        "notes": "At noon, please.",
        "due": "2026-07-01T00:00:00Z",
        "includePlatformFees": False,
    }
    line = {"product_id": lamp["id"], "quantity": 2, "price": 4000, **WHEN}
    told = server.told("POST", "/contracts", {**sent, "items": [line]})
    [item], [seller], [fee] = told["items"], told["sellers"], told["fees"]
    part = {**ROW, "contract_id": told["id"]}
    assert item == {
        **part,
        **line,
        "id": item["id"],
        "updated": item["updated"],
        "user_id": f"user_{noor.uid}",
        "type": "product",
        "service_id": None,
        "subscription_id": None,
        "total": 8000,
        "tota": 8000,
        "description": "Lamp",
        "product": lamp,
    }
    assert seller == {
        **part,
        "id": seller["id"],
        "updated": seller["updated"],
        "user_id": f"user_{noor.uid}",
        "email": "noor@shop.example",
        "name": "Noor Doe",
        "image": None,
        "baseAmountOwed": 8000,
        "amountOwed": 7800,
        "amountReceived": 0,
    }
    assert fee == {
        **part,
        "id": fee["id"],
        "updated": fee["updated"],
        "buyer_user_id": None,
        "type": "platform:base",
        "amount": 200,
        "description": "Platform fee",
    }
    assert told == {
        **ROW,
        **sent,
        "id": told["id"],
        "updated": told["updated"],
        "platform_id": f"plat_{server.shop.uid}",
        "items": [item],
        "sent": None,
        "lastSent": None,
        "lastPaymentAttempt": None,
        "paid": None,
        "subTotal": 8000,
        "total": 8000,
        "currency": "eur",
        "status": "draft",
        "buyers": [],
        "sellers": [seller],
        "fees": [fee],
        "includeStripeFees": True,
        "includeCandleFees": True,
    }
    assert [told["id"][:4], item["id"][:5], seller["id"][:7], fee["id"][:4]] == [
        "inv_",
        "item_",
        "seller_",
        "fee_",
    ]


def test_nothing_need_be_sent(server: Caller) -> None:
    told = server.told("POST", "/contracts", {})
    assert (told["status"], told["items"], told["total"]) == ("draft", [], 0)
    # What follows from others is passed over.
    told = server.told("POST", "/contracts", {"status": "paid", "total": 5, "buyers": [{"x": 1}]})
    assert (told["status"], told["total"], told["buyers"]) == ("draft", 0, [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({}, (422, "invalid")),
        ({"product_id": f"prod_{ID}"}, (422, "invalid")),
        ({"quantity": 0}, (422, "invalid")),
        ({"quantity": 100_001}, (422, "invalid")),
        ({"price": -1}, (422, "invalid")),
        ({"price": 10**9, "quantity": 10**4}, (422, "invalid")),
        ({"type": "gift"}, (422, "invalid")),
    ],
    ids=str,
)
def test_all_items_are_good_or_nothing_is_made(
    server: Caller, line: dict[str, Any], expected: tuple[int, str]
) -> None:
    good = {"product_id": a_lamp(server)["id"]}
    items = [good, {**good, **line} if line else {}]
    assert refusal(server.ask("POST", "/contracts", {"items": items})) == expected
    assert server.told("GET", "/contracts") == []


@pytest.mark.parametrize("price", [None, 1])
def test_what_is_disabled_is_not_sold(server: Caller, price: int | None) -> None:
    lamp = a_lamp(server, isEnabled=False)
    body = {"items": [{"product_id": lamp["id"], "price": price}]}
    assert refusal(server.ask("POST", "/contracts", body)) == (409, "not_for_sale")


def test_another_platforms_are_none(server: Caller, charlies: Caller, noor: User) -> None:
    body = {"items": [{"product_id": a_lamp(server)["id"]}]}
    assert refusal(charlies.ask("POST", "/contracts", body)) == (422, "invalid")
    body = {"user_id": f"user_{noor.uid}"}
    assert refusal(charlies.ask("POST", "/contracts", body)) == (404, "not_found")


def test_who_is_signed_in_makes_it(server: Caller, noor: User, charlie: Shop) -> None:
    both = server.sees_as(noor)
    assert both.told("POST", "/contracts", {})["user_id"] == f"user_{noor.uid}"
    stranger = server.sees_as(a_user(charlie))
    assert refusal(stranger.ask("POST", "/contracts", {})) == (401, "bad_session")
