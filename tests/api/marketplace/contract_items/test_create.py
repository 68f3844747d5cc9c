"""`POST /v1/contracts/<id>/item`."""

from __future__ import annotations

from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import NOON, a_draft, a_lamp, a_sale


def test_the_contract_is_told_with_it_and_who_sells_it(server: Caller, noor: User) -> None:
    draft = a_draft(server, a_lamp(server))
    lamp = a_lamp(server, user_id=f"user_{noor.uid}", price=500)
    sent = {"type": "product", "product_id": lamp["id"], "quantity": 3, "startDate": NOON}
    told = server.told("POST", f"/contracts/{draft['id']}/item", sent)
    first, second = told["items"]
    assert first == draft["items"][0]
    assert {**second, **sent, "price": 500, "total": 1500, "tota": 1500} == second
    assert second["user_id"] == f"user_{noor.uid}"
    assert [each["name"] for each in told["sellers"]] == ["Alice", "Noor Doe"]
    assert told["subTotal"] == 6000


def test_a_service_is_a_product_by_another_word(server: Caller) -> None:
    lamp = a_lamp(server)
    named = lamp["id"].replace("prod", "serv")
    path = f"/contracts/{a_draft(server)['id']}/item"
    [item] = server.told("POST", path, {"type": "service", "service_id": named})["items"]
    assert (item["type"], item["service_id"], item["product_id"]) == ("service", named, None)
    assert item["product"]["id"] == lamp["id"]


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"product_id": None}, "product_id"),
        ({"product_id": f"prod_{ID}"}, "product_id"),
        ({"product_id": "prod_x"}, "product_id"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 100_001}, "quantity"),
        ({"price": -1}, "price"),
        ({"price": 10**9, "quantity": 10**4}, "price"),
        ({"type": "subscription"}, "type"),
        ({"startDate": "soon"}, "startDate"),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused(server: Caller, sent: dict[str, Any], where: str) -> None:
    path = f"/contracts/{a_draft(server)['id']}"
    answer = server.ask("POST", f"{path}/item", {"product_id": a_lamp(server)["id"], **sent})
    assert refusal(answer) == (422, "invalid")
    assert where in answer.get_json()["message"]
    assert server.told("GET", path)["items"] == []


def test_what_has_no_price_is_sold_at_one_by_hand(server: Caller) -> None:
    path = f"/contracts/{a_draft(server)['id']}/item"
    sent = {"product_id": a_lamp(server, price=None)["id"]}
    assert refusal(server.ask("POST", path, sent)) == (409, "not_for_sale")
    assert server.told("POST", path, {**sent, "price": 7})["subTotal"] == 7


def test_what_is_paid_changes_no_more(server: Caller, charlies: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    sent = {"product_id": a_lamp(server)["id"]}
    assert refusal(charlies.ask("POST", f"{path}/item", sent)) == (404, "not_found")
    server.told("PUT", f"{path}/settle")
    assert refusal(server.ask("POST", f"{path}/item", sent)) == (409, "wrong_status")


def test_another_platforms_product_is_none(server: Caller, charlies: Caller) -> None:
    path = f"/contracts/{a_draft(server)['id']}/item"
    answer = server.ask("POST", path, {"product_id": a_lamp(charlies)["id"]})
    assert refusal(answer) == (422, "invalid")
