"""`DELETE /v1/contracts/<id>/buyer/<id>`."""

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
        server.told("POST", f"{path}/buyer", {"email": f"{name}@shop.example"})
    return server.told("PUT", f"{path}/fee_inclusion", {"feeInclusion": False})


def test_the_others_stay(server: Caller) -> None:
    made = of_two(server)
    *kept, last = ids(made["buyers"])
    path = f"/contracts/{made['id']}/buyer/{last}"
    told = server.told("DELETE", path)
    assert ids(told["buyers"]) == kept
    assert sum(each["baseAmountDue"] for each in told["buyers"]) == 4500
    assert refusal(server.ask("DELETE", path)) == (404, "not_found")


def test_only_this_contracts_are_found(server: Caller, charlies: Caller) -> None:
    made = of_two(server)
    row = made["buyers"][-1]["id"]
    for caller, contract, name in (
        (server, a_draft(server), row),
        (charlies, made, row),
        (server, made, f"buyer_{ID}"),
        (server, made, "buyer_x"),
    ):
        answer = caller.ask("DELETE", f"/contracts/{contract['id']}/buyer/{name}")
        assert refusal(answer) == (404, "not_found")
    assert server.told("GET", f"/contracts/{made['id']}") == made


def test_what_is_paid_changes_no_more(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}"
    server.told("PUT", f"{path}/settle")
    answer = server.ask("DELETE", f"{path}/buyer/{sale['buyers'][0]['id']}")
    assert refusal(answer) == (409, "wrong_status")


def test_a_fee_of_theirs_alone_goes_with_them(server: Caller) -> None:
    made = of_two(server)
    path, last = f"/contracts/{made['id']}", made["buyers"][-1]["id"]
    server.told("POST", f"{path}/fee", {"amount": 300, "description": "Gift box"})
    fee = {"amount": 700, "description": "Express", "buyer_id": last}
    with_theirs = server.told("POST", f"{path}/fee", fee)
    custom = [each["amount"] for each in with_theirs["fees"] if each["type"] == "custom"]
    assert custom == [300, 700]
    told = server.told("DELETE", f"{path}/buyer/{last}")
    assert [each["amount"] for each in told["fees"] if each["type"] == "custom"] == [300]
    assert sum(each["amountDue"] for each in told["buyers"]) == told["total"] == 4500 + 300
