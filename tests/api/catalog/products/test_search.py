"""`POST /product/<tenant>/products/search`: the list, with conditions too long for an address."""

from __future__ import annotations

from typing import Any

import pytest

from models.shop import Shop
from tests.api.catalog.conftest import Server, refusal
from tests.builders import a_product


@pytest.fixture
def alice(alice: Shop) -> Shop:
    """Alice's shop with three products, of which one is not published."""
    for code in ("A705197726", "A705197727", "A705197728"):
        a_product(alice, ref=code, name=f"Jacket {code[-1]}", published=code != "A705197727")
    return alice


def codes(told: Any) -> list[str]:
    """The codes of what is told."""
    return [each["code"] for each in told]


def test_products_are_found_as_published(server: Server, reader: Server) -> None:
    wanted = {"q": "code:(A705197727 OR A705197726)"}
    assert codes(server.post("/products/search", wanted)) == ["A705197727", "A705197726"]
    assert codes(reader.post("/products/search", wanted)) == ["A705197726"]


def test_the_list_takes_the_same_parameters(server: Server) -> None:
    wanted = {"q": "productType:BASIC"}
    asked = {"sort": "code:desc", "pageSize": 1, "pageNumber": 2, "fields": "code"}
    headers = {"X-Total-Count": "true", "Accept-Language": "*"}
    answer = server.ask("POST", "/products/search", wanted, headers=headers, **asked)
    assert answer.json is not None
    [told] = answer.json
    assert set(told) == {"id", "yrn", "code"}
    assert told["code"] == "A705197727"
    assert answer.headers["X-Total-Count"] == "3"
    assert server.post("/products/search", wanted, fields="name", pageSize=1)[0]["name"]


def test_a_hundred_ids_are_found_at_once(server: Server, alice: Shop) -> None:
    ids = [a_product(alice).catalog_id or "" for _ in range(100)]
    found = server.post("/products/search", {"q": f"id:({','.join(ids)})"}, pageSize=100)
    assert sorted(each["id"] for each in found) == sorted(ids)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "q"),
        ({"q": 1}, "q"),
        ({"q": None}, "q"),
        ({"q": ""}, "q"),
        ({"q": "code:(A"}, "q"),
        ({"q": "code:" + "A" * 60_001}, "q"),
        ({"q": "code:\0"}, "q"),
        ({"q": "code:A", "sort": "code"}, "sort"),
        (["code:A"], ""),
    ],
    ids=lambda each: str(each)[:40],
)
def test_what_is_no_search_is_refused(server: Server, body: Any, where: str) -> None:
    answer = server.ask("POST", "/products/search", body)
    assert refusal(answer)[0] == 400
    assert answer.json is not None
    assert {each["field"] for each in answer.json["details"]} == {where}
