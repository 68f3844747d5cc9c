"""`GET /api/v1/lives/<uid>/timecodes`: moments follow a live and stay with its replay."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models.broadcast import LiveEvent
from models.content import STARTED, Cue
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_message, a_product, an_event
from tests.conftest import NOON


def test_timecodes_follow_a_live_and_stay_with_its_replay(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    jacket = a_product(alice)

    def after(seconds: int) -> datetime:
        return NOON + timedelta(seconds=seconds)

    early = an_event(live, "product", product=jacket, from_at=after(-9), to_at=after(5))
    an_event(live, "product", product=jacket, from_at=after(-9), to_at=after(-5))
    shown = an_event(live, "product", product=jacket, from_at=after(30))
    asked = a_message(live, question=True, answered_at=after(20))
    a_message(live, question=True, answered_at=after(21), moderated=True)
    path = f"/lives/{live.uid}"

    def told() -> list[tuple[object, ...]]:
        listed = alices.get(f"{path}/timecodes").json["data"]
        names = ("event", "event_id", "timestamp_start", "timestamp_end")
        return [tuple(each["attributes"][name] for name in names) for each in listed]

    running = [
        ("product", jacket.uid, 0.0, 5.0),
        ("question", asked.uid, 20.0, None),
        ("product", jacket.uid, 30.0, None),
    ]
    assert told() == running
    assert alices.put(f"{path}/timecodes", {"timecodes": []}).status_code == 409
    alices.put(f"{path}/finish", {"is_finished": True, "end_date": "2026-06-15T12:01:00Z"})
    assert told() == [*running[:2], ("product", jacket.uid, 30.0, 60.0)]
    assert not LiveEvent.select().where(LiveEvent.to_at.is_null()).count()
    assert {each.uid for each in Cue.select()} == {early.uid, asked.uid, shown.uid}
    chapter = {"event": "chapter", "text": "Hats", "timestamp_start": 1.0}
    assert alices.put(f"{path}/timecodes", {"timecodes": [chapter]}).status_code == 200
    assert told() == [("chapter", None, 1.0, None)]


def test_nothing_has_a_moment_before_the_first_picture(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    an_event(live, "announcement", text="Soon")
    assert alices.get(f"/lives/{live.uid}/timecodes").json["data"] == []


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"title": "Delivery", "text": "Free this week"}, "Delivery\nFree this week"),
        ({"title": "Delivery"}, "Delivery"),
        ({"text": "Free this week"}, "Free this week"),
    ],
    ids=["both", "a title alone", "a text alone"],
)
def test_an_announcement_is_told_with_title_and_text(
    alices: Caller, alice: Shop, facts: dict[str, str], told: str
) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    an_event(live, "announcement", from_at=NOON, **facts)
    (found,) = alices.get(f"/lives/{live.uid}/timecodes").json["data"]
    assert found["attributes"]["text"] == told
