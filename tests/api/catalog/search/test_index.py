"""`POST /product/<tenant>/search`: products by their YRNs."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.product import PARENT_VARIANT, VARIANT
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_sellers_server, refusal
from tests.builders import a_product, a_seller, a_shop

YRN = "urn:yaas:saasag:caasproduct:product:myshop;"
FIRST, PARENT = "4474e3dfaee4c10def3d9b24", "5710b72dd2ef7d001d099fbf"
# As the published sample has it.
WANTED = {
    "yrns": [
        f"{YRN}{FIRST}",
        f"{YRN}54cc453dfaee4c10def3db24",
        f"{YRN}346764e3dfaee4c10defb477",
        f"{YRN}{PARENT};57ad7bfae12690001d568a3f",
    ],
    "params": {"product": {"fields": ["name", "code", "description"]}},
}
FOUND = [
    {
        "id": FIRST,
        "yrn": f"{YRN}{FIRST}",
        "code": "code1",
        "name": "Product1",
        "description": "desc",
    },
    {
        "id": PARENT,
        "yrn": f"{YRN}{PARENT}",
        "code": "code2",
        "name": "Product2",
        "description": "desc2",
    },
]


@pytest.fixture
def alice(app: Any) -> Shop:
    """Alice's shop with the products of the sample."""
    shop = a_shop("Alice", slug="myshop")
    parent = a_product(
        shop,
        catalog_id=PARENT,
        ref="code2",
        name="Product2",
        description="desc2",
        kind=PARENT_VARIANT,
    )
    a_product(shop, catalog_id=f"{PARENT}--57ad7bfae12690001d568a3f", kind=VARIANT, parent=parent)
    a_product(shop, catalog_id=FIRST, ref="code1", name="Product1", description="desc")
    a_product(shop, catalog_id="hidden", published=False)
    return shop


def ids(told: Any) -> list[str]:
    """The ids of what is told."""
    return [each["id"] for each in told]


def test_products_are_told_as_published(server: Server) -> None:
    assert server.post("/search", WANTED) == FOUND


def test_they_come_in_the_order_named_once_each(server: Server) -> None:
    variant = f"{PARENT}--57ad7bfae12690001d568a3f"
    yrns = [f"{YRN}{each}" for each in (variant, FIRST, variant, PARENT)]
    assert ids(server.post("/search", {"yrns": yrns})) == [variant, FIRST, PARENT]


UNKNOWN = {
    "none": "",
    "an id alone": FIRST,
    "another tenant's": f"urn:yaas:saasag:caasproduct:product:other;{FIRST}",
    "another kind's": f"urn:yaas:saasag:caascategory:category:myshop;{FIRST}",
    "no id": YRN,
    "an id in second place": f"{YRN}none;{FIRST}",
    "another case": f"{YRN}{FIRST}".upper(),
}


@pytest.mark.parametrize("yrn", UNKNOWN.values(), ids=UNKNOWN)
def test_what_names_no_product_of_the_shop_is_passed_over(server: Server, yrn: str) -> None:
    assert ids(server.post("/search", {"yrns": [yrn, f"{YRN}{PARENT}"]})) == [PARENT]


def test_who_may_not_see_a_product_does_not_find_it(
    client: FlaskClient, server: Server, reader: Server, charlies: Server, alice: Shop
) -> None:
    wanted = {"yrns": [f"{YRN}hidden", f"{YRN}{FIRST}"]}
    assert ids(server.post("/search", wanted)) == ["hidden", FIRST]
    assert ids(reader.post("/search", wanted)) == [FIRST]
    assert charlies.post("/search", wanted) == []
    assert a_sellers_server(client, a_seller(alice)).post("/search", wanted) == []


def test_what_is_told_can_be_chosen_in_the_address_too(server: Server) -> None:
    wanted = {"yrns": [f"{YRN}{FIRST}"], "params": {"product": {"fields": ["code"]}}}
    [told] = server.post("/search", wanted, fields="published")
    assert set(told) == {"id", "yrn", "code", "published"}
    [told] = server.post("/search", {"yrns": [f"{YRN}{FIRST}"]})
    assert {"name", "metadata", "productType"} < set(told)


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "yrns"),
        ({"yrns": "x"}, "yrns"),
        ({"yrns": [1]}, "yrns.0"),
        ({"yrns": ["\0"]}, "yrns.0"),
        ({"yrns": [""] * 1001}, "yrns"),
        ({"yrns": [], "more": 1}, "more"),
        ({"yrns": [], "params": {"price": {}}}, "params.price"),
        ({"yrns": [], "params": {"product": {"fields": "name"}}}, "params.product.fields"),
        ([], ""),
    ],
    ids=str,
)
def test_what_is_no_search_is_refused(server: Server, body: Any, where: str) -> None:
    answer = server.ask("POST", "/search", body)
    assert refusal(answer)[0] == 400
    assert answer.json is not None
    assert [each["field"] for each in answer.json["details"]] == [where]


def test_a_thousand_may_be_named_at_once(server: Server) -> None:
    yrns = [f"{YRN}none-{each}" for each in range(999)]
    assert ids(server.post("/search", {"yrns": [*yrns, f"{YRN}{FIRST}"]})) == [FIRST]
