"""`POST /v1/contracts/<id>/buyer`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.conftest import ID, Caller, refusal
from tests.api.marketplace.sales import ROW, a_draft, a_lamp, a_sale


def test_a_user_is_told_field_for_field(noon: datetime, server: Caller, noor: User) -> None:
    draft = a_draft(server)
    sent = {"user_id": f"user_{noor.uid}", "email": "other@shop.example", "name": "Other"}
    told = server.told("POST", f"/contracts/{draft['id']}/buyer", sent)
    [row] = told["buyers"]
    assert row == {
        **ROW,
        "id": row["id"],
        "updated": row["updated"],
        "contract_id": draft["id"],
        "user_id": f"user_{noor.uid}",
        "email": "noor@shop.example",
        "name": "Noor Doe",
        "image": None,
        "address": None,
        "baseAmountDue": 0,
        "amountDue": 0,
        "amountPaid": 0,
    }
    assert row["id"].startswith("buyer_")
    assert told == {**draft, "buyers": [row], "updated": told["updated"]}


def test_anybody_is_named_by_their_address(server: Caller) -> None:
    path = f"/contracts/{a_draft(server)['id']}/buyer"
    sent = {"email": "larch@shop.example", "name": "Larch"}
    [row] = server.told("POST", path, sent)["buyers"]
    assert (row["user_id"], row["email"], row["name"]) == (None, *sent.values())


def test_nobody_is_on_it_twice(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_draft(server)['id']}/buyer"
    server.told("POST", path, {"user_id": f"user_{noor.uid}"})
    for sent in ({"user_id": f"user_{noor.uid}"}, {"email": "noor@shop.example"}):
        assert refusal(server.ask("POST", path, sent)) == (409, "on_it")


@pytest.mark.parametrize(
    "sent",
    [{}, {"email": ""}, {"name": "Noor"}, {"user_id": f"user_{ID}"}, {"user_id": 5}],
    ids=str,
)
def test_who_is_nobody_is_refused(server: Caller, sent: dict[str, Any]) -> None:
    path = f"/contracts/{a_draft(server)['id']}"
    assert refusal(server.ask("POST", f"{path}/buyer", sent)) == (422, "invalid")
    assert server.told("GET", path)["buyers"] == []


def test_another_platforms_are_none(server: Caller, charlies: Caller, noor: User) -> None:
    sent = {"user_id": f"user_{noor.uid}"}
    answer = charlies.ask("POST", f"/contracts/{a_draft(charlies)['id']}/buyer", sent)
    assert refusal(answer) == (422, "invalid")
    answer = charlies.ask("POST", f"/contracts/{a_draft(server)['id']}/buyer", sent)
    assert refusal(answer) == (404, "not_found")


def test_what_is_paid_changes_no_more(server: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    server.told("PUT", f"{path}/settle")
    answer = server.ask("POST", f"{path}/buyer", {"email": "larch@shop.example"})
    assert refusal(answer) == (409, "wrong_status")


def test_buyers_share_what_is_due(server: Caller) -> None:
    path = f"/contracts/{a_draft(server, a_lamp(server))['id']}"
    for name in ("larch", "noor"):
        told = server.told("POST", f"{path}/buyer", {"email": f"{name}@shop.example"})
    assert [each["baseAmountDue"] for each in told["buyers"]] == [2250, 2250]
    assert sum(each["amountDue"] for each in told["buyers"]) == told["total"] > 4500
