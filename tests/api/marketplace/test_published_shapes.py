"""Every operation answers the object that the published contract names, field for field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.marketplace.permits import PERMITS, SELF
from models.shop import Shop
from models.user import User
from tests.api.marketplace.calendars.availability import CHRISTMAS, MONDAY
from tests.api.marketplace.conftest import Caller, a_picture
from tests.api.marketplace.house import a_house, caller_of, routes
from tests.api.marketplace.lessons import a_teacher
from tests.api.marketplace.published import SHAPES, faults, told_of
from tests.api.marketplace.sales import NOON, a_cart, gives_a_card
from tests.builders import a_user

# What each operation answers.
ANSWERS: dict[str, Any] = {
    "auth.ask": "Nothing",
    "auth.verify": "User",
    "auth.refresh": "Tokens",
    "waitlists.index": ["Waitlist"],
    "waitlists.count": "Count",
    "users.index": ["User"],
    "wallet.open_account": "User",
    "wallet.begin": "Secret",
    "wallets.show_account": "User",
    "products.index": ["Product"],
    "products.index_of_user": ["Product"],
    "products.index_categories": ["text"],
    "prices.index": ["SeasonalPrice"],
    "contracts.index": ["Contract"],
    "contracts.index_own": ["Contract"],
    "contracts.index_of_buyer": ["Contract"],
    "contracts.index_of_seller": ["Contract"],
    "subscriptions.index": ["Subscription"],
    "transactions.index": ["Transaction"],
    "transactions.show_revenue": "Revenue",
    "transactions.index_earners": ["Revenue"],
    "transactions.show_spend": "Spend",
    "transactions.index_spenders": ["Spend"],
}
# What all other operations of a resource answer.
OBJECTS: dict[str, Any] = {
    "platforms": "Platform",
    "community": "Membership",
    "waitlists": "Waitlist",
    "account": "User",
    "users": "User",
    "wallet": ["PaymentMethod"],
    "wallets": ["PaymentMethod"],
    "products": "Product",
    "prices": "Product",
    "carts": "Cart",
    "contracts": "Contract",
    "contract_items": "Contract",
    "contract_buyers": "Contract",
    "contract_sellers": "Contract",
    "contract_fees": "Contract",
    "subscriptions": "Subscription",
    "calendars": "Calendar",
    "calendar_events": "Calendar",
    "availability": "Calendar",
    "transactions": "Turnover",
    "usernames": "Username",
    "media": "Medium",
    "estimates": "Estimate",
    "localtime": "LocalTime",
}
# What is told as null for now: there is nothing it could name.
NEVER = {
    "Platform": {"activeSubscription"},
    "SeasonalPrice": {"service_id"},
    "ContractItem": {"subscription_id"},
    "CartItem": {"service_id"},
    "CalendarEvent": {"googleCalendarEventId"},
    "Calendar": {"description", "googleCalendarIds"},
    # Banks have a holder, the cards of this test have not; nothing of a way to pay changes.
    "PaymentMethod": {"accountHolderType", "updated"},
    # There are none for a contract that is new.
    "Product": {"parent_product_id"},
}

NOOR = {
    "username": "noor",
    "bio": "Buys lamps.",
    "name": "Noor Doe",
    "firstName": "Noor",
    "lastName": "Doe",
    "plan": "basic",
    "onboarded": NOON,
}
LAMP = {
    "name": "Evening of lamps",
    "description": "How they are made.",
    "quantity": 10,
    "subscriptionLimit": 5,
    "buyerLimit": 6,
    "category": "Lessons",
    "subcategory": "Lamps",
    "tags": ["brass"],
    "price": 4500,
    "cycle": "weekly",
    "expires": "2026-12-31T00:00:00Z",
}
SEASON = {"seasonstart": "2026-09-01T00:00:00Z", "seasonEnd": "2026-09-30T00:00:00Z", "price": 1}
FITTING = {
    "title": "Fitting",
    "description": "Of the large one.",
    "location": "Upstairs",
    "color": "#0b6e4f",
    "eventStart": "2026-07-01T09:00:00Z",
    "eventEnd": "2026-07-01T10:00:00Z",
    "booked": NOON,
    "confirmed": NOON,
    "cancelled": NOON,
}


def published(name: str) -> Any:
    """What an operation answers."""
    return ANSWERS.get(name) or OBJECTS[name.partition(".")[0]]


@pytest.mark.parametrize("name", PERMITS)
def test_the_published_object_is_answered_by(
    app: Flask, client: FlaskClient, alice: Shop, charlie: Shop, name: str
) -> None:
    method, path, _ = routes(app)[name]
    house = a_house(alice, name)
    caller: Caller = caller_of(
        "user" if PERMITS[name].least == SELF else "key", client, alice, charlie, house
    )
    told = caller.told(method, house.at(path), house.bodies.get(name))
    assert not faults(told, published(name))


def everything(server: Caller, noors: Caller, noor: User) -> Iterator[tuple[Any, Any]]:
    """Fill in every field that can be, and give what is told then, with what it is."""
    shop = server.shop
    a_user(shop, "alice@shop.example", role="admin")
    server.told("PUT", "/platforms/" + (own := f"plat_{shop.uid}"), {"description": "Lamps."})
    server.uploads(f"/platforms/{own}/image", a_picture())
    yield server.told("GET", "/platforms"), "Platform"
    entry = server.told("POST", "/waitlists", {"email": "larch@shop.example", "name": "Larch"})
    yield server.told("POST", f"/waitlists/{entry['id']}/grant"), "Waitlist"

    gives_a_card(noor)
    noors.uploads("/users/auth/image", a_picture())
    noors.told("POST", "/users/auth/link", {"label": "Hers", "url": "https://noor.example"})
    noors.told("POST", "/users/auth/bank_account")
    server.told("PUT", f"/users/user_{noor.uid}", NOOR)
    larch = a_teacher(shop)
    larches = Caller(server.client, shop).sees_as(larch)
    larches.told("POST", "/users/auth/bank_account")
    larches.uploads("/users/auth/image", a_picture())

    picture = server.uploads("/utils/media/upload", a_picture()).get_json()["url"]
    lamp = server.told(
        "POST", "/products", {**LAMP, "image": picture, "user_id": f"user_{larch.uid}"}
    )
    yield server.told("POST", f"/products/{lamp['id']}/prices", SEASON), "Product"
    when = {"startDate": "2026-07-06T09:00:00Z", "endDate": "2026-07-06T10:00:00Z"}
    cart = a_cart(replace(noors, key=server.key), lamp, **when)
    yield cart, "Cart"

    draft = noors.told("POST", f"/contracts/cart/{cart['id']}", {"notes": "At noon."})
    path = f"/contracts/{draft['id']}"
    as_service = {"type": "service", "service_id": lamp["id"].replace("prod_", "serv_")}
    server.told("POST", f"{path}/item", as_service)
    server.told("PUT", path, {"due": "2026-09-01T00:00:00Z"})
    server.told("POST", f"{path}/send")
    server.told("PUT", path, {"status": "open"})
    yield server.told("PUT", f"{path}/settle"), "Contract"
    yield server.told("GET", "/transactions"), ["Transaction"]
    yield server.told("GET", f"/products/{lamp['id']}"), "Product"

    begun = noors.told("POST", f"/subscriptions/auth/contract/{draft['id']}")
    until = {"pausedUntil": "2026-08-01T00:00:00Z"}
    yield server.told("PUT", f"/subscriptions/{begun['id']}/pause", until), "Subscription"
    yield noors.told("DELETE", f"/subscriptions/auth/{begun['id']}"), "Subscription"
    noors.told("PUT", "/calendars/auth/availability", [MONDAY, CHRISTMAS])
    guest = {"user_id": f"user_{larch.uid}", "comment": "With pleasure."}
    noors.told("POST", "/calendars/auth/event", {**FITTING, "attendees": [guest]})
    yield noors.told("GET", "/calendars/auth"), "Calendar"
    yield noors.told("DELETE", "/users/auth"), "User"


def test_every_field_of_every_published_object_is_told(
    noon: datetime, server: Caller, noors: Caller, noor: User
) -> None:
    seen: dict[str, set[str]] = {}
    for told, kind in everything(server, noors, noor):
        assert not faults(told, kind)
        told_of(told, kind, seen)
    objects = {name for name in SHAPES if "id" in SHAPES[name]} - {"Medium"}
    assert set(seen) == objects
    assert {name: SHAPES[name].keys() - seen[name] for name in objects} == {
        name: NEVER.get(name, set()) for name in objects
    }
