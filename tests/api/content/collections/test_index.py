"""`GET /api/v1/collections`: the shop's collections, narrowed by their name."""

from __future__ import annotations

from tests.api.content.conftest import Caller


def test_collections_are_found_by_part_of_their_name(alices: Caller) -> None:
    for name in ("Autumn", "Spring"):
        alices.post("/collections", {"name": name})
    listed = alices.get("/collections?name=spr")
    assert [each["attributes"]["name"] for each in listed.json["data"]] == ["Spring"]
    assert listed.headers["Total-Count"] == "1"
