"""`PATCH /api/v1/feeds/<uid>`: what is changed of a feed."""

from __future__ import annotations

from tests.api.content.conftest import Caller
from tests.api.content.feeds.ways import taken_on
from tests.serving import Site


def test_a_feed_cannot_lose_its_address(alices: Caller, site: Site) -> None:
    feed, _ = taken_on(alices, site)
    assert alices.patch(f"/feeds/{feed}", {"url": None}).status_code == 422


def test_a_feeds_name_and_schedule_change_and_nothing_is_fetched(
    alices: Caller, site: Site, noon: object
) -> None:
    feed, before = taken_on(alices, site)
    asked = len(site.asked)
    changed = alices.patch(f"/feeds/{feed}", {"name": "Winter", "every_minutes": 30})
    told = changed.json["data"]["attributes"]
    assert (told["name"], told["every_minutes"]) == ("Winter", 30)
    assert told["next_refresh_at"] == "2026-06-15T12:30:00.000Z"
    assert (told["url"], told["items_count"]) == (before["url"], 1)
    assert len(site.asked) == asked


def test_a_refused_change_of_a_feed_changes_nothing(alices: Caller, site: Site) -> None:
    feed, before = taken_on(alices, site)
    refused = alices.patch(f"/feeds/{feed}", {"name": "Winter", "every_minutes": 1})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": "/every_minutes"}
    assert alices.get(f"/feeds/{feed}").json["data"]["attributes"] == before
