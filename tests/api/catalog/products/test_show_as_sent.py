"""What is sent of a product is told of it; what is told may be sent back and changes nothing."""

from __future__ import annotations

from typing import Any

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, good
from tests.builders import a_product

SENT: dict[str, Any] = {
    "id": "abc-123",
    "name": {"en": "Smartphone", "pl": "Smartfon"},
    "code": "BASIC001",
    "description": {"pl": "Wodoszczelny"},
    "published": True,
    "taxClasses": {"EN": "STANDARD"},
    "productType": "BASIC",
    "relatedItems": [{"refId": "634cea2740033d7c2e7b03a9", "type": "CONSUMABLE"}],
    "brandId": "larch",
    "labelIds": ["new"],
    "weightDependent": True,
    "mixins": {
        "salePricesData": [
            {
                "salePriceStart": "2021-07-20T22:00:00.000+0000",
                "salePriceAmount": 6.7,
                "salePriceEnd": "2021-07-25T21:59:59.000+0000",
                "enabled": False,
            }
        ],
        "productCustomAttributes": {"pricingMeasurePrice": 13, "orderUnit": "H87"},
    },
}
MAPS = {"Accept-Language": "*", "Content-Language": "*"}


def told(server: Server) -> Any:
    """The product in all its languages."""
    return good(server.ask("GET", "/products/abc-123", headers=MAPS))


def test_what_is_sent_is_told(server: Server, alice: Shop) -> None:
    a_product(alice, catalog_id="634cea2740033d7c2e7b03a9")
    good(server.ask("POST", "/products", SENT, headers=MAPS))
    first = told(server)
    assert {name: first[name] for name in SENT} == SENT
    good(server.ask("PUT", "/products/abc-123", first, headers=MAPS))
    again = told(server)
    assert again["metadata"].pop("version") == first["metadata"].pop("version") + 1
    again["metadata"].pop("modifiedAt"), first["metadata"].pop("modifiedAt")
    assert again == first


def test_a_change_through_another_api_is_told(
    server: Server, key: dict[str, str], alice: Shop
) -> None:
    a_product(alice, catalog_id="634cea2740033d7c2e7b03a9")
    good(server.ask("POST", "/products", SENT, headers=MAPS))
    path = f"/api/v1/products/{Product.get(Product.ref == 'BASIC001').uid}"
    assert server.client.patch(path, headers=key, json={"name": "Phone"}).status_code == 200
    assert told(server)["name"] == {"en": "Phone", "pl": "Smartfon"}
    assert told(server)["metadata"]["version"] == 2
