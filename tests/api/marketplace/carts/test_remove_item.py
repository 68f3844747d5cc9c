"""`DELETE /v1/carts/auth/item/<id>`."""

from __future__ import annotations

from models.shop import Shop
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_cart, a_lamp, ids
from tests.builders import a_user


def test_the_others_stay(server: Caller, noors: Caller) -> None:
    for _ in "12":
        cart = a_cart(noors, a_lamp(server), 2)
    first, second = ids(cart["items"])
    path = f"/carts/auth/item/{first}"
    assert ids(noors.told("DELETE", path)["items"]) == [second]
    assert refusal(noors.ask("DELETE", path)) == (404, "not_found")


def test_nothing_is_taken_out_of_anothers_cart(server: Caller, noors: Caller, alice: Shop) -> None:
    [item] = ids(a_cart(noors, a_lamp(server))["items"])
    others = server.sees_as(a_user(alice))
    for caller, name in ((others, item), (noors, f"citem_{ID}"), (noors, "citem_x")):
        answer = caller.ask("DELETE", f"/carts/auth/item/{name}")
        assert refusal(answer) == (404, "not_found")
    assert ids(noors.told("GET", "/carts/auth")["items"]) == [item]
