"""`GET /v1/transactions/cart`."""

from __future__ import annotations

from models.user import User
from tests.api.marketplace.conftest import Caller
from tests.api.marketplace.lessons import a_lesson, a_teacher
from tests.builders import a_user
from usecases.market import carts


def test_all_carts_are_worth_what_is_in_them_today(
    server: Caller, charlies: Caller, noor: User
) -> None:
    lesson = a_lesson(a_teacher(noor.shop))
    for user, number in ((noor, 2), (a_user(noor.shop), 1)):
        carts.put(noor.shop, user, lesson.uid, number)
    assert server.told("GET", "/transactions/cart") == {"currency": "eur", "amount": 13_500}
    lesson.price_amount = 1000
    lesson.save()
    assert server.told("GET", "/transactions/cart")["amount"] == 3_000
    carts.empty(noor.shop, noor)
    assert server.told("GET", "/transactions/cart")["amount"] == 1_000
    assert charlies.told("GET", "/transactions/cart")["amount"] == 0


def test_parts_of_hours_are_worth_their_part(server: Caller, noor: User) -> None:
    lesson = server.told("POST", "/products", {"name": "Hour", "price": 1999, "cycle": "hourly"})
    path = f"/carts/auth/product/{lesson['id']}"
    server.sees_as(noor).told("POST", path, {"quantity": 7.5})
    assert server.told("GET", "/transactions/cart")["amount"] == 14993
