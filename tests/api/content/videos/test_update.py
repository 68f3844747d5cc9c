"""`PUT /api/v1/videos/<uid>`: a video sent as a whole."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_video


def test_put_asks_for_the_name_and_keeps_what_is_not_sent(alices: Caller, alice: Shop) -> None:
    video = a_video(alice, products=(a_product(alice),), description="About rain")
    assert alices.put(f"/videos/{video.uid}", {"description": "x"}).status_code == 422
    told = alices.put(f"/videos/{video.uid}", {"name": "Wind test"}).json["data"]["attributes"]
    assert (told["name"], told["description"]) == ("Wind test", "About rain")
    assert len(told["products"]) == 1


def test_put_replaces_the_lists_that_are_sent(alices: Caller, alice: Shop) -> None:
    one, two = a_product(alice), a_product(alice)
    video = a_video(alice, products=(one,), urls=["/a"])
    sent = {"name": "Rain", "product_ids": [two.uid, one.uid], "urls": ["/b"]}
    told = alices.put(f"/videos/{video.uid}", sent).json["data"]["attributes"]
    assert (told["product_ids"], told["urls"]) == ([two.uid, one.uid], ["/b"])
    assert alices.get(f"/videos/{video.uid}").json["data"]["attributes"]["urls"] == ["/b"]
