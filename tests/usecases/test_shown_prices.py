"""What a shop hides of a product's price, no road to shoppers tells; its own server is told all."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.content import STARTED, ContentProduct
from models.product import LOW_IN_STOCK, SOLD_OUT
from models.shop import Shop
from tests.builders import a_live, a_product, a_video, an_event
from tests.conftest import NOON
from usecases.watching import watch_video

CHOICES = {
    "currency": "EUR",
    "options": [{"name": "Size", "values": ["S"]}],
    "variants": [{"ref": "A-S", "options": ["S"], "amount": 4711, "in_stock": True}],
}


def test_a_hidden_price_is_told_on_no_public_road(
    client: FlaskClient, alice: Shop, key: dict[str, str]
) -> None:
    facts: dict[str, Any] = {"price_amount": 4711, "discount_amount": 4242, "choices": CHOICES}
    mug = a_product(alice, ref="A-1", price_shown=False, **facts)
    live = a_live(alice, products=(mug,), state=STARTED, started_at=NOON)
    an_event(live, "product", product=mug)
    video = a_video(alice, products=(mug,))
    roads = [
        f"/v3/streams?applicationId={alice.slug}",
        f"/audience/v1/lives/{live.uid}/state",
        f"/api/v1/displayed_data?product_ref=A-1&app_id={alice.app_id}",
        f"/embed/lives/{live.uid}",
        f"/embed/videos/{video.uid}",
    ]
    for road in roads:
        answer = client.get(road, headers={"Origin": "https://shop.example"})
        assert answer.status_code == 200, road
        assert mug.uid in answer.text, road
        assert "47.11" not in answer.text, road
        assert "42.42" not in answer.text, road
    own = client.get(f"/api/v1/products/{mug.uid}", headers=key).get_json()
    assert own["data"]["attributes"]["price"] == "47.11"


def products_in(told: Any) -> list[Any]:
    """Every product of an answer, wherever it stands."""
    if isinstance(told, list):
        return [product for each in told for product in products_in(each)]
    if not isinstance(told, dict):
        return []
    return told["products"] if "products" in told else products_in(list(told.values()))


@pytest.mark.parametrize(
    ("said", "in_stock", "low"),
    [(SOLD_OUT, False, False), (LOW_IN_STOCK, True, True), (None, True, False)],
)
def test_a_page_tells_the_stock_as_its_content_has_it(
    client: FlaskClient, alice: Shop, said: str | None, in_stock: bool, low: bool
) -> None:
    mug = a_product(alice, ref="A-1", in_stock=True, button="Buy now")
    video = a_video(alice, products=(mug,))
    ContentProduct.update(stock=said).execute()
    [offer] = watch_video(video.uid).offers
    assert (offer.in_stock, offer.low, offer.button) == (in_stock, low, "Buy now")
    headers = {"Origin": "https://shop.example"}
    where = f"/api/v1/displayed_data?product_ref=A-1&app_id={alice.app_id}"
    shown = client.get(where, headers=headers).get_json()
    assert [each["in_stock"] for each in products_in(shown)] == [in_stock]
