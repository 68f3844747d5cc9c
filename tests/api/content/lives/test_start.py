"""`PUT /api/v1/lives/<uid>/start`: a show that somebody begins."""

from __future__ import annotations

from models.content import FINISHED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live


def test_a_show_is_begun_by_hand_and_stays_begun(alices: Caller, alice: Shop) -> None:
    path = f"/lives/{a_live(alice).uid}/start"
    for _ in range(2):
        answer = alices.put(path, None)
        assert answer.status_code == 200, answer.json
        told = answer.json["data"]["attributes"]
        assert (told["state"], told["is_started"]) == ("started", True)


def test_a_finished_live_is_not_begun_again(alices: Caller, alice: Shop) -> None:
    refused = alices.put(f"/lives/{a_live(alice, state=FINISHED).uid}/start", None)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "live-finished")


def test_what_begins_a_show_is_chosen(alices: Caller) -> None:
    plan = {"name": "Autumn show", "start_date": "2026-06-20T20:00:00+02:00"}
    made = alices.post("/lives", {**plan, "starts_by": "hand"}).json["data"]
    assert made["attributes"]["starts_by"] == "hand"
    path = f"/lives/{made['id']}"
    assert alices.put(path, plan).json["data"]["attributes"]["starts_by"] == "hand"
    told = alices.patch(path, {"starts_by": "ingest"}).json["data"]["attributes"]
    assert told["starts_by"] == "ingest"
    assert alices.post("/lives", plan).json["data"]["attributes"]["starts_by"] == "ingest"
    refused = alices.patch(path, {"starts_by": "magic"})
    assert refused.json["errors"][0]["source"] == {"pointer": "/starts_by"}
