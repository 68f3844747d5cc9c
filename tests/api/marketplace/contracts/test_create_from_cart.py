"""`POST /v1/contracts/cart/<id>`."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_cart, a_lamp, ids
from tests.builders import a_user

WHEN = {"startDate": "2026-07-01T08:00:00Z", "endDate": "2026-07-01T10:00:00Z"}


def test_it_has_what_is_in_the_cart(server: Caller, noors: Caller, alice: Shop, noor: User) -> None:
    seller = a_user(alice, name="Larch")
    cart = a_cart(noors, a_lamp(server, user_id=f"user_{seller.uid}"), 2, **WHEN)
    told = noors.told("POST", f"/contracts/cart/{cart['id']}", {"notes": "At ten."})
    [item], [buyer], [payee] = told["items"], told["buyers"], told["sellers"]
    assert {**item, **WHEN, "quantity": 2, "total": 9000} == item
    assert (buyer["user_id"], buyer["email"]) == (f"user_{noor.uid}", "noor@shop.example")
    assert (buyer["baseAmountDue"], buyer["amountDue"]) == (9000, told["total"])
    assert (payee["name"], payee["amountOwed"]) == ("Larch", 9000)
    assert (told["status"], told["notes"], told["user_id"]) == (
        "draft",
        "At ten.",
        f"user_{noor.uid}",
    )
    # The cart is full until it is sent.
    assert len(noors.told("GET", "/carts/auth")["items"]) == 1


def test_again_the_same_draft_follows_the_cart(server: Caller, noors: Caller) -> None:
    cart = a_cart(noors, a_lamp(server))
    path = f"/contracts/cart/{cart['id']}"
    first = noors.told("POST", path, {"notes": "At ten."})
    a_cart(noors, a_lamp(server, price=500))
    again = noors.told("POST", path, {"notes": "At one."})
    assert (again["id"], again["notes"], again["subTotal"]) == (first["id"], "At one.", 5000)
    assert ids(noors.told("GET", "/contracts/auth")) == [first["id"]]


def test_after_it_was_sent_another_is_made(server: Caller, noors: Caller) -> None:
    cart = a_cart(noors, a_lamp(server))
    path = f"/contracts/cart/{cart['id']}"
    first = noors.told("POST", path, {})
    server.told("POST", f"/contracts/{first['id']}/send")
    assert refusal(noors.ask("POST", path, {})) == (422, "invalid")
    a_cart(noors, a_lamp(server))
    assert noors.told("POST", path, {})["id"] != first["id"]


@pytest.mark.parametrize("name", [f"cart_{ID}", "cart_x"])
def test_what_names_nothing_is_not_found(noors: Caller, name: str) -> None:
    assert refusal(noors.ask("POST", f"/contracts/cart/{name}", {})) == (404, "not_found")


def test_anothers_cart_is_none(server: Caller, noors: Caller, alice: Shop) -> None:
    cart = a_cart(noors, a_lamp(server))
    others = server.sees_as(a_user(alice))
    answer = others.ask("POST", f"/contracts/cart/{cart['id']}", {})
    assert refusal(answer) == (404, "not_found")


def test_two_tabs_at_once_make_one_draft(app: Flask, server: Caller, noors: Caller) -> None:
    cart = a_cart(noors, a_lamp(server), 2)
    path = f"/v1/contracts/cart/{cart['id']}"
    made: list[str] = []

    def make() -> None:
        with app.test_client() as tab:
            answer = tab.post(path, headers=noors.headers, json={})
            made.append(answer.get_json()["id"])

    tabs = [threading.Thread(target=make) for _ in range(4)]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join()
    assert len(made) == 4
    [contract] = noors.told("GET", "/contracts/auth")
    assert set(made) == {contract["id"]}
    assert [each["quantity"] for each in contract["items"]] == [2]
    assert len(contract["buyers"]) == len(contract["sellers"]) == 1


@pytest.mark.parametrize(
    ("facts", "called"),
    [
        ({"name": "Larch"}, "Larch"),
        ({"first_name": "Larch", "last_name": "Doe", "username": "larch"}, "Larch Doe"),
        ({"username": "larch"}, "larch"),
    ],
    ids=["by name", "by first and last name", "by username"],
)
def test_people_are_called_as_they_are_now(
    server: Caller, noors: Caller, noor: User, facts: dict[str, str], called: str
) -> None:
    seller = a_user(noor.shop, **facts)
    cart = a_cart(noors, a_lamp(server, user_id=f"user_{seller.uid}"))
    made = noors.told("POST", f"/contracts/cart/{cart['id']}", {})
    assert [each["name"] for each in made["sellers"]] == [called]
    noors.told("PUT", "/users/auth", {"name": "Noor Larch"})
    server.told("PUT", f"/users/user_{seller.uid}", {"name": "Larch & Co"})
    told = server.told("GET", f"/contracts/{made['id']}")
    named = [told["buyers"][0]["name"], told["sellers"][0]["name"]]
    assert named == ["Noor Larch", "Larch & Co"]
