"""`GET /api/v1/lives/<uid>/events`: what is on the screen now."""

from __future__ import annotations

from datetime import datetime

from models.content import FINISHED, STARTED
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_product, an_event
from tests.conftest import NOON


def test_events_tell_what_is_on_screen_now(alices: Caller, alice: Shop, noon: datetime) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    jacket, coat = a_product(alice, name="Jacket"), a_product(alice, name="Coat")
    an_event(live, "product", product=jacket, to_at=NOON)
    an_event(live, "product", product=coat)
    an_event(live, "announcement", title="Free delivery", text="Until midnight")
    an_event(live, "extension", title="Quiz", url="https://quiz.example")
    told = alices.get(f"/lives/{live.uid}/events").json["data"]
    assert (told["id"], told["type"]) == (live.uid, "live_events")
    now = told["attributes"]
    assert now["product_active_ids"] == [coat.uid]
    assert [each["attributes"]["name"] for each in now["products"]] == ["Coat"]
    [announced], [extension] = now["announcements"], now["extensions"]
    assert announced["attributes"]["text"] == "Until midnight"
    assert extension["attributes"]["url"] == "https://quiz.example"
    assert extension["attributes"]["shown_at"] == "2026-06-15T12:00:00.000Z"


def test_a_finished_live_shows_nothing_now(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, state=FINISHED)
    an_event(live, "announcement", text="Soon")
    refused = alices.get(f"/lives/{live.uid}/events")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "live-finished")


def test_a_live_with_nothing_on_screen_says_so(alices: Caller, alice: Shop) -> None:
    now = alices.get(f"/lives/{a_live(alice).uid}/events").json["data"]["attributes"]
    assert now == {"products": [], "product_active_ids": [], "announcements": [], "extensions": []}
