"""`PUT /v1/contracts/<id>/fee_inclusion`."""

from __future__ import annotations

from typing import Any

import pytest

from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.api.marketplace.sales import a_draft, a_sale

FLAGS = ("includeStripeFees", "includeCandleFees", "includePlatformFees")


def test_one_flag_is_all_three(server: Caller, noor: User) -> None:
    sale = a_sale(server, noor)
    path = f"/contracts/{sale['id']}/fee_inclusion"
    borne = server.told("PUT", path, {"feeInclusion": False})
    assert [borne[each] for each in FLAGS] == [False] * 3
    assert (borne["total"], borne["sellers"][0]["amountOwed"]) == (4500, 4500 - 161)
    on_top = server.told("PUT", path, {"feeInclusion": True})
    assert [on_top[each] for each in FLAGS] == [True] * 3
    assert (on_top["total"], on_top["sellers"][0]["amountOwed"]) == (sale["total"], 4500)


@pytest.mark.parametrize("body", [{}, {"feeInclusion": None}, {"feeInclusion": 2}], ids=str)
def test_it_must_be_said(server: Caller, body: dict[str, Any]) -> None:
    path = f"/contracts/{a_draft(server)['id']}/fee_inclusion"
    assert refusal(server.ask("PUT", path, body)) == (422, "invalid")


def test_what_is_paid_changes_no_more(server: Caller, charlies: Caller, noor: User) -> None:
    path = f"/contracts/{a_sale(server, noor)['id']}"
    answer = charlies.ask("PUT", f"{path}/fee_inclusion", {"feeInclusion": True})
    assert refusal(answer) == (404, "not_found")
    server.told("PUT", f"{path}/settle")
    answer = server.ask("PUT", f"{path}/fee_inclusion", {"feeInclusion": False})
    assert refusal(answer) == (409, "wrong_status")
