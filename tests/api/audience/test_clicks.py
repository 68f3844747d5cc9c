"""`POST /audience/v1/lives/<uid>/clicks`: products that viewers followed."""

from __future__ import annotations

from flask.testing import FlaskClient

from models.audience import LiveCount, ProductClick
from models.shop import Shop
from tests.builders import a_live, a_product, a_share, a_shop


def test_clicks_are_counted_for_the_live_and_the_product(client: FlaskClient, alice: Shop) -> None:
    jacket, coat = a_product(alice), a_product(alice)
    live = a_live(alice, products=(jacket, coat))
    path = f"/audience/v1/lives/{live.uid}/clicks"
    for product in (jacket, coat, jacket):
        assert client.post(path, json={"product": product.uid}).status_code == 204
    rows = {each.product_id: each.count for each in ProductClick.select()}
    assert (rows, LiveCount.get().clicks) == ({jacket.id: 2, coat.id: 1}, 3)


def test_a_product_of_no_such_live_is_refused(client: FlaskClient, alice: Shop) -> None:
    live, stranger = a_live(alice), a_product(alice)
    path = f"/audience/v1/lives/{live.uid}/clicks"
    for sent in (stranger.uid, "0" * 32, "x", "\0"):
        refused = client.post(path, json={"product": sent})
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"]["pointer"] == "/product"
    assert LiveCount.select().count() == 0


def test_a_borrowing_shops_products_are_its_own(client: FlaskClient, alice: Shop) -> None:
    dora = a_shop("Dora")
    theirs, own = (a_product(each, ean="4006381333931") for each in (alice, dora))
    live = a_live(alice, products=(theirs,))
    a_share(live, dora)
    path = f"/audience/v1/lives/{live.uid}/clicks?shop={dora.app_id}"
    assert client.post(path, json={"product": own.uid}).status_code == 204
    assert client.post(path, json={"product": theirs.uid}).status_code == 422
