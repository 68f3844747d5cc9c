"""Ids of another platform's things name nothing, wherever in a request they stand."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, a_picture, refusal
from tests.api.marketplace.permitted_times import EVENT
from tests.api.marketplace.sales import a_draft, a_lamp
from tests.builders import a_user

# What stands in for ids: `{user}` is Charlie's, `{own_contract}` Alice's.
BODIES: dict[str, tuple[str, str, Any]] = {
    "who sells a new product": ("POST", "/products", {"name": "x", "user_id": "{user}"}),
    "who sells a product": ("PUT", "/products/{own_product}", {"user_id": "{user}"}),
    "a product's picture": ("PUT", "/products/{own_product}", {"image": "{medium_url}"}),
    "who makes a contract": ("POST", "/contracts", {"user_id": "{user}"}),
    "what a contract is about": ("POST", "/contracts", {"items": [{"product_id": "{product}"}]}),
    "a line": ("POST", "/contracts/{own_contract}/item", {"product_id": "{product}"}),
    "a line's service": (
        "POST",
        "/contracts/{own_contract}/item",
        {"type": "service", "service_id": "{service}"},
    ),
    "a buyer": ("POST", "/contracts/{own_contract}/buyer", {"user_id": "{user}"}),
    "a seller": ("POST", "/contracts/{own_contract}/seller", {"user_id": "{user}"}),
    "who pays a fee, as a user": (
        "POST",
        "/contracts/{own_contract}/fee",
        {"amount": 1, "buyer_user_id": "{user}"},
    ),
    "who pays a fee, as a buyer": (
        "POST",
        "/contracts/{own_contract}/fee",
        {"amount": 1, "buyer_id": "{buyer}"},
    ),
    "the logo": ("POST", "/platforms/{platform}/image", {"id": "{medium}"}),
    "the logo's address": ("POST", "/platforms/{platform}/image", {"url": "{medium_url}"}),
    "a user's picture": ("POST", "/users/{own_user}/image", {"id": "{medium}"}),
    "what an event is about": (
        "POST",
        "/calendars/auth/event",
        {**EVENT, "service_id": "{service}"},
    ),
    "who takes part": (
        "POST",
        "/calendars/auth/event",
        {**EVENT, "attendees": [{"user_id": "{user}"}]},
    ),
}
LISTS = {
    "/users": "{user}",
    "/products": "{product}",
    "/contracts": "{contract}",
    "/waitlists": "{entry}",
}
ROWS = ("item/{item}", "buyer/{buyer}", "seller/{seller}", "fee/{fee}")


@pytest.fixture
def named(server: Caller, charlies: Caller, charlie: Shop, noor: User) -> dict[str, str]:
    """The ids of Alice's things and of Charlie's."""
    theirs, product = a_user(charlie), a_lamp(charlies)
    contract = _a_contract(charlies, product)
    medium = charlies.uploads("/utils/media/upload", a_picture()).get_json()
    entry = charlies.told("POST", "/waitlists", {"email": theirs.email})
    own = a_lamp(server)
    return {
        "platform": server.told("GET", "/platforms")["id"],
        "own_product": own["id"],
        "own_contract": a_draft(server, own)["id"],
        "own_user": f"user_{noor.uid}",
        "user": f"user_{theirs.uid}",
        "product": product["id"],
        "service": product["id"].replace("prod_", "serv_"),
        "contract": contract["id"],
        "item": contract["items"][0]["id"],
        "buyer": contract["buyers"][0]["id"],
        "seller": contract["sellers"][0]["id"],
        "fee": next(each["id"] for each in contract["fees"] if each["type"] == "custom"),
        "medium": medium["id"],
        "medium_url": medium["url"],
        "entry": entry["id"],
    }


def _a_contract(caller: Caller, product: Any) -> Any:
    made = a_draft(caller, product)
    path = f"/contracts/{made['id']}"
    caller.told("POST", f"{path}/buyer", {"email": "larch@shop.example"})
    return caller.told("POST", f"{path}/fee", {"amount": 5, "description": "Delivery"})


def _spelled(told: Any, named: dict[str, str]) -> Any:
    if isinstance(told, dict):
        return {name: _spelled(each, named) for name, each in told.items()}
    if isinstance(told, list):
        return [_spelled(each, named) for each in told]
    return told.format(**named) if isinstance(told, str) else told


@pytest.mark.parametrize(("method", "path", "body"), BODIES.values(), ids=BODIES)
def test_in_a_body_they_name_nothing(
    server: Caller, noor: User, named: dict[str, str], method: str, path: str, body: Any
) -> None:
    caller = server.sees_as(noor)
    answer = caller.ask(method, path.format(**named), _spelled(body, named))
    assert refusal(answer) in ((422, "invalid"), (404, "not_found")), answer.text


@pytest.mark.parametrize(("path", "after"), LISTS.items(), ids=LISTS)
def test_no_list_begins_behind_them(
    server: Caller, named: dict[str, str], path: str, after: str
) -> None:
    answer = server.ask("GET", f"{path}?after={after.format(**named)}")
    assert refusal(answer) == (422, "invalid")


@pytest.mark.parametrize("row", ROWS)
def test_rows_of_another_contract_are_not_in_this_one(
    server: Caller, charlies: Caller, named: dict[str, str], row: str
) -> None:
    before = charlies.told("GET", f"/contracts/{named['contract']}")
    for contract in (named["own_contract"], named["contract"]):
        answer = server.ask("DELETE", f"/contracts/{contract}/{row.format(**named)}")
        assert refusal(answer) == (404, "not_found")
    assert charlies.told("GET", f"/contracts/{named['contract']}") == before


def test_rows_of_another_contract_of_the_same_platform_are_not_in_this_one(
    server: Caller, named: dict[str, str]
) -> None:
    other = _a_contract(server, a_lamp(server))
    for kind, rows in (("item", "items"), ("buyer", "buyers"), ("seller", "sellers")):
        path = f"/contracts/{named['own_contract']}/{kind}/{other[rows][0]['id']}"
        assert refusal(server.ask("DELETE", path)) == (404, "not_found")
    assert server.told("GET", f"/contracts/{other['id']}") == other
