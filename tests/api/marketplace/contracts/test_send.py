"""`POST /v1/contracts/<id>/send`."""

from __future__ import annotations

from datetime import datetime, timedelta

from models import clock
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import NOON, a_cart, a_draft, a_lamp, a_sale


def test_one_by_hand_is_open(noon: datetime, server: Caller, charlies: Caller) -> None:
    draft = a_draft(server, a_lamp(server))
    path = f"/contracts/{draft['id']}/send"
    assert refusal(charlies.ask("POST", path)) == (404, "not_found")
    told = server.told("POST", path)
    sent = {"status": "open", "sent": NOON, "lastSent": NOON}
    assert told == {**draft, **sent, "updated": told["updated"]}


def test_one_of_a_cart_asks_the_sellers_and_empties_the_cart(server: Caller, noors: Caller) -> None:
    cart = a_cart(noors, a_lamp(server))
    made = noors.told("POST", f"/contracts/cart/{cart['id']}", {})
    assert server.told("POST", f"/contracts/{made['id']}/send")["status"] == "request"
    assert noors.told("GET", "/carts/auth")["items"] == []


def test_sent_again_only_the_moment_changes(noon: datetime, server: Caller) -> None:
    path = f"/contracts/{a_draft(server, a_lamp(server))['id']}/send"
    server.told("POST", path)
    with clock.frozen(noon + timedelta(hours=1)):
        told = server.told("POST", path)
    assert (told["sent"], told["lastSent"]) == (NOON, "2026-06-15T13:00:00Z")
    assert told["status"] == "open"


def test_what_is_empty_or_over_is_not_sent(server: Caller, noor: User) -> None:
    answer = server.ask("POST", f"/contracts/{a_draft(server)['id']}/send")
    assert refusal(answer) == (422, "invalid")
    path = f"/contracts/{a_sale(server, noor)['id']}"
    server.told("DELETE", path)
    assert refusal(server.ask("POST", f"{path}/send")) == (409, "wrong_status")


def test_what_was_put_into_the_cart_since_is_sent_too(server: Caller, noors: Caller) -> None:
    first, more = a_lamp(server), a_lamp(server, price=500)
    cart = a_cart(noors, first)
    made = noors.told("POST", f"/contracts/cart/{cart['id']}", {"notes": "At ten."})
    path = f"/contracts/{made['id']}"
    server.told("PUT", path, {"includeStripeFees": False})
    a_cart(noors, first)
    a_cart(noors, more, 3)
    told = server.told("POST", f"{path}/send")
    sold = [(each["product_id"], each["quantity"]) for each in told["items"]]
    assert sold == [(first["id"], 2), (more["id"], 3)]
    assert (told["subTotal"], told["notes"], told["includeStripeFees"]) == (10500, "At ten.", False)
    assert noors.told("GET", "/carts/auth")["items"] == []


def test_what_was_put_into_the_draft_by_hand_is_sent_beside_the_cart(
    server: Caller, noors: Caller
) -> None:
    lamp, beside = a_lamp(server), a_lamp(server, price=500)
    cart = a_cart(noors, lamp)
    made = noors.told("POST", f"/contracts/cart/{cart['id']}", {})
    path = f"/contracts/{made['id']}"
    server.told("POST", f"{path}/item", {"product_id": beside["id"]})
    noors.told("DELETE", "/carts/auth")
    told = server.told("POST", f"{path}/send")
    assert [each["product_id"] for each in told["items"]] == [beside["id"]]


def test_what_is_for_sale_no_more_stays_in_the_cart(server: Caller, noors: Caller) -> None:
    cart = a_cart(noors, a_lamp(server))
    made = noors.told("POST", f"/contracts/cart/{cart['id']}", {})
    gone = a_lamp(server, price=500)
    a_cart(noors, gone)
    server.told("PUT", f"/products/{gone['id']}/disable")
    answer = server.ask("POST", f"/contracts/{made['id']}/send")
    assert refusal(answer) == (409, "not_for_sale")
    assert server.told("GET", f"/contracts/{made['id']}")["items"] == made["items"]
    assert len(noors.told("GET", "/carts/auth")["items"]) == 2
