"""PUT /product/<tenant>/products/bulk."""

from __future__ import annotations

from typing import Any

import pytest

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, refusal
from tests.builders import a_product


@pytest.fixture
def three(alice: Shop) -> None:
    """Three products in their first version."""
    for name in "abc":
        a_product(alice, catalog_id=name, ref=name.upper())


def row(name: str, code: str, **metadata: Any) -> dict[str, Any]:
    """A product as it is sent."""
    return {"id": name, "name": "Field jacket", "code": code, "metadata": metadata}


def refs() -> dict[str, str]:
    """The codes of the products, by their ids."""
    return {each.catalog_id: each.ref for each in Product.select()}


def test_the_published_sample_replaces_products(server: Server, three: None) -> None:
    told = server.put("/products/bulk", [row(each, f"{each}-2", version=1) for each in "abc"])
    assert told == [
        {"index": at, "id": name, "code": 204, "status": "NO_CONTENT"}
        for at, name in enumerate("abc")
    ]
    assert refs() == {"a": "a-2", "b": "b-2", "c": "c-2"}


def test_each_row_stands_for_itself_at_its_place(server: Server, three: None) -> None:
    sent = [
        row("a", "A-2", version=3),
        row("none", "N"),
        row("b", "C"),
        {"name": "no id", "code": "X"},
        row("c", "C-2"),
    ]
    told = server.put("/products/bulk", sent)
    assert [each["code"] for each in told] == [409, 404, 409, 400, 204]
    assert [each["errorCode"] for each in told[:4]] == [
        "version-outdated",
        "not-found",
        "ref-taken",
        "invalid",
    ]
    assert refs() == {"a": "A", "b": "B", "c": "C-2"}


def test_rows_are_written_in_their_order(server: Server, three: None) -> None:
    # What one row gives away the next may take, and one product may stand in two rows.
    sent = [row("a", "X"), row("b", "A"), row("a", "Y"), row("a", "Z", version=2)]
    told = server.put("/products/bulk", sent)
    assert [each["code"] for each in told] == [204, 204, 204, 409]
    assert refs() == {"a": "Y", "b": "A", "c": "C"}


def test_too_many_are_refused_whole(server: Server, three: None) -> None:
    sent = [row("a", "X")] * 201
    assert refusal(server.ask("PUT", "/products/bulk", sent))[0] == 400
    assert refs()["a"] == "A"
