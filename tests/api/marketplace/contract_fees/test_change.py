"""`PUT /v1/contracts/<id>/fee/<id>`."""

from __future__ import annotations

from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import a_draft, a_sale, fee


def with_a_fee(server: Caller, noor: User) -> tuple[str, Any, Any]:
    """The path of a contract's custom fee, the contract and the fee."""
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}/fee"
    told = server.told("POST", path, {"amount": 500, "description": "Delivery"})
    made = fee(told, "custom")
    return f"{path}/{made['id']}", told, made


def test_only_what_is_sent_changes(server: Caller, noor: User) -> None:
    path, before, made = with_a_fee(server, noor)
    told = fee(server.told("PUT", path, {"description": "Express"}), "custom")
    assert told == {**made, "description": "Express", "updated": told["updated"]}
    after = server.told("PUT", path, {"amount": 0})
    assert fee(after, "custom")["amount"] == 0
    assert after["total"] == before["total"] - 515


def test_the_whole_may_be_sent_back(server: Caller, noor: User) -> None:
    path, _, made = with_a_fee(server, noor)
    named = {**made, "buyer_user_id": f"user_{noor.uid}", "type": "stripe:cc", "id": "fee_x"}
    told = fee(server.told("PUT", path, named), "custom")
    mine = {"buyer_user_id": f"user_{noor.uid}", "updated": told["updated"]}
    assert told == {**made, **mine}
    again = fee(server.told("PUT", path, told), "custom")
    assert again == {**told, "updated": again["updated"]}
    everybodys = fee(server.told("PUT", path, {"buyer_user_id": None}), "custom")
    assert everybodys["buyer_user_id"] is None


@pytest.mark.parametrize(
    "sent", [{"amount": None}, {"amount": -1}, {"buyer_user_id": f"user_{ID}"}], ids=str
)
def test_what_cannot_be_kept_is_refused(server: Caller, noor: User, sent: dict[str, Any]) -> None:
    path, before, _ = with_a_fee(server, noor)
    assert refusal(server.ask("PUT", path, sent)) == (422, "invalid")
    assert server.told("GET", f"/contracts/{before['id']}") == before


def test_only_this_contracts_custom_fees_are_found(
    server: Caller, charlies: Caller, noor: User
) -> None:
    path, before, made = with_a_fee(server, noor)
    other = f"/contracts/{a_draft(server)['id']}/fee/{made['id']}"
    derived = path.replace(made["id"], fee(before, "stripe:cc")["id"])
    for caller, at in (
        (server, other),
        (charlies, path),
        (server, derived),
        (server, path.replace(made["id"], f"fee_{ID}")),
    ):
        assert refusal(caller.ask("PUT", at, {"amount": 1})) == (404, "not_found")


def test_what_is_paid_changes_no_more(server: Caller, noor: User) -> None:
    path, before, _ = with_a_fee(server, noor)
    server.told("PUT", f"/contracts/{before['id']}/settle")
    assert refusal(server.ask("PUT", path, {"amount": 1})) == (409, "wrong_status")
