"""What the columns of a catalogue mean, and which rows are no product."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
import pytest

from usecases.feed_rows import Reading, Unfit, read_row

READING = Reading(currency="EUR", locale="en", site="https://shop.example/products.json")
JACKET = {"id": "SKU-1", "title": "Field jacket", "price": "129.00 EUR"}


def facts(**fields: str) -> dict[str, Any]:
    """What is made of a jacket with more fields."""
    made: dict[str, Any] = orjson.loads(read_row({**JACKET, **fields}, READING).facts)
    return made


def test_an_item_of_a_merchant_feed_is_read_whole() -> None:
    assert facts(
        description="Waxed cotton",
        link="https://shop.example/p/1",
        image_link="https://cdn.example/1.jpg",
        sale_price="99.90 EUR",
        gtin="4006381333931",
        availability="in stock",
        quantity="7",
    ) == {
        "name": "Field jacket",
        "description": "Waxed cotton",
        "url": "https://shop.example/p/1",
        "ean": "4006381333931",
        "price_amount": 12900,
        "discount_amount": 9990,
        "currency": "EUR",
        "in_stock": True,
        "quantity": 7,
        "picture": "https://cdn.example/1.jpg",
    }


def test_a_line_of_the_file_with_bars_is_read_whole() -> None:
    line = {
        "name": "Field jacket",
        "reference": "SKU-1",
        "long_description": "Waxed cotton",
        "short_description": "Waxed",
        "url": "https://shop.example/p/1",
        "default_picture_url": "//cdn.example/1.jpg",
        "price": "129,00",
        "is_available": "1",
        "quantity_available": "3",
        "sale_price": "129,00",
        "seller_id": "larch",
        "ean": "4006381333931",
    }
    item = read_row(line, READING)
    told = orjson.loads(item.facts)
    assert (item.ref, item.seller, item.slips) == ("SKU-1", "larch", ())
    assert told["description"] == "Waxed cotton"
    assert told["picture"] == "https://cdn.example/1.jpg"
    assert (told["price_amount"], told["discount_amount"]) == (12900, None)


@pytest.mark.parametrize(
    ("told", "in_stock"),
    [
        ("in stock", True),
        ("in_stock", True),
        ("https://schema.org/InStock", True),
        ("true", True),
        ("out of stock", False),
        ("Sold-Out", False),
        ("0", False),
        ("preorder", None),
        ("", None),
    ],
)
def test_availability_has_many_spellings(told: str, in_stock: bool | None) -> None:
    assert facts(availability=told)["in_stock"] is in_stock


@pytest.mark.parametrize(
    ("between", "discount"),
    [
        ("2026-06-01T00:00+02:00/2026-06-30T00:00+02:00", 9900),
        ("2026-06-15T12:00Z/2026-06-16T00:00Z", 9900),
        ("2026-06-01T00:00Z/2026-06-15T12:00Z", None),
        ("2026-06-16/2026-06-17", None),
    ],
    ids=["on", "from this moment", "over", "not yet"],
)
def test_a_sale_counts_while_it_lasts(noon: datetime, between: str, discount: int | None) -> None:
    told = facts(sale_price="99.00 EUR", sale_price_effective_date=between)
    assert told["discount_amount"] == discount


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id": ""}, "has no ref"),
        ({"id": "\x00"}, "has no ref"),
        ({"title": " "}, "has no name"),
        ({"id": "x" * 201}, "more than 200"),
        ({"title": "x" * 501}, "more than 500"),
        ({"price": "free"}, "'free'"),
        ({"price": "-1"}, "'-1'"),
        ({"price": "19.999 EUR"}, "too many decimals"),
        ({"sale_price": "99 USD"}, "in EUR and its sale price in USD"),
        ({"currency": "EURO", "price": "5"}, "cannot be read"),
        ({"sale_price": "9", "sale_price_effective_date": "soon"}, "'soon'"),
        ({"link": "javascript:alert(1)"}, "its address"),
        ({"link": "/p/1"}, "its address"),
        ({"link": "https://shop.example/*"}, "star"),
        ({"seller_id": "x" * 201}, "seller"),
    ],
    ids=lambda each: str(each)[:50] if isinstance(each, dict) else "",
)
def test_what_is_no_product_is_refused(fields: dict[str, str], words: str) -> None:
    with pytest.raises(Unfit, match=words):
        read_row({**JACKET, **fields}, READING)


@pytest.mark.parametrize(
    ("fields", "fact", "left"),
    [
        ({"gtin": "123"}, "ean", None),
        ({"gtin": "n/a"}, "ean", None),
        ({"availability": "perhaps"}, "in_stock", None),
        ({"quantity": "many"}, "quantity", None),
        ({"image_link": "file:///etc/passwd"}, "picture", None),
        ({"sale_price": "130.00 EUR"}, "discount_amount", None),
        ({"description": "x" * 20_001}, "description", "x" * 20_000),
    ],
)
def test_a_slip_costs_the_field_and_is_told(
    fields: dict[str, str], fact: str, left: object
) -> None:
    item = read_row({**JACKET, **fields}, READING)
    assert orjson.loads(item.facts)[fact] == left
    assert len(item.slips) == 1


def test_control_characters_do_not_get_in() -> None:
    assert facts(title="Field\x00 jack\x1bet")["name"] == "Field jacket"


def test_a_currency_has_a_column_of_its_own() -> None:
    assert facts(price="5", currency="usd")["currency"] == "USD"


def test_a_shopify_products_address_is_that_of_its_shop() -> None:
    told = facts(shopify_path="/products/jacket?variant=11")
    assert told["url"] == "https://shop.example/products/jacket?variant=11"


def test_the_same_facts_have_the_same_digest() -> None:
    first, same = read_row(JACKET, READING), read_row(dict(reversed(JACKET.items())), READING)
    other = read_row({**JACKET, "title": "Coat"}, READING)
    assert first.digest == same.digest != other.digest
