"""Sorting: by any field, the same on either database; what is alike is sorted by its id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.product import Product
from models.shop import Shop
from tests import builders
from usecases.catalog.sorting import Key, order

BEGIN = datetime(2026, 6, 12, 9, 30, 0, 250_000, UTC)
# Field -> the letters of the products, upwards.
ORDERS = {
    "id": "abcde",
    # Capitals, small letters, what has an accent: by the letters' numbers.
    "code": "ecbda",
    "names": "ebadc",
    "names.de": "acdeb",
    "published": "eabcd",
    "version": "ceabd",
    "created_at": "edcba",
    "brand_code": "acdbe",
    "template.version": "bcdea",
    "seller.name": "bcdea",
    # Nothing; numbers by their size; texts; false and true.
    "mixins.rank.of": "eacbd",
    "mixins.sizes.width": "abdec",
    "weight_dependent": "bceda",
    # Several values are no order.
    "labels": "abcde",
    "mixins.list.x": "abcde",
    "categories": "abcde",
}


@pytest.fixture
def shelf(alice: Shop) -> Shop:
    seller = builders.a_seller(alice, name="Larch & Co")
    facts: dict[str, dict[str, Any]] = {
        "a": {
            "ref": "é",
            "name": "apple",
            "version": 2,
            "mixins": {"rank": {"of": 9}, "list": [{"x": 2}]},
            "template_version": 1,
            "seller": seller,
            "sheet": {"weight_dependent": True, "labels": ["z"]},
        },
        "b": {
            "ref": "a",
            "name": "Zebra",
            "version": 3,
            "brand_code": "Larch",
            "mixins": {"rank": {"of": "x"}, "list": [{"x": 1}]},
            "translations": {"name": {"de": "Zebra"}},
        },
        "c": {"ref": "Z", "name": "éclair", "version": 1, "sheet": {"labels": ["a"]}},
        "d": {
            "ref": "a-b",
            "name": "zebra",
            "version": 3,
            "mixins": {"rank": {"of": True}},
            "sheet": {"weight_dependent": False},
        },
        "e": {
            "ref": "20",
            "name": "Apple",
            "published": False,
            "brand_code": "larch",
            "mixins": {"rank": {"of": {"deep": 1}}},
            "translations": {"name": {"de": "Apfel"}},
        },
    }
    facts["c"]["mixins"] = {"rank": {"of": 10}, "sizes": {"width": 1.5}}
    for at, (letter, each) in enumerate(facts.items()):
        created = BEGIN - timedelta(milliseconds=at)
        builders.a_product(alice, catalog_id=letter, created_at=created, **each)
    return alice


def sorted_by(shop: Shop, *keys: Key, languages: tuple[str, ...] = ("en",)) -> str:
    """Give the letters of the products in order."""
    rows: Any = Product.select(Product.catalog_id).where(Product.shop == shop)
    rows = rows.order_by(*order(shop, keys, languages))
    return "".join(each.catalog_id for each in rows)


def test_each_field_sorts(shelf: Shop) -> None:
    found = {field: sorted_by(shelf, Key(tuple(field.split(".")))) for field in ORDERS}
    assert found == ORDERS


def test_downwards_is_the_other_way_round(shelf: Shop) -> None:
    found = {field: sorted_by(shelf, Key(tuple(field.split(".")), True)) for field in ORDERS}
    assert found == {field: each[::-1] for field, each in ORDERS.items()}


def test_the_second_field_decides_what_the_first_leaves_alike(shelf: Shop) -> None:
    version = Key(("version",), True)
    assert sorted_by(shelf, version, Key(("names",))) == "bdaec"
    assert sorted_by(shelf, version, Key(("names",), True)) == "dbace"


def test_texts_are_sorted_in_the_language_that_would_be_told(shelf: Shop) -> None:
    assert sorted_by(shelf, Key(("names",)), languages=("de", "en")) == "ebadc"
    Product.update(translations={"name": {"de": "ä"}}).where(Product.ref == "20").execute()
    assert sorted_by(shelf, Key(("names",)), languages=("de", "en")) == "badec"


def test_a_field_that_is_none_is_a_slip_of_the_caller(shelf: Shop) -> None:
    with pytest.raises(KeyError):
        sorted_by(shelf, Key(("weight",)))
