"""`GET /api/v1/purchases/<uid>`: one purchase, with its lines in their order."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_purchase


def test_a_purchase_tells_which_lines_are_products_of_the_shop(alice: Shop, alices: Caller) -> None:
    product = a_product(alice, ref="SKU-2")
    purchase = a_purchase(alice, "SKU-1", "SKU-2")
    path = f"/purchases/{purchase.uid}"
    lines = alices.get(path).json["data"]["attributes"]["products"]
    assert [(each["id"], each["product_id"]) for each in lines] == [
        ("SKU-1", None),
        ("SKU-2", product.uid),
    ]
    alices.delete(f"/products/{product.uid}")
    lines = alices.get(path).json["data"]["attributes"]["products"]
    assert [(each["id"], each["product_id"]) for each in lines] == [
        ("SKU-1", None),
        ("SKU-2", None),
    ]


@pytest.mark.parametrize("uid", ["0" * 32, "nobody", "%00", "2026-1042"])
def test_an_unknown_purchase_is_not_found(alice: Shop, alices: Caller, uid: str) -> None:
    a_purchase(alice, order_ref="2026-1042")
    assert alices.get(f"/purchases/{uid}").status_code == 404


def test_another_shops_purchase_is_not_found(alice: Shop, charlies: Caller) -> None:
    assert charlies.get(f"/purchases/{a_purchase(alice).uid}").status_code == 404
