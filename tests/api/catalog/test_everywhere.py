"""One product, whichever API makes it: what the catalog API writes, all others tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import Settings
from models import clock
from models.content import STARTED
from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server
from tests.builders import a_key, a_live, an_event
from usecases import products, shops

LIFETIME = timedelta(minutes=1)
PAGE = "https://shop.example/p/kettle"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Displays are kept for nobody, and nobody is counted: the clock goes back and forth."""
    free = {"display_lifetime": 0, "address_rate": 0, "key_rate": 0}
    return settings.model_copy(update=free)


def names_told(client: FlaskClient, shop: Shop, live: str) -> dict[str, list[str]]:
    """The names of products that each API and page tells of, and those of a live's."""
    key, token = a_key(shop), {"Authorization": f"Bearer {shops.make_key(shop)[1]}"}
    displayed = {"Origin": shop.allowed_origins[0]}

    def asked(path: str, headers: dict[str, str] | None = None) -> Any:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json

    own = f"/v2/{shop.access_key}"
    page = asked(f"/api/v1/displayed_data?product_ref=K-1&app_id={shop.app_id}", displayed)
    contents = [each for display in page for each in display["contents"]]
    streams = asked(f"/v3/streams?applicationId={shop.slug}")["body"]
    return {
        "content": [each["attributes"]["name"] for each in asked("/api/v1/products", key)["data"]],
        "campaigns": [each["name"] for each in asked(f"{own}/product", token)["results"]],
        "campaign": [each["name"] for each in asked(f"{own}/campaign/{live}/product", token)],
        "streams": [each["name"] for each in streams["products"]],
        "player": [
            each["name"] for each in asked(f"/embed/lives/{live}.json")["content"]["products"]
        ],
        "displayed data": [
            item["name"] for each in contents for item in each["attributes"]["products"]
        ],
        "screen": [
            each["name"] for each in asked(f"/audience/v1/lives/{live}/state")["screen"]["products"]
        ],
    }


def test_what_is_written_here_is_told_everywhere(
    client: FlaskClient, server: Server, alice: Shop, noon: datetime
) -> None:
    body = {"name": {"en": "Kettle"}, "code": "K-1", "published": True}
    made = server.post("/products", body)["id"]
    product = Product.get(Product.catalog_id == made)
    live = a_live(alice, state=STARTED, started_at=noon, products=(product,), urls=[PAGE])
    an_event(live, "product", product=product)
    shops_own = {"content", "campaigns", "campaign"}

    def told(after: int) -> dict[str, list[str]]:
        # What crowds of viewers ask is answered alike for some seconds.
        with clock.frozen(noon + after * LIFETIME):
            return names_told(client, alice, live.uid)

    first = told(0)
    assert first == {road: ["Kettle"] for road in first}
    server.patch(f"/products/{made}", {"name": "Larch kettle"})
    assert told(1) == {road: ["Larch kettle"] for road in first}
    server.patch(f"/products/{made}", {"published": False})
    assert told(2) == {road: ["Larch kettle"] if road in shops_own else [] for road in first}
    server.delete(f"/products/{made}")
    assert told(3) == {road: [] for road in first}


def by_content(client: FlaskClient, shop: Shop) -> None:
    sent = {"name": "Kettle", "ref": "K-1", "price": "19.90"}
    assert client.post("/api/v1/products", json=sent, headers=a_key(shop)).status_code == 201


def by_campaigns(client: FlaskClient, shop: Shop) -> None:
    token = {"Authorization": f"Bearer {shops.make_key(shop)[1]}"}
    row = {"name": "Kettle", "sku": "K-1", "currency": "EUR", "originalPrice": 19.9}
    path = f"/v2/{shop.access_key}/product"
    assert client.post(path, json=[row], headers=token).json["successCount"] == 1


@pytest.mark.parametrize("make", [by_content, by_campaigns], ids=["content", "campaigns"])
def test_what_another_api_makes_is_a_basic_product_here(
    client: FlaskClient, server: Server, reader: Server, make: Any
) -> None:
    make(client, server.shop)
    [told] = reader.get("/products")
    product = Product.get()
    assert told["id"] == product.catalog_id
    assert (told["code"], told["name"]) == ("K-1", "Kettle")
    assert (told["productType"], told["published"]) == ("BASIC", True)
    assert reader.get("/products", q="code:K-1") == [told]
    body = {"name": {"en": "Larch kettle"}, "code": "K-2", "published": True}
    server.put(f"/products/{told['id']}", body)
    fresh = Product.get()
    assert (fresh.name, fresh.ref, fresh.uid) == ("Larch kettle", "K-2", product.uid)
    # What this API does not tell, it does not touch.
    assert (fresh.price_amount, fresh.currency) == (1990, "EUR")


def test_a_product_without_a_reference_has_its_id_for_a_code(
    server: Server, reader: Server
) -> None:
    products.add(server.shop, name="Kettle")
    [told] = reader.get("/products")
    assert told["code"] == told["id"]
    server.patch(f"/products/{told['id']}", {"name": "Larch kettle"})
    assert reader.get(f"/products/{told['id']}")["code"] == told["id"]
