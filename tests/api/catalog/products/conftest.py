"""Products as the published samples have them, but for hosts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from models.product import Product
from models.product_template import ProductTemplate
from models.shop import Shop
from tests.builders import a_product, a_shop

MADE = datetime(2022, 3, 31, 9, 52, 15, 423_000, tzinfo=UTC)
WEIGHT = {"value": 133, "unitCode": "GRM"}
ATTRIBUTES = {
    "pricingMeasurePrice": 13,
    "unitPricingMeasure": WEIGHT,
    "unitPricingBaseMeasure": WEIGHT,
    "pricingMeasure": WEIGHT,
    "orderUnit": "H87",
    "minOrderQuantity": 2,
    "maxOrderQuantity": 10,
    "defaultOrderQuantity": 2,
    "taxClass": "Vat_23",
}
SCHEMAS = "https://vitrine.example/product/myshop/schemas"
# The product of the samples of the list and of one product, key for key.
SAMPLE: dict[str, Any] = {
    "id": "545b4e3dfaee4c10def3db24",
    "yrn": "urn:yaas:saasag:caasproduct:product:myshop;545b4e3dfaee4c10def3db24",
    "code": "SmartphoneZonyYperiaX21415269949943",
    "name": "Smartphone Zony Yperia X2",
    "description": "Its camera works under water.",
    "published": False,
    "template": {"id": "633d774f37937d425ce5570f", "version": 1},
    "taxClasses": {"EN": "STANDARD"},
    "productType": "BASIC",
    "relatedItems": [{"refId": "631c6adac2d4ea73be34f0d1", "type": "ACCESSORY"}],
    "mixins": {"productCustomAttributes": ATTRIBUTES},
    "metadata": {
        "version": 1,
        "createdAt": "2022-03-31T09:52:15.423Z",
        "modifiedAt": "2022-03-31T09:52:15.423Z",
        "mixins": {
            "productCustomAttributes": "https://shop.example/productCustomAttributes.json",
            "productTemplateAttributes": (
                f"{SCHEMAS}/633d774f37937d425ce5570f-templateAttributes_v1.json"
            ),
            "productVariantAttributes": (
                f"{SCHEMAS}/633d774f37937d425ce5570f-variantAttributes_v1.json"
            ),
        },
    },
}


@pytest.fixture
def alice(app: Any) -> Shop:
    """Alice's shop, which speaks three languages."""
    return a_shop("Alice", slug="myshop", locales=["en", "pl", "de"])


def a_phone(shop: Shop, **facts: Any) -> Product:
    """Put the product of the samples on the shelf."""
    template = ProductTemplate.create(shop=shop, catalog_id="633d774f37937d425ce5570f")
    sheet = {
        "tax_classes": {"EN": "STANDARD"},
        "related": [{"ref": "631c6adac2d4ea73be34f0d1", "type": "ACCESSORY"}],
        "mixin_schemas": {
            "productCustomAttributes": "https://shop.example/productCustomAttributes.json"
        },
    }
    plain = {
        "catalog_id": "545b4e3dfaee4c10def3db24",
        "ref": "SmartphoneZonyYperiaX21415269949943",
        "name": "Smartphone Zony Yperia X2",
        "description": "Its camera works under water.",
        "published": False,
        "template": template,
        "template_version": 1,
        "mixins": {"productCustomAttributes": ATTRIBUTES},
        "sheet": sheet,
        "created_at": MADE,
        "updated_at": MADE,
    }
    made = a_product(shop, **{**plain, **facts})
    # What is saved was changed just now.
    Product.update(updated_at=MADE).where(Product.id == made.id).execute()
    return made
