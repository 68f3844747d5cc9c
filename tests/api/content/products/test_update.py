"""`PUT /api/v1/products/<uid>`: a product sent as a whole."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_video


def test_put_asks_for_the_name_and_keeps_what_is_not_sent(alices: Caller, alice: Shop) -> None:
    product = a_product(alice, ref="SKU-1", description="Waxed")
    path = f"/products/{product.uid}"
    before = alices.get(path).json
    refused = alices.put(path, {"price": "10.00"})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": "/name"}
    assert alices.get(path).json == before
    told = alices.put(path, {"name": "Coat", "price": "10.00"}).json["data"]["attributes"]
    assert (told["name"], told["price"]) == ("Coat", "10.00")
    assert (told["ref"], told["description"]) == ("SKU-1", "Waxed")


def test_the_same_sent_twice_is_the_same(alices: Caller, alice: Shop) -> None:
    path = f"/products/{a_product(alice).uid}"
    sent = {"name": "Coat", "ref": "SKU-2", "categories": ["Coats", "Autumn"]}
    told = [alices.put(path, sent).json["data"]["attributes"] for _ in range(2)]
    for each in told:
        each.pop("updated_at")
    assert told[0] == told[1]


def test_videos_tell_the_product_as_it_is_now(alices: Caller, alice: Shop) -> None:
    product = a_product(alice)
    video = a_video(alice, products=(product,))
    alices.put(f"/products/{product.uid}", {"name": "Coat"})
    [told] = alices.get(f"/videos/{video.uid}").json["data"]["attributes"]["products"]
    assert told["attributes"]["name"] == "Coat"
