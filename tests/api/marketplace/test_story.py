"""A whole story over plain HTTP, as clients of both generations of this API send it."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, code_for
from usecases import shops

HOURS = [
    {"dayOfWeek": "monday", "startTime": "09:00", "endTime": "17:00"},
    {"dayOfWeek": "friday", "startTime": "09:00", "endTime": "12:00:00"},
]


@pytest.fixture(params=["api_key", "Bearer"])
def way(request: pytest.FixtureRequest) -> str:
    """How a client sends the platform's key."""
    return str(request.param)


class Client:
    """A client of either generation: where the key travels, and the user's token beside it."""

    def __init__(self, client: FlaskClient, key: str, way: str) -> None:
        self.client, self.key, self.way = client, key, way

    def asks(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """Ask, for a user if a token is given; the answer must be good."""
        headers = {"mode": self.key.split("_")[1]}
        if self.way == "api_key":
            headers["api_key"] = self.key
        if token or self.way == "Bearer":
            headers["Authorization"] = f"Bearer {token or self.key}"
        answer = self.client.open(f"/v1{path}", method=method, headers=headers, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json

    def signs_in(self, email: str) -> tuple[str, dict[str, Any]]:
        """Sign a user in by the code that is mailed; give the token and the user."""
        assert self.asks("POST", "/auth/otp/email", {"email": email}) == {}
        sent = {"email": email, "token": code_for(email)}
        token = self.asks("POST", "/auth/otp/verify", sent)["token"]
        return token, self.asks("GET", "/users/auth", token=token)


@pytest.mark.usefixtures("noon")
def test_a_story(client: FlaskClient, alice: Shop, way: str) -> None:
    shop = Client(client, shops.make_key(alice)[1], way)
    platform = shop.asks("GET", "/platforms")
    shop.asks("PUT", f"/platforms/{platform['id']}", {"platformFee": "2.5"})

    seller, larch = shop.signs_in("larch@shop.example")
    shop.asks("PUT", "/users/auth", {**larch, "name": "Larch", "timezone": "Europe/Paris"}, seller)
    calendar = shop.asks("POST", "/calendars/auth/availability", HOURS, seller)
    assert [each["startTime"] for each in calendar["availability"]] == ["09:00:00", "09:00:00"]
    account = shop.asks("POST", "/users/auth/bank_account", token=seller)
    assert account["chargesEnabled"]
    lesson = {"user_id": larch["id"], "name": "Sewing lesson", "price": 4500, "cycle": "weekly"}
    product = shop.asks("POST", "/products", {**lesson, "category": "Lessons", "isEnabled": True})
    assert (product["user"]["name"], product["category"]) == ("Larch", "Lessons")
    assert shop.asks("GET", "/products/categories") == ["Lessons"]

    buyer, noor = shop.signs_in("noor@shop.example")
    secret = shop.asks("POST", "/users/auth/client_secret", token=buyer)["clientSecret"]
    card = {"clientSecret": secret, "number": "4242424242424242", "expMonth": 12, "expYear": 2031}
    shop.asks("POST", "/users/auth/payment_methods", card, buyer)
    (method,) = shop.asks("GET", "/users/auth/payment_methods", token=buyer)
    assert (method["last4"], method["isDefault"]) == ("4242", True)

    when = {"startDate": "2026-10-19T08:00:00Z", "endDate": "2026-10-19T10:00:00Z"}
    path = f"/carts/auth/product/{product['id']}"
    cart = shop.asks("POST", path, {"quantity": 2, **when}, buyer)
    assert [(each["quantity"], each["price"]) for each in cart["items"]] == [(2, 4500)]
    made = shop.asks("POST", f"/contracts/cart/{cart['id']}", {"notes": "At ten."}, buyer)
    assert (made["status"], made["subTotal"], made["total"]) == ("draft", 9000, 9532)
    assert [each["type"] for each in made["fees"]] == ["platform:base", "stripe:cc"]
    mine = shop.asks("GET", "/contracts/auth", token=buyer)
    assert [each["id"] for each in mine] == [made["id"]]

    sent = shop.asks("POST", f"/contracts/{made['id']}/send")
    assert (sent["status"], sent["sellers"][0]["name"]) == ("request", "Larch")
    assert shop.asks("GET", "/carts/auth", token=buyer)["items"] == []
    assert shop.asks("PUT", f"/contracts/{made['id']}", {"status": "open"})["status"] == "open"
    paid = shop.asks("PUT", f"/contracts/{made['id']}/settle")
    assert (paid["status"], paid["buyers"][0]["amountPaid"]) == ("paid", 9532)
    assert paid["sellers"][0]["amountReceived"] == 9000
    assert shop.asks("PUT", f"/contracts/{made['id']}/settle") == paid

    begun = shop.asks("POST", f"/subscriptions/auth/contract/{made['id']}", token=buyer)
    assert (begun["isActive"], begun["cycle"], begun["price"]) == (True, "weekly", 9000)
    events = shop.asks("GET", "/calendars/auth", token=seller)["events"]
    assert [each["eventStart"] for each in events[:2]] == [
        "2026-10-19T08:00:00Z",
        "2026-10-26T09:00:00Z",
    ]
    paused = shop.asks("PUT", f"/subscriptions/{begun['id']}/pause", {})
    assert paused["isPaused"]
    resumed = shop.asks("PUT", f"/subscriptions/auth/{begun['id']}/resume", token=buyer)
    assert not resumed["isPaused"]
    ended = shop.asks("DELETE", f"/subscriptions/auth/{begun['id']}", token=buyer)
    assert (ended["isActive"], ended["ended"] is not None) == (False, True)

    revenue = shop.asks("GET", f"/transactions/user/{larch['id']}/revenue")
    assert revenue == {"user_id": larch["id"], "currency": "eur", "revenue": 9000}
    spend = shop.asks("GET", f"/transactions/user/{noor['id']}/spend")
    assert spend == {"user_id": noor["id"], "currency": "eur", "spend": 9532}
    assert shop.asks("GET", "/transactions/volume") == {"currency": "eur", "amount": 9532}
    kinds = {each["type"] for each in shop.asks("GET", "/transactions")}
    assert kinds == {"outgoing", "incoming", "fee:platform", "fee:stripe"}


def test_a_declined_card_is_told_in_the_providers_words(
    server: Caller, noor: User, alice: Shop
) -> None:
    buyer = server.sees_as(noor)
    secret = buyer.told("POST", "/users/auth/client_secret")["clientSecret"]
    card = {"number": "4000000000009995", "expMonth": 12, "expYear": 2031}
    buyer.told("POST", "/users/auth/payment_methods", {"clientSecret": secret, **card})
    product = server.told("POST", "/products", {"name": "Lamp", "price": 500})
    cart = buyer.told("POST", f"/carts/auth/product/{product['id']}", {"quantity": 1})
    made = buyer.told("POST", f"/contracts/cart/{cart['id']}", {})
    server.told("POST", f"/contracts/{made['id']}/send")
    answer = server.ask("PUT", f"/contracts/{made['id']}/settle")
    assert answer.status_code == 402
    assert answer.json == {
        "status": 402,
        "message": "The card has insufficient funds.",
        "code": "card_declined",
        "source": "trial",
        "decline_code": "insufficient_funds",
    }
    assert server.told("GET", f"/contracts/{made['id']}")["status"] == "open"
