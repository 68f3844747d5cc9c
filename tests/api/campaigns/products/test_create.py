"""`POST /v2/<access key>/product`."""

from __future__ import annotations

from typing import Any

import pytest

from models.product import Product
from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_product, a_seller
from usecases.numerals import numeral_of

KEYRING: dict[str, Any] = {
    "customerProductId": "P-1001",
    "name": "Keyring",
    "brand": "Larch",
    "brandIdentifier": "larch",
    "description": "Brass.",
    "url": "https://shop.example/p/keyring",
    "sku": "SKU001",
    "imageUrl": "https://images.example/keyring.jpg",
    "currency": "USD",
    "showPrice": False,
    "originalPrice": 20.0,
    "discountPrice": 13.5,
    "enableAuction": True,
    "bidStartingPrice": 7.0,
    "bidMaximumPrice": None,
    "bidDuration": 120,
    "bidIncrementalAmount": 1.0,
    "extendBidDuration": True,
    "ctaButtonTitle": "Buy now",
}
COUNTS = ("successCount", "warnCount", "failCount", "totalCount")


def test_a_product_is_told_as_it_was_sent(server: Server, noon: object) -> None:
    seller = a_seller(server.shop, name="Larch & Co", url="https://larch.example")
    told = server.post("/product", [{**KEYRING, "sellerId": int(numeral_of(seller.uid))}])
    [row] = told.pop("results")
    assert told == dict(zip(COUNTS, (1, 0, 0, 1), strict=True))
    product = Product.get()
    assert row == {
        **KEYRING,
        "productId": numeral_of(product.uid),
        "discountRate": 32.0,
        "seller": {
            "sellerId": numeral_of(seller.uid),
            "name": "Larch & Co",
            "profileUrl": None,
            "storeUrl": "https://larch.example",
            "description": None,
            "schemes": None,
        },
        "createdAt": "2026-06-15T12:00:00Z",
        "updatedAt": "2026-06-15T12:00:00Z",
        "locked": False,
        "message": None,
        "status": "CREATE",
    }
    assert (product.price_amount, product.discount_amount) == (2000, 1350)


def test_what_is_not_sent_is_as_published(server: Server) -> None:
    [row] = server.post("/product", [{"name": "Mug"}])["results"]
    assert row["url"] == ""
    assert (row["currency"], row["showPrice"], row["enableAuction"]) == ("EUR", True, False)
    absent = ("customerProductId", "sku", "brand", "originalPrice", "discountRate", "seller")
    terms = ("bidStartingPrice", "bidDuration", "bidIncrementalAmount", "extendBidDuration")
    assert [row[each] for each in (*absent, *terms)] == [None] * 10


def test_the_product_is_the_content_apis_too(server: Server, key: dict[str, str]) -> None:
    server.post("/product", [KEYRING])
    product = Product.get()
    told = server.client.get(f"/api/v1/products/{product.uid}", headers=key).get_json()
    facts = told["data"]["attributes"]
    assert (facts["ref"], facts["name"], facts["price"]) == ("SKU001", "Keyring", "20.00")
    assert (facts["discount_price"], facts["currency"]) == ("13.50", "USD")


@pytest.mark.parametrize(
    ("price", "amount"),
    [(0.1, 10), (1_234_567_890.12, 123_456_789_012), ("19.90", 1990), (20, 2000)],
    ids=["no float", "large", "text", "whole"],
)
def test_prices_are_exact(server: Server, price: object, amount: int) -> None:
    [row] = server.post("/product", [{"name": "Mug", "originalPrice": price}])["results"]
    assert Product.get().price_amount == amount
    assert row["originalPrice"] == float(price)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"sku": "TAKEN"}, "TAKEN"),
        ({"customerProductId": "MINE"}, "MINE"),
        ({"sellerId": 1}, "seller"),
        ({"discountPrice": 3}, "discountPrice: "),
        ({"originalPrice": 2, "discountPrice": 3}, "discountPrice: "),
        ({"originalPrice": 0.001}, "originalPrice: "),
        ({"currency": "XXY"}, "currency: "),
        ({"url": "https://shop.example/*"}, "url: "),
        ({"imageUrl": "https://"}, "imageUrl: "),
        ({"enableAuction": True}, "bidStartingPrice: "),
        ({"enableAuction": True, "bidStartingPrice": 1, "bidDuration": 9}, "bidIncrementalAmount"),
    ],
    ids=lambda each: next(iter(each)) if isinstance(each, dict) else None,
)
def test_a_row_that_cannot_be_fails_for_itself(
    server: Server, facts: dict[str, Any], why: str
) -> None:
    a_product(server.shop, ref="TAKEN", external_id="MINE")
    rows = [{"name": "One"}, {"name": "Two", **facts}, {"name": "Three"}]
    told = server.post("/product", rows)
    assert [each["status"] for each in told["results"]] == ["CREATE", "FAIL", "CREATE"]
    assert [told[each] for each in COUNTS] == [2, 0, 1, 3]
    failed = told["results"][1]
    assert failed["name"] == "Two"
    assert why in failed["message"]
    assert {each.name for each in Product.select()} == {"One", "Three", "Field jacket"}


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        '"onload=alert(1) x="',
        "{{ 7 * 7 }}",
        "\u202edlog",
        "'; drop table product; --",
        "👩‍👩‍👧‍👦 Ｆｕｌｌ",
    ],
    ids=["script", "attribute", "template", "bidi", "sql", "emoji"],
)
def test_hostile_texts_are_data_and_come_back_as_they_were(server: Server, name: str) -> None:
    fields = ("customerProductId", "name", "brand", "brandIdentifier", "description", "sku")
    fields = (*fields, "ctaButtonTitle")
    [row] = server.post("/product", [dict.fromkeys(fields, name)])["results"]
    [told] = server.get("/product", name=name)["results"]
    assert {row[each] for each in fields} == {told[each] for each in fields} == {name}
    [found] = server.put("/product", [{"customerProductId": name}])["results"]
    assert found["productId"] == row["productId"]


def test_two_of_one_name_in_one_body_are_one(server: Server) -> None:
    rows = [{"name": "One", "customerProductId": "A"}, {"name": "Two", "customerProductId": "A"}]
    told = server.post("/product", rows)["results"]
    assert [each["status"] for each in told] == ["CREATE", "FAIL"]
    assert told[1]["customerProductId"] == "A"
    assert [each.name for each in Product.select()] == ["One"]


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Mug"},
        [{"name": 5}],
        [{"name": "Mug", "colour": "red"}],
        [{}],
        [{"name": "\u0000"}],
        [{"name": "Mug", "bidDuration": 0}],
        [{"name": "Mug", "originalPrice": -1}],
        [{"name": "Mug", "originalPrice": True}],
        [{"name": "Mug", "imageUrl": 1}],
        [{"name": "Mug", "url": "shop.example"}],
        [{"name": "Mug", "originalPrice": "1,50"}],
        [{"name": "Mug", "sellerId": "x"}],
        ["Mug"],
        [{"name": "Mug"}] * 201,
    ],
    ids=lambda each: str(each)[:30],
)
def test_what_is_no_list_of_products_makes_none(server: Server, body: object) -> None:
    assert refusal(server.ask("POST", "/product", body)) == (400, -510)
    assert not Product.select().exists()


def test_what_a_sellers_key_makes_is_that_sellers(server: Server) -> None:
    mine, other = a_seller(server.shop), a_seller(server.shop)
    theirs = a_sellers_server(server.client, mine)
    rows = [{"name": "Mug"}, {"name": "Cup", "seller": {"sellerId": numeral_of(other.uid)}}]
    told = theirs.post("/product", rows)["results"]
    assert told[0]["seller"]["sellerId"] == numeral_of(mine.uid)
    assert told[1]["status"] == "FAIL"


def test_the_same_call_again_makes_nothing_again(server: Server) -> None:
    headers = {"Authorization": f"Bearer {server.token}", "Idempotency-Key": "once"}
    where = f"/v2/{server.shop.access_key}/product"
    answers = [server.client.post(where, json=[KEYRING], headers=headers) for _ in "12"]
    assert answers[0].get_json() == answers[1].get_json()
    assert Product.select().count() == 1
