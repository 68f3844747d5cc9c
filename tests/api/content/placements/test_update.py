"""`PUT /api/v1/placements/<uid>`: a rule sent as a whole."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_placement


def test_put_asks_for_name_and_component_and_keeps_what_is_not_sent(
    alices: Caller, alice: Shop
) -> None:
    path = f"/placements/{a_placement(alice, urls=['/a'], priority=3).uid}"
    told = alices.put(path, {"name": "Home", "component": "launcher"}).json["data"]["attributes"]
    assert (told["name"], told["component"]) == ("Home", "launcher")
    assert (told["urls"], told["priority"]) == (["/a"], 3)


@pytest.mark.parametrize("missing", ["name", "component"])
def test_what_is_missing_is_named_and_nothing_changes(
    alices: Caller, alice: Shop, missing: str
) -> None:
    path = f"/placements/{a_placement(alice).uid}"
    before = alices.get(path).json
    sent = {"name": "Home", "component": "launcher", "priority": 5}
    refused = alices.put(path, {name: sent[name] for name in sent if name != missing})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": f"/{missing}"}
    assert alices.get(path).json == before


def test_put_holds_the_whole_rule_against_what_it_had(alices: Caller, alice: Shop) -> None:
    sent = {"name": "Home", "component": "launcher", "ends_at": "2026-06-15T12:00:00Z"}
    uid = alices.post("/placements", sent).json["data"]["id"]
    late = {"name": "Home", "component": "launcher", "starts_at": "2026-06-15T12:00:00Z"}
    refused = alices.put(f"/placements/{uid}", late)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["detail"] == "must be later than starts_at"
