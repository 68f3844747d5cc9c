"""`POST /v1/contracts/<id>/fee`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import ROW, a_draft, a_sale, fee
from tests.builders import a_user

SENT = {"amount": 500, "description": "Delivery"}


def test_it_is_told_field_for_field(noon: datetime, server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    sent = {**SENT, "buyer_user_id": f"user_{noor.uid}"}
    told = server.told("POST", f"/contracts/{sale['id']}/fee", sent)
    made = fee(told, "custom")
    assert made == {
        **ROW,
        **sent,
        "id": made["id"],
        "updated": made["updated"],
        "contract_id": sale["id"],
        "type": "custom",
    }
    # The charge's own fee is grossed up: 29/1000 of 500 more.
    assert told["total"] == sale["total"] + 515
    assert told["sellers"][0]["amountOwed"] == 4500


def test_unless_one_is_named_all_buyers_pay_it(server: Caller, alice: Shop, noor: User) -> None:
    sale = a_sale(server, noor, includeStripeFees=False)
    path = f"/contracts/{sale['id']}"
    other = a_user(alice)
    server.told("POST", f"{path}/buyer", {"user_id": f"user_{other.uid}"})
    told = server.told("POST", f"{path}/fee", SENT)
    assert fee(told, "custom")["buyer_user_id"] is None
    assert [each["amountDue"] for each in told["buyers"]] == [2500, 2500]
    named = {**SENT, "buyer_id": told["buyers"][1]["id"]}
    told = server.told("POST", f"{path}/fee", named)
    assert [each["amountDue"] for each in told["buyers"]] == [2500, 3000]
    assert told["fees"][-1]["buyer_user_id"] == f"user_{other.uid}"


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"amount": None}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": 10**12 + 1}, "amount"),
        ({"description": 5}, "description"),
        ({"buyer_user_id": f"user_{ID}"}, "buyer_user_id"),
        ({"buyer_id": f"buyer_{ID}"}, "buyer_id"),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused(server: Caller, sent: dict[str, Any], where: str) -> None:
    path = f"/contracts/{a_draft(server)['id']}"
    answer = server.ask("POST", f"{path}/fee", {**SENT, **sent})
    assert refusal(answer) == (422, "invalid")
    assert where in answer.get_json()["message"]
    assert server.told("GET", path)["fees"] == []


@pytest.mark.parametrize("word", ["buyer_id", "buyer_user_id"])
def test_what_is_no_id_names_no_buyer(server: Caller, noor: User, word: str) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    answer = server.ask("POST", f"{path}/fee", {**SENT, word: "x"})
    assert refusal(answer) == (422, "invalid")


def test_what_is_paid_changes_no_more(server: Caller, charlies: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    assert refusal(charlies.ask("POST", f"{path}/fee", SENT)) == (404, "not_found")
    server.told("PUT", f"{path}/settle")
    assert refusal(server.ask("POST", f"{path}/fee", SENT)) == (409, "wrong_status")
