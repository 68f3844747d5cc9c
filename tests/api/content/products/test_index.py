"""`GET /api/v1/products`: narrowed by name, reference and seller."""

from __future__ import annotations

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_seller, a_shop


def test_products_are_narrowed_by_name_ref_and_seller(alices: Caller, alice: Shop) -> None:
    larch = a_seller(alice)
    a_product(alice, name="Field Jacket", ref="SKU-1", seller=larch)
    a_product(alice, name="Rain jacket", ref="SKU-10")
    a_product(alice, name="Scarf", ref="SKU-2", seller=larch)
    a_product(a_shop("Other"), name="Field jacket", ref="SKU-1")

    def names(query: str) -> list[str]:
        listed = alices.get(f"/products?{query}").json["data"]
        return [each["attributes"]["name"] for each in listed]

    assert names("") == ["Scarf", "Rain jacket", "Field Jacket"]
    assert names("name=JACKET") == ["Rain jacket", "Field Jacket"]
    assert names("ref=SKU-1") == ["Field Jacket"]
    assert names(f"seller_id={larch.uid}") == ["Scarf", "Field Jacket"]
    assert names(f"seller_id={larch.uid}&name=field") == ["Field Jacket"]
    assert names("seller_id=nobody") == []
