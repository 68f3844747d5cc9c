"""`GET /api/v1/products/<uid>`: one product, its money as text."""

from __future__ import annotations

import pytest

from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_product, a_seller


def test_a_product_is_told_as_documented(alices: Caller, alice: Shop) -> None:
    seller = a_seller(alice)
    product = a_product(alice, ref="SKU-1", seller=seller, in_stock=True, extra={"fabric": "wool"})
    shown = alices.get(f"/products/{product.uid}")
    assert shown.status_code == 200
    told = shown.json["data"]
    assert (told["id"], told["type"]) == (product.uid, "product")
    attributes = told["attributes"]
    named = (attributes["ref"], attributes["seller_id"], attributes["in_stock"])
    assert named == ("SKU-1", seller.uid, True)
    assert attributes["complementary_informations"] == {"fabric": "wool"}
    assert (attributes["feed_id"], attributes["overrides"]) == (None, [])


@pytest.mark.parametrize(
    ("amount", "currency", "price"),
    [(12900, "EUR", "129.00"), (5, "EUR", "0.05"), (1990, "JPY", "1990"), (None, "EUR", None)],
    ids=["euros", "cents", "a currency without cents", "no price"],
)
def test_money_is_told_as_exact_text(
    alices: Caller, alice: Shop, amount: int | None, currency: str, price: str | None
) -> None:
    product = a_product(alice, price_amount=amount, currency=currency)
    told = alices.get(f"/products/{product.uid}").json["data"]["attributes"]
    assert (told["price"], told["discount_price"], told["currency"]) == (price, None, currency)


def test_a_product_that_is_not_published_is_told_to_its_shop(alices: Caller, alice: Shop) -> None:
    hidden = a_product(alice, published=False)
    assert alices.get(f"/products/{hidden.uid}").json["data"]["attributes"]["published"] is False
