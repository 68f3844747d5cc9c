"""`POST /api/v1/placements`: spelling, statuses, refusals."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from api.content.components import COMPONENTS
from api.content.placements import Component
from models import placement
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_video


def test_every_component_has_a_word_here() -> None:
    assert set(COMPONENTS) == set(placement.COMPONENTS)
    assert set(COMPONENTS.values()) == set(get_args(Component))
    assert len(set(COMPONENTS.values())) == len(COMPONENTS)


def test_a_placement_comes_back_as_it_was_sent(alices: Caller, alice: Shop) -> None:
    sent = {
        "name": "Jackets",
        "component": "embed",
        "content_id": a_video(alice).uid,
        "urls": ["https://shop.example/jackets/*"],
        "product_refs": ["SKU-1", "*"],
        "excluded_urls": ["/checkout/*"],
        "excluded_refs": ["SKU-9"],
        "locales": ["fr"],
        "excluded_locales": ["fr-BE"],
        "target": {"element": "#gallery", "position": "beforeend", "overwrite": False},
        "configuration": {
            "title": "Seen in motion",
            "accent": "#0b6e4f",
            "radius": 12,
            "delay_seconds": 5,
            "from_second_page": True,
        },
        "priority": 3,
        "active": False,
        "starts_at": "2026-06-15T12:00:00.000Z",
        "ends_at": "2026-07-15T12:00:00.000Z",
    }
    answer = alices.post("/placements", sent)
    assert answer.status_code == 201, answer.json
    made = answer.json["data"]
    assert {name: made["attributes"][name] for name in sent} == sent
    assert made["attributes"]["collection_id"] is None
    assert alices.get(f"/placements/{made['id']}").json["data"] == made


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"component": "bubble"}, "/component"),
        ({"urls": ["/a", "https://*.*.example/"]}, "/urls/1"),
        ({"urls": ["javascript:alert(1)"]}, "/urls/0"),
        ({"urls": ["/*/*/*/*/*"]}, "/urls/0"),
        ({"urls": "/a"}, "/urls"),
        ({"locales": ["français"]}, "/locales/0"),
        ({"excluded_locales": ["fr", ""]}, "/excluded_locales/1"),
        ({"configuration": {"delay_seconds": 601}}, "/configuration/delay_seconds"),
        ({"configuration": {"from_second_page": "yes"}}, "/configuration/from_second_page"),
        ({"target": {"position": "afterend"}}, "/target/element"),
        ({"target": {"element": "#a", "position": "inside"}}, "/target/position"),
        ({"target": {"element": "#a", "hidden": True}}, "/target/hidden"),
        ({"configuration": {"accent": "red;background:url(//x)"}}, "/configuration/accent"),
        ({"configuration": {"radius": 1000}}, "/configuration/radius"),
        ({"configuration": {"onclick": "x"}}, "/configuration/onclick"),
        ({"priority": 1.5}, "/priority"),
        ({"starts_at": "tomorrow"}, "/starts_at"),
        ({"starts_at": "2026-06-15T12:00:00"}, "/starts_at"),
        ({"starts_at": 1781524800}, "/starts_at"),
        ({"ends_at": "0001-01-01T00:00:00+14:00"}, "/ends_at"),
        ({"starts_at": "2026-06-15T12:00:00Z", "ends_at": "2026-06-15T14:00:00+02:00"}, "/ends_at"),
        ({"content_id": "f" * 32}, "/content_id"),
        ({"collection_id": "nobody"}, "/collection_id"),
    ],
    ids=[
        "a word of the house",
        "stars in the host",
        "no web address",
        "too many stars",
        "no list",
        "no language",
        "an empty language",
        "a delay beyond measure",
        "a word for a switch",
        "a target without element",
        "an unknown position",
        "an unknown word of a target",
        "a colour that is more",
        "a radius beyond measure",
        "an unknown word of a configuration",
        "half a priority",
        "no moment",
        "a moment without zone",
        "a number for a moment",
        "a moment out of time",
        "over when it begins",
        "an unknown content",
        "no collection",
    ],
)
def test_a_refused_placement_says_where_the_fault_is(
    alices: Caller, change: dict[str, Any], pointer: str
) -> None:
    refused = alices.post("/placements", {"name": "a", "component": "embed", **change})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"]["pointer"] == pointer
    assert alices.get("/placements").json["data"] == []


def test_a_placement_shows_a_collection_or_a_content(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    collection = alices.post("/collections", {"name": "Autumn"}).json["data"]["id"]
    sent = {"name": "a", "component": "embed", "content_id": video.uid}
    refused = alices.post("/placements", {**sent, "collection_id": collection})
    assert refused.status_code == 422
    uid = alices.post("/placements", sent).json["data"]["id"]
    change = {"collection_id": collection, "content_id": None}
    told = alices.patch(f"/placements/{uid}", change).json["data"]["attributes"]
    assert (told["collection_id"], told["content_id"]) == (collection, None)
