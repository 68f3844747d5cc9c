"""Pages of `/api/v1/products`: the headers stay exact on the last page of a long list."""

from __future__ import annotations

from models.product import Product
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import a_seller


def test_the_last_of_many_pages_is_told_exactly(alices: Caller, alice: Shop) -> None:
    seller = a_seller(alice)
    facts = {"shop": alice, "currency": "EUR"}
    rows = [
        {"name": f"Product {number}", "seller": seller if number % 2 else None, **facts}
        for number in range(650)
    ]
    Product.insert_many(rows).execute()
    last = alices.get("/products?page=33")
    assert [each["attributes"]["name"] for each in last.get_json()["data"]] == [
        f"Product {number}" for number in range(9, -1, -1)
    ]
    assert (last.headers["Total-Count"], last.headers["Total-Pages"]) == ("650", "33")
    assert 'page=32>; rel="prev"' in last.headers["Link"]
    assert 'rel="next"' not in last.headers["Link"]
    sellers = alices.get(f"/products?seller_id={seller.uid}&page=17")
    assert [each["attributes"]["name"] for each in sellers.get_json()["data"]] == [
        f"Product {number}" for number in (9, 7, 5, 3, 1)
    ]
    assert sellers.headers["Total-Count"] == "325"
    assert f"seller_id={seller.uid}&page=16>" in sellers.headers["Link"]
    beyond = alices.get("/products?page=34")
    assert (beyond.get_json()["data"], beyond.headers["Total-Count"]) == ([], "650")
