"""`/api/v1/collections`: spelling, statuses, order."""

from __future__ import annotations

from models.display_rule import DisplayRule
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_placement, a_video


def test_a_collection_keeps_its_contents_in_order(alices: Caller, alice: Shop) -> None:
    contents = [a_video(alice).uid, a_live(alice).uid, a_video(alice).uid]
    sent = {"name": "Autumn", "layout": "cards_slider", "content_ids": contents[::-1]}
    answer = alices.post("/collections", sent)
    assert answer.status_code == 201, answer.json
    made = answer.json["data"]
    assert made["type"] == "collection"
    assert {name: made["attributes"][name] for name in sent} == sent
    url = f"https://vitrine.example/embed/collections/{made['id']}"
    assert made["attributes"]["carousel_url"] == url
    path = f"/collections/{made['id']}"
    assert alices.get(path).json["data"] == made
    told = alices.patch(path, {"content_ids": contents[:2]}).json["data"]["attributes"]
    assert told["content_ids"] == contents[:2]
    assert told["name"] == "Autumn"


def test_a_collection_is_a_carousel_unless_said_otherwise(alices: Caller) -> None:
    told = alices.post("/collections", {"name": "Autumn"}).json["data"]["attributes"]
    assert (told["layout"], told["content_ids"]) == ("shorts_card", [])


def test_a_content_stands_once_in_a_collection(alices: Caller, alice: Shop) -> None:
    uid = a_video(alice).uid
    refused = alices.post("/collections", {"name": "Autumn", "content_ids": [uid, uid]})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"]["pointer"] == "/content_ids/1"


def test_a_removed_collection_takes_its_placements_along_and_leaves_its_contents(
    alices: Caller, alice: Shop
) -> None:
    video = a_video(alice)
    sent = {"name": "Autumn", "content_ids": [video.uid]}
    made = alices.post("/collections", sent).json["data"]
    placed = {
        "name": "Home",
        "component": "shorts_card",
        "collection_id": made["id"],
        "urls": ["/"],
    }
    assert alices.post("/placements", placed).status_code == 201
    a_placement(alice, urls=["/other"])
    assert alices.delete(f"/collections/{made['id']}").status_code == 204
    assert [each.text for each in DisplayRule.select()] == ["/other"]
    assert alices.get(f"/videos/{video.uid}").status_code == 200


def test_collections_are_found_by_part_of_their_name(alices: Caller) -> None:
    for name in ("Autumn", "Spring"):
        alices.post("/collections", {"name": name})
    listed = alices.get("/collections?name=spr")
    assert [each["attributes"]["name"] for each in listed.json["data"]] == ["Spring"]
    assert listed.headers["Total-Count"] == "1"
