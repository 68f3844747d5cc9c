"""The journey of a bundle: made of products, changed, its parts removed."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.catalog.conftest import Server
from tests.builders import a_product


def a_bundle(code: str, *parts: str, **facts: Any) -> dict[str, Any]:
    """What is sent of a bundle of two pieces each."""
    bundled = [{"productId": each, "amount": 2} for each in parts]
    plain = {"id": code.lower(), "name": "Set", "code": code, "productType": "BUNDLE"}
    return {**plain, "bundledProducts": bundled, **facts}


@pytest.fixture
def parts(server: Server) -> list[str]:
    """Two products."""
    rows = [{"id": each, "name": each, "code": each} for each in ("boots", "jacket")]
    return [str(each["id"]) for each in server.post("/products/bulk", rows)]


def test_a_bundle_is_told_as_it_was_made(server: Server, parts: list[str]) -> None:
    server.post("/products", a_bundle("SET", *parts))
    told = server.get("/products/set")
    assert told["productType"] == "BUNDLE"
    assert told["bundledProducts"] == [{"productId": each, "amount": 2} for each in parts]


def test_a_part_s_id_may_be_called_so(server: Server, parts: list[str]) -> None:
    server.post("/products", a_bundle("SET", bundledProducts=[{"id": parts[0], "amount": 1}]))
    assert server.get("/products/set")["bundledProducts"] == [{"productId": "boots", "amount": 1}]


def test_products_that_other_apis_made_are_parts_like_any(server: Server, alice: Shop) -> None:
    elsewhere = str(a_product(alice).catalog_id)
    server.post("/products", a_bundle("SET", elsewhere))
    assert server.get("/products/set")["bundledProducts"][0]["productId"] == elsewhere


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"bundledProducts": None}, "bundledProducts", id="no parts"),
        pytest.param(
            {"bundledProducts": [{"productId": "gone", "amount": 1}]},
            "bundledProducts.0.productId",
            id="a part that there is not",
        ),
        pytest.param(
            {"bundledProducts": [{"productId": "set", "amount": 1}]},
            "bundledProducts.0.productId",
            id="itself",
        ),
        pytest.param(
            {"bundledProducts": [{"productId": "boots", "amount": 0}]},
            "bundledProducts.0.amount",
            id="none of a part",
        ),
        pytest.param(
            {"relatedItems": [{"refId": "gone", "type": "ACCESSORY"}]},
            "relatedItems.0.refId",
            id="related to what there is not",
        ),
        pytest.param(
            {"relatedItems": [{"refId": "boots", "type": "SPARE"}]},
            "relatedItems.0.type",
            id="related in a way that there is not",
        ),
    ],
)
def test_what_is_wrong_with_a_bundle_is_told_where_it_stands(
    server: Server, parts: list[str], change: dict[str, Any], field: str
) -> None:
    answer = server.ask("POST", "/products", a_bundle("SET", *parts, **change))
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json["details"]] == [field]
    assert server.ask("GET", "/products/set").status_code == 404


def test_bundles_hold_bundles_but_in_no_circle(server: Server, parts: list[str]) -> None:
    server.post("/products", a_bundle("INNER", *parts))
    server.post("/products", a_bundle("OUTER", "inner"))
    circle = {"bundledProducts": [{"productId": "outer", "amount": 1}]}
    assert server.ask("PATCH", "/products/inner", circle).status_code == 400
    assert len(server.get("/products/inner")["bundledProducts"]) == 2


def test_two_bundles_of_one_call_close_no_circle(server: Server, parts: list[str]) -> None:
    for each in ("ONE", "TWO"):
        server.post("/products", a_bundle(each, parts[0]))
    rows = [a_bundle("ONE", "two"), a_bundle("TWO", "one")]
    assert [each["code"] for each in server.put("/products/bulk", rows)] == [204, 400]


def test_what_a_bundle_is_made_of_may_come_before_it_in_one_call(server: Server) -> None:
    rows = [{"id": "boots", "name": "Boots", "code": "B"}, a_bundle("SET", "boots")]
    assert [each["code"] for each in server.post("/products/bulk", rows)] == [201, 201]


def test_a_part_may_be_removed(server: Server, parts: list[str]) -> None:
    server.post("/products", a_bundle("SET", *parts))
    server.delete("/products/boots")
    assert len(server.get("/products/set")["bundledProducts"]) == 2
    server.patch("/products/set", {"name": {"en": "Another"}, "bundledProducts": [part("jacket")]})
    assert server.get("/products/set")["bundledProducts"] == [part("jacket")]


def test_products_of_other_shops_are_in_no_bundle(
    server: Server, charlies: Server, parts: list[str]
) -> None:
    assert charlies.ask("POST", "/products", a_bundle("SET", *parts)).status_code == 400
    assert len(server.get("/products")) == len(parts)


def part(id_: str) -> dict[str, Any]:
    """Two pieces of a product, as it is told."""
    return {"productId": id_, "amount": 2}
