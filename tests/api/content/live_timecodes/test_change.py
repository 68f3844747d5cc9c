"""`PUT /api/v1/lives/<uid>/timecodes`: the moments of a replay are put in order by hand."""

from __future__ import annotations

from models.content import FINISHED, STARTED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product, a_video
from tests.conftest import NOON


def test_the_moments_of_a_replay_are_replaced(alices: Caller, alice: Shop) -> None:
    jacket = a_product(alice)
    live = a_live(alice, state=FINISHED, started_at=NOON, products=(jacket,))
    path = f"/lives/{live.uid}/timecodes"
    sent = [
        {"event": "product", "event_id": jacket.uid, "timestamp_start": 1.5, "timestamp_end": 4.0},
        {"event": "chapter", "text": "Hats", "timestamp_start": 2.0},
    ]
    answer = alices.put(path, {"timecodes": sent})
    assert answer.status_code == 200, answer.json
    told = [each["attributes"] for each in answer.json["data"]]
    assert [(each["event"], each["timestamp_start"]) for each in told] == [
        ("product", 1.5),
        ("chapter", 2.0),
    ]
    assert alices.get(path).json == answer.json
    assert alices.put(path, {"timecodes": sent[1:]}).status_code == 200
    assert [each["attributes"]["event"] for each in alices.get(path).json["data"]] == ["chapter"]


def test_a_running_live_has_moments_of_its_own(alices: Caller, alice: Shop) -> None:
    path = f"/lives/{a_live(alice, state=STARTED, started_at=NOON).uid}/timecodes"
    refused = alices.put(path, {"timecodes": []})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "live-unfinished")


def test_a_refused_moment_is_named_and_the_old_ones_stay(alices: Caller, alice: Shop) -> None:
    path = f"/lives/{a_live(alice, state=FINISHED, started_at=NOON).uid}/timecodes"
    chapter = {"event": "chapter", "text": "Hats", "timestamp_start": 1.0}
    kept = alices.put(path, {"timecodes": [chapter]}).json
    stranger = {"event": "product", "event_id": a_product(alice).uid, "timestamp_start": 2.0}
    refused = alices.put(path, {"timecodes": [chapter, stranger]})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": "/timecodes/1/event_id"}
    assert alices.get(path).json == kept


def test_the_moments_of_a_video_are_kept_at_its_own_address(alices: Caller, alice: Shop) -> None:
    path = f"/lives/{a_video(alice).uid}/timecodes"
    assert alices.put(path, {"timecodes": []}).status_code == 404
