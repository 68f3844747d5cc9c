"""`PUT /v1/platforms/<id>`."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.marketplace.conftest import Caller, refusal


@pytest.mark.parametrize(
    ("fee", "told"), [(2.5, 2.5), ("2.5", 2.5), (0, 0), (100, 100), (0.0001, 0.0001), ("12", 12)]
)
def test_what_is_sent_changes_and_the_rest_stays(
    server: Caller, alice: Shop, fee: Any, told: float
) -> None:
    path = f"/platforms/plat_{alice.uid}"
    server.told("PUT", path, {"name": "Larch & Co", "description": "Jackets"})
    changed = server.told("PUT", path, {"platformFee": fee})
    assert changed == server.told("GET", "/platforms")
    facts = changed["name"], changed["description"], changed["platformFee"]
    assert facts == ("Larch & Co", "Jackets", told)


def test_the_whole_platform_may_be_sent_back(server: Caller, alice: Shop) -> None:
    told = server.told("GET", "/platforms")
    changed = server.told("PUT", f"/platforms/{told['id']}", {**told, "name": "Larch"})
    assert {**changed, "updated": 0} == {**told, "name": "Larch", "updated": 0}
    cleared = server.told("PUT", f"/platforms/{told['id']}", {"name": None, "platformFee": None})
    assert cleared["name"] == "Larch"


@pytest.mark.parametrize("fee", [-1, 100.5, "a lot", 0.00001, True, "", "NaN", [2]])
def test_what_is_no_percentage_is_refused(server: Caller, alice: Shop, fee: object) -> None:
    answer = server.ask("PUT", f"/platforms/plat_{alice.uid}", {"platformFee": fee})
    assert refusal(answer) == (422, "invalid")
    assert answer.json
    assert answer.json["message"].startswith("platformFee: ")


def test_another_platform_is_none(server: Caller, charlie: Shop) -> None:
    answer = server.ask("PUT", f"/platforms/plat_{charlie.uid}", {"name": "Mine now"})
    assert refusal(answer) == (404, "not_found")
    assert Shop.get_by_id(charlie.id).name == "Charlie"
