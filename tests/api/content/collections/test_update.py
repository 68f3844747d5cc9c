"""`PUT /api/v1/collections/<uid>`: a collection sent as a whole."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.collections.ways import gathered
from tests.api.content.conftest import Caller
from tests.builders import a_video


def test_put_asks_for_the_name_and_keeps_what_is_not_sent(alices: Caller, alice: Shop) -> None:
    uids = [a_video(alice).uid]
    path, made = gathered(alices, layout="cards_slider", content_ids=uids)
    refused = alices.put(path, {"layout": "shorts_card"})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": "/name"}
    assert alices.get(path).json["data"] == made
    told = alices.put(path, {"name": "Winter"}).json["data"]["attributes"]
    assert (told["name"], told["layout"], told["content_ids"]) == ("Winter", "cards_slider", uids)


def test_put_replaces_the_contents_that_are_sent(alices: Caller, alice: Shop) -> None:
    one, two = a_video(alice).uid, a_video(alice).uid
    path, _ = gathered(alices, content_ids=[one])
    sent = {"name": "Autumn", "content_ids": [two, one]}
    told = alices.put(path, sent).json["data"]["attributes"]
    assert told["content_ids"] == [two, one]
