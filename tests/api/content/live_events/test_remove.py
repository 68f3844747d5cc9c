"""`DELETE /api/v1/lives/<uid>/events/<event>`: what is taken off the screen."""

from __future__ import annotations

from datetime import datetime, timedelta

from models.broadcast import LiveEvent
from models.content import STARTED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product, an_event
from tests.conftest import NOON


def test_events_and_products_are_taken_off(alices: Caller, alice: Shop) -> None:
    jacket = a_product(alice)
    live = a_live(alice, products=(jacket,), state=STARTED, started_at=NOON)
    an_event(live, "product", product=jacket)
    words = an_event(live, "announcement", text="Soon")
    path = f"/lives/{live.uid}/events"
    assert alices.delete(f"{path}/{words.uid}").status_code == 204
    assert alices.delete(f"{path}/{jacket.uid}").status_code == 204
    now = alices.get(path).json["data"]["attributes"]
    assert (now["products"], now["announcements"]) == ([], [])
    assert alices.delete(f"{path}/{words.uid}").status_code == 404


def test_the_moment_may_be_told(alices: Caller, alice: Shop, noon: datetime) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    event = an_event(live, "announcement", text="Soon", from_at=NOON - timedelta(minutes=1))
    path = f"/lives/{live.uid}/events/{event.uid}"
    for at in ("2026-06-15T12:00:01Z", "2026-06-15T11:58:00Z"):
        refused = alices.delete(f"{path}?at={at}")
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"parameter": "at"}
    assert alices.delete(f"{path}?at=2026-06-15T11:59:30Z").status_code == 204
    assert LiveEvent.get().to_at == NOON - timedelta(seconds=30)


def test_another_lives_event_stays_where_it_is(alices: Caller, alice: Shop) -> None:
    here, there = a_live(alice), a_live(alice)
    event = an_event(there, "announcement", text="Soon")
    assert alices.delete(f"/lives/{here.uid}/events/{event.uid}").status_code == 404
    assert LiveEvent.get().to_at is None
