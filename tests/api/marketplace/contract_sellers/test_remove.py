"""`DELETE /v1/contracts/<id>/seller/<id>`."""

from __future__ import annotations

from typing import Any

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_draft, a_lamp, a_sale, ids


def of_two(server: Caller) -> Any:
    """A contract with two more on it."""
    draft = a_draft(server, a_lamp(server))
    path = f"/contracts/{draft['id']}"
    for name in ("larch", "noor"):
        server.told("POST", f"{path}/seller", {"email": f"{name}@shop.example"})
    return server.told("PUT", f"{path}/fee_inclusion", {"feeInclusion": False})


def test_the_others_stay(server: Caller) -> None:
    made = of_two(server)
    *kept, last = ids(made["sellers"])
    path = f"/contracts/{made['id']}/seller/{last}"
    told = server.told("DELETE", path)
    assert ids(told["sellers"]) == kept
    assert sum(each["baseAmountOwed"] for each in told["sellers"]) == 4500
    assert refusal(server.ask("DELETE", path)) == (404, "not_found")


def test_only_this_contracts_are_found(server: Caller, charlies: Caller) -> None:
    made = of_two(server)
    row = made["sellers"][-1]["id"]
    for caller, contract, name in (
        (server, a_draft(server), row),
        (charlies, made, row),
        (server, made, f"seller_{ID}"),
        (server, made, "seller_x"),
    ):
        answer = caller.ask("DELETE", f"/contracts/{contract['id']}/seller/{name}")
        assert refusal(answer) == (404, "not_found")
    assert server.told("GET", f"/contracts/{made['id']}") == made


def test_what_is_paid_changes_no_more(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}"
    server.told("PUT", f"{path}/settle")
    answer = server.ask("DELETE", f"{path}/seller/{sale['sellers'][0]['id']}")
    assert refusal(answer) == (409, "wrong_status")


def test_who_sells_an_item_stays_as_long_as_that(server: Caller) -> None:
    draft = a_draft(server, a_lamp(server))
    path = f"/contracts/{draft['id']}"
    answer = server.ask("DELETE", f"{path}/seller/{draft['sellers'][0]['id']}")
    assert refusal(answer) == (409, "on_it")
    told = server.told("DELETE", f"{path}/item/{draft['items'][0]['id']}")
    assert told["sellers"] == []
