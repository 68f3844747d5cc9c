"""`PATCH /api/v1/collections/<uid>`: single fields, and refusals that change nothing."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.content.collections.ways import gathered
from tests.api.content.conftest import Caller
from tests.builders import a_video


def test_the_fields_that_are_sent_change_alone(alices: Caller, alice: Shop) -> None:
    uids = [a_video(alice).uid]
    path, _ = gathered(alices, content_ids=uids)
    told = alices.patch(path, {"layout": "shorts_story"}).json["data"]["attributes"]
    assert (told["name"], told["layout"], told["content_ids"]) == ("Autumn", "shorts_story", uids)
    emptied = alices.patch(path, {"content_ids": []}).json["data"]["attributes"]
    assert (emptied["layout"], emptied["content_ids"]) == ("shorts_story", [])
    assert alices.get(path).json["data"]["attributes"] == emptied


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": None}, "/name"),
        ({"name": ""}, "/name"),
        ({"layout": "carousel"}, "/layout"),
        ({"content_ids": None}, "/content_ids"),
        ({"content_ids": ["nobody"]}, "/content_ids/0"),
        ({"carousel_url": "https://shop.example/"}, "/carousel_url"),
    ],
    ids=["no name", "an empty name", "an unknown layout", "null", "no content", "what is told"],
)
def test_a_refused_change_changes_nothing(
    alices: Caller, change: dict[str, Any], pointer: str
) -> None:
    path, made = gathered(alices)
    refused = alices.patch(path, {"name": "Winter", **change})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get(path).json["data"] == made
