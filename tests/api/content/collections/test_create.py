"""`POST /api/v1/collections`: contents in an order, and how they are laid out."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_live, a_video


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
