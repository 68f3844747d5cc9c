"""`GET /api/v1/feeds`: the shop's feeds by name, a page at a time."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_feed


def test_feeds_are_listed_by_name_and_nobody_elses(
    alices: Caller, alice: Shop, charlie: Shop
) -> None:
    for name in ("Winter", "Autumn", "Spring"):
        a_feed(alice, name=name)
    a_feed(charlie, name="Summer")
    listed = alices.get("/feeds")
    names = [each["attributes"]["name"] for each in listed.json["data"]]
    assert names == ["Autumn", "Spring", "Winter"]
    assert listed.headers["Total-Count"] == "3"


def test_twenty_feeds_are_a_page(alices: Caller, alice: Shop) -> None:
    for number in range(21):
        a_feed(alice, name=f"Feed {number:02}")
    assert len(alices.get("/feeds").json["data"]) == 20
    [last] = alices.get("/feeds?page=2").json["data"]
    assert last["attributes"]["name"] == "Feed 20"
