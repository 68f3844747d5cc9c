"""`PUT /api/v1/lives/<uid>/finish`: a live is finished and restarted."""

from __future__ import annotations

import pytest

from models.content import STARTED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, an_asset
from tests.conftest import NOON


def test_a_live_is_finished_and_restarted(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    path = f"/lives/{live.uid}"
    an_asset(live)
    done = {"is_finished": True, "end_date": "2026-06-15T13:00:00Z"}
    told = alices.put(f"{path}/finish", done).json["data"]["attributes"]
    assert (told["state"], told["is_finished"], told["is_started"]) == ("finished", True, True)
    assert told["end_date"] == "2026-06-15T13:00:00.000Z"
    assert told["replay_url"] == told["playback_url"]
    assert told["replay_url"].endswith("/master.m3u8")
    again = alices.put(f"{path}/finish", {**done, "end_date": "2026-06-15T13:05:00Z"})
    assert again.json["data"]["attributes"]["end_date"] == "2026-06-15T13:05:00.000Z"
    told = alices.put(f"{path}/finish", {**done, "is_finished": False}).json["data"]["attributes"]
    assert (told["state"], told["is_finished"], told["replay_url"]) == ("started", False, None)
    assert alices.get(f"{path}/messages").status_code == 200


def test_a_live_that_never_was_on_air_is_not_started_when_restarted(
    alices: Caller, alice: Shop
) -> None:
    path = f"/lives/{a_live(alice).uid}/finish"
    alices.put(path, {"is_finished": True, "end_date": "2026-06-15T13:00:00Z"})
    told = alices.put(path, {"is_finished": False, "end_date": "2026-06-15T13:00:00Z"})
    assert told.json["data"]["attributes"]["state"] == "not_started"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"is_finished": True}, "/end_date"),
        ({"end_date": "2026-06-15T13:00:00Z"}, "/is_finished"),
        ({"is_finished": "true", "end_date": "2026-06-15T13:00:00Z"}, "/is_finished"),
        ({"is_finished": True, "end_date": None}, "/end_date"),
        ({"is_finished": True, "end_date": "2026-06-15T11:00:00Z"}, "/end_date"),
    ],
    ids=["no end", "no word", "a text", "null", "before it started"],
)
def test_a_wrong_finish_is_refused(
    alices: Caller, alice: Shop, body: dict[str, object], pointer: str
) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    refused = alices.put(f"/lives/{live.uid}/finish", body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get(f"/lives/{live.uid}").json["data"]["attributes"]["state"] == "started"
