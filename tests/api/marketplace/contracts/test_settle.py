"""`PUT /v1/contracts/<id>/settle`."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.lessons import WHEN, a_contract, a_lesson, a_teacher, an_event
from tests.api.marketplace.sales import DECLINED, NOON, a_draft, a_lamp, a_sale, gives_a_card
from tests.builders import a_user
from usecases.market.settling import settle_begun


def test_buyers_have_paid_and_sellers_received(
    noon: datetime, server: Caller, charlies: Caller, noor: User
) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}/settle"
    assert refusal(charlies.ask("PUT", path)) == (404, "not_found")
    told = server.told("PUT", path)
    [buyer], [seller], [item] = told["buyers"], told["sellers"], told["items"]
    assert (buyer["amountPaid"], seller["amountReceived"]) == (sale["total"], 4500)
    assert item["product"]["activeBuyers"] == 1
    paid = {"status": "paid", "paid": NOON, "lastPaymentAttempt": NOON}
    parts = {each: told[each] for each in ("buyers", "sellers", "items", "updated")}
    assert told == {**sale, **paid, **parts}
    assert server.told("PUT", path) == told


def test_a_time_that_is_taken_meanwhile_is_refused_and_nobody_charged(
    server: Caller, alice: Shop, noor: User
) -> None:
    teacher = a_teacher(alice)
    gives_a_card(noor)
    sale = a_contract(noor, a_lesson(teacher, "hourly"), status="open", **WHEN)
    an_event(teacher, "2026-10-19T08:30", "2026-10-19T09:00")
    path = f"/contracts/inv_{sale.uid}"
    assert refusal(server.ask("PUT", f"{path}/settle")) == (409, "occupied")
    assert (server.told("GET", path)["status"], server.told("GET", "/transactions")) == ("open", [])


def test_what_is_paid_is_in_both_calendars(
    noon: datetime, server: Caller, noors: Caller, alice: Shop, noor: User
) -> None:
    gives_a_card(noor)
    sale = a_contract(noor, a_lesson(a_teacher(alice), "hourly"), status="open", **WHEN)
    assert server.told("PUT", f"/contracts/inv_{sale.uid}/settle")["status"] == "paid"
    [event] = noors.told("GET", "/calendars/auth")["events"]
    said = ("title", "eventStart", "eventEnd", "isUnavailable", "booked", "confirmed", "cancelled")
    begins, ends = "2026-10-19T08:00:00Z", "2026-10-19T09:00:00Z"
    assert [event[each] for each in said] == ["Sewing lesson", begins, ends, True, NOON, NOON, None]


def test_a_declined_card_leaves_it_open(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor, DECLINED)['id']}"
    answer = server.ask("PUT", f"{path}/settle")
    assert answer.status_code == 402
    assert answer.get_json() == {
        "status": 402,
        "message": "The card was declined.",
        "code": "card_declined",
        "source": "trial",
        "decline_code": "generic_decline",
    }
    told = server.told("GET", path)
    assert (told["status"], told["buyers"][0]["amountPaid"]) == ("open", 0)
    assert told["lastPaymentAttempt"] is not None


def test_who_has_no_card_cannot_be_charged(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor, card='')['id']}"
    assert refusal(server.ask("PUT", f"{path}/settle")) == (409, "no_way_to_pay")
    assert server.told("GET", path)["status"] == "open"


def test_a_draft_is_sent_first(server: Caller) -> None:
    path = f"/contracts/{a_draft(server, a_lamp(server))['id']}/settle"
    assert refusal(server.ask("PUT", path)) == (409, "wrong_status")


def test_without_buyers_it_is_not_balanced(server: Caller) -> None:
    path = f"/contracts/{a_draft(server, a_lamp(server))['id']}"
    server.told("POST", f"{path}/send")
    assert refusal(server.ask("PUT", f"{path}/settle")) == (409, "unbalanced")


def test_a_seller_who_is_no_user_cannot_be_paid(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    server.told("POST", f"{path}/seller", {"email": "larch@shop.example"})
    assert refusal(server.ask("PUT", f"{path}/settle")) == (409, "cannot_be_paid")


@pytest.mark.parametrize(
    ("facts", "code"), [({"quantity": 0}, "short"), ({"buyerLimit": 0}, "limit_reached")]
)
def test_what_is_not_to_be_had_is_not_charged(
    server: Caller, noor: User, facts: dict[str, Any], code: str
) -> None:
    sale = a_sale(server, noor)
    server.told("PUT", f"/products/{sale['items'][0]['product_id']}", facts)
    path = f"/contracts/{sale['id']}"
    assert refusal(server.ask("PUT", f"{path}/settle")) == (409, code)
    told = server.told("GET", path)
    assert (told["status"], told["lastPaymentAttempt"]) == ("open", None)


def test_two_at_once_charge_and_sell_once(app: Flask, server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    product = f"/products/{sale['items'][0]['product_id']}"
    server.told("PUT", product, {"quantity": 5})
    seen = settled_at_once(app, server, [sale] * 4)
    settle_begun()
    assert {status for status, _ in seen} == {200}
    assert {told["status"] for _, told in seen} <= {"paid", "processing"}
    assert server.told("GET", f"/contracts/{sale['id']}")["status"] == "paid"
    kinds = sorted(each["type"] for each in server.told("GET", "/transactions"))
    assert kinds == ["fee:stripe", "incoming", "outgoing"]
    assert server.told("GET", product)["quantity"] == 4


def test_two_contracts_at_once_do_not_sell_one_lamp_twice(
    app: Flask, server: Caller, alice: Shop
) -> None:
    lamp = a_lamp(server, quantity=2)
    sales = []
    for _ in range(4):
        user = a_user(alice)
        gives_a_card(user)
        path = f"/contracts/{a_draft(server, lamp)['id']}"
        server.told("POST", f"{path}/buyer", {"user_id": f"user_{user.uid}"})
        sales.append(server.told("POST", f"{path}/send"))
    seen = settled_at_once(app, server, sales)
    assert sorted(status for status, _ in seen) == [200, 200, 409, 409]
    assert {told.get("code") for status, told in seen if status == 409} == {"short"}
    assert server.told("GET", f"/products/{lamp['id']}")["quantity"] == 0


def settled_at_once(app: Flask, server: Caller, sales: list[Any]) -> list[tuple[int, Any]]:
    """Settle from as many threads; give the statuses and the answers."""
    seen: list[tuple[int, Any]] = []

    def settle(sale: Any) -> None:
        with app.test_client() as client:
            path = f"/v1/contracts/{sale['id']}/settle"
            answer = client.put(path, headers=server.headers)
            seen.append((answer.status_code, answer.get_json()))

    threads = [threading.Thread(target=settle, args=[each]) for each in sales]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return seen


def test_of_an_hour_that_is_begun_one_is_gone(server: Caller, noor: User) -> None:
    gives_a_card(noor)
    lesson = a_lamp(server, cycle="hourly", quantity=8)
    line = {"product_id": lesson["id"], "quantity": 7.5}
    made = server.told("POST", "/contracts", {"items": [line]})
    path = f"/contracts/{made['id']}"
    server.told("POST", f"{path}/buyer", {"user_id": f"user_{noor.uid}"})
    server.told("POST", f"{path}/send")
    paid = server.told("PUT", f"{path}/settle")
    assert (paid["items"][0]["quantity"], paid["subTotal"]) == (7.5, 33750)
    assert server.told("GET", f"/products/{lesson['id']}")["quantity"] == 0
