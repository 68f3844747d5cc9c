"""`PUT /v1/contracts/<id>/seller/<id>/owed`."""

from __future__ import annotations

from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_draft, a_lamp, a_sale

SENT = {"owedAmount": 1000}


def of_two(server: Caller) -> tuple[str, Any]:
    """The path of a contract of 45.00 where fees are borne by sellers, and what is told of it."""
    path = f"/contracts/{a_draft(server, a_lamp(server))['id']}"
    for name in ("larch", "noor"):
        server.told("POST", f"{path}/seller", {"email": f"{name}@shop.example"})
    return path, server.told("PUT", f"{path}/fee_inclusion", {"feeInclusion": False})


def test_the_others_have_the_rest(server: Caller) -> None:
    path, made = of_two(server)
    shops, larch, noor = made["sellers"]
    assert [each["baseAmountOwed"] for each in made["sellers"]] == [4500, 0, 0]
    told = server.told("PUT", f"{path}/seller/{larch['id']}/owed", SENT)
    assert [each["baseAmountOwed"] for each in told["sellers"]] == [3500, 1000, 0]
    # It is kept, whatever changes beside it.
    told = server.told("PUT", path, {"notes": "x"})
    assert [each["baseAmountOwed"] for each in told["sellers"]] == [3500, 1000, 0]
    # Where nobody is left for the rest, what was said counts as ratios.
    told = server.told("PUT", f"{path}/seller/{noor['id']}/owed", SENT)
    told = server.told("PUT", f"{path}/seller/{shops['id']}/owed", {"owedAmount": 250})
    assert [each["baseAmountOwed"] for each in told["sellers"]] == [500, 2000, 2000]


@pytest.mark.parametrize(
    "sent",
    [{}, {"owedAmount": None}, {"owedAmount": -1}, {"owedAmount": 1.5}, {"owedAmount": 10**12 + 1}],
    ids=str,
)
def test_what_cannot_be_kept_is_refused(server: Caller, sent: dict[str, Any]) -> None:
    path, made = of_two(server)
    row = made["sellers"][0]["id"]
    assert refusal(server.ask("PUT", f"{path}/seller/{row}/owed", sent)) == (422, "invalid")
    assert server.told("GET", path) == made


def test_only_this_contracts_are_found(server: Caller, charlies: Caller) -> None:
    path, made = of_two(server)
    row = made["sellers"][0]["id"]
    other = f"/contracts/{a_draft(server)['id']}"
    for caller, at, name in (
        (server, other, row),
        (charlies, path, row),
        (server, path, f"seller_{ID}"),
        (server, path, "seller_x"),
    ):
        answer = caller.ask("PUT", f"{at}/seller/{name}/owed", SENT)
        assert refusal(answer) == (404, "not_found")


def test_what_is_paid_changes_no_more(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}"
    server.told("PUT", f"{path}/settle")
    answer = server.ask("PUT", f"{path}/seller/{sale['sellers'][0]['id']}/owed", SENT)
    assert refusal(answer) == (409, "wrong_status")


def test_nobody_receives_more_than_the_items_come_to(server: Caller) -> None:
    path, made = of_two(server)
    row = made["sellers"][0]["id"]
    answer = server.ask("PUT", f"{path}/seller/{row}/owed", {"owedAmount": made["subTotal"] + 1})
    assert refusal(answer) == (422, "invalid")
    assert f"{made['subTotal']:,}" in answer.get_json()["message"]
    assert server.told("GET", path) == made
    all_of_it = {"owedAmount": made["subTotal"]}
    assert (
        server.told("PUT", f"{path}/seller/{row}/owed", all_of_it)["subTotal"] == made["subTotal"]
    )
