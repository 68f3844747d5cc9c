"""`PUT /v1/contracts/<id>/buyer/<id>/due`."""

from __future__ import annotations

from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_draft, a_lamp, a_sale

SENT = {"dueAmount": 1000}


def of_two(server: Caller) -> tuple[str, Any]:
    """The path of a contract of 45.00 where fees are borne by sellers, and what is told of it."""
    path = f"/contracts/{a_draft(server, a_lamp(server))['id']}"
    for name in ("larch", "noor"):
        server.told("POST", f"{path}/buyer", {"email": f"{name}@shop.example"})
    return path, server.told("PUT", f"{path}/fee_inclusion", {"feeInclusion": False})


def test_the_others_have_the_rest(server: Caller) -> None:
    path, made = of_two(server)
    first, *others = made["buyers"]
    told = server.told("PUT", f"{path}/buyer/{first['id']}/due", SENT)
    assert told["buyers"][0]["baseAmountDue"] == 1000
    assert sum(each["baseAmountDue"] for each in told["buyers"]) == 4500
    assert len(told["buyers"]) == len(others) + 1
    # It is kept, whatever changes beside it.
    assert server.told("PUT", path, {"notes": "x"})["buyers"][0]["baseAmountDue"] == 1000


@pytest.mark.parametrize(
    "sent",
    [{}, {"dueAmount": None}, {"dueAmount": -1}, {"dueAmount": 1.5}, {"dueAmount": 10**12 + 1}],
    ids=str,
)
def test_what_cannot_be_kept_is_refused(server: Caller, sent: dict[str, Any]) -> None:
    path, made = of_two(server)
    row = made["buyers"][0]["id"]
    assert refusal(server.ask("PUT", f"{path}/buyer/{row}/due", sent)) == (422, "invalid")
    assert server.told("GET", path) == made


def test_only_this_contracts_are_found(server: Caller, charlies: Caller) -> None:
    path, made = of_two(server)
    row = made["buyers"][0]["id"]
    other = f"/contracts/{a_draft(server)['id']}"
    for caller, at, name in (
        (server, other, row),
        (charlies, path, row),
        (server, path, f"buyer_{ID}"),
        (server, path, "buyer_x"),
    ):
        answer = caller.ask("PUT", f"{at}/buyer/{name}/due", SENT)
        assert refusal(answer) == (404, "not_found")


def test_what_is_paid_changes_no_more(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}"
    server.told("PUT", f"{path}/settle")
    answer = server.ask("PUT", f"{path}/buyer/{sale['buyers'][0]['id']}/due", SENT)
    assert refusal(answer) == (409, "wrong_status")


def test_nobody_owes_more_than_the_items_come_to(server: Caller) -> None:
    path, made = of_two(server)
    row = made["buyers"][0]["id"]
    answer = server.ask("PUT", f"{path}/buyer/{row}/due", {"dueAmount": made["subTotal"] + 1})
    assert refusal(answer) == (422, "invalid")
    assert f"{made['subTotal']:,}" in answer.get_json()["message"]
    assert server.told("GET", path) == made
    all_of_it = {"dueAmount": made["subTotal"]}
    assert server.told("PUT", f"{path}/buyer/{row}/due", all_of_it)["subTotal"] == made["subTotal"]
