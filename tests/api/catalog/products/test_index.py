"""`GET /product/<tenant>/products`: the products that the caller may see, in pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.database import TookTooLong, database
from models.product import PARENT_VARIANT, VARIANT, Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_sellers_server, a_server, refusal
from tests.api.catalog.products.conftest import SAMPLE, a_phone
from tests.builders import a_product, a_seller
from usecases.catalog import reading


def names(told: list[dict[str, Any]]) -> list[str]:
    """The names of what is told."""
    return [each["name"] for each in told]


def test_products_are_told_as_published(server: Server, alice: Shop) -> None:
    a_phone(alice)
    assert server.get("/products") == [SAMPLE]


def test_everybody_sees_what_is_published_newest_first(
    client: FlaskClient, server: Server, reader: Server, alice: Shop, charlie: Shop
) -> None:
    for name in ("one", "two", "three"):
        a_product(alice, name=name, published=name != "two")
    a_product(charlie, name="theirs")
    assert names(reader.get("/products")) == ["three", "one"]
    assert names(a_server(client, alice, "product.product_update").get("/products")) == [
        "three",
        "one",
    ]
    assert names(server.get("/products")) == ["three", "two", "one"]


def test_a_seller_sees_its_own(client: FlaskClient, alice: Shop) -> None:
    seller = a_seller(alice)
    a_product(alice, name="the shop's")
    a_product(alice, name="its own", seller=seller)
    assert names(a_sellers_server(client, seller).get("/products")) == ["its own"]


PAGES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "the first": ({"pageSize": 2}, ["5", "4"]),
    "the last": ({"pageNumber": 3, "pageSize": 2}, ["1"]),
    "beyond the last": ({"pageNumber": 4, "pageSize": 2}, []),
    "far beyond": ({"pageNumber": 10**30, "pageSize": 1000}, []),
    "as many as there are": ({"pageSize": 10**30}, ["5", "4", "3", "2", "1"]),
    "with parameters unknown here": ({"pageSize": 1, "page": 3}, ["5"]),
}


@pytest.mark.parametrize(("asked", "found"), PAGES.values(), ids=PAGES)
def test_a_page_is_told(
    server: Server, alice: Shop, asked: dict[str, Any], found: list[str]
) -> None:
    for number in range(1, 6):
        a_product(alice, name=str(number))
    assert names(server.get("/products", **asked)) == found


def test_a_page_has_sixty_unless_asked_and_a_thousand_at_most(server: Server, alice: Shop) -> None:
    rows = [
        {"shop": alice, "name": "x", "currency": "EUR", "catalog_id": f"p{each}"}
        for each in range(1001)
    ]
    Product.insert_many(rows).execute()
    assert len(server.get("/products")) == 60
    assert len(server.get("/products", pageSize=1001)) == 1000


@pytest.mark.parametrize(
    ("header", "told"),
    [("true", "2"), ("TRUE", "2"), ("false", None), ("", None), (None, None)],
)
def test_the_total_is_told_to_who_asks(
    reader: Server, alice: Shop, header: str | None, told: str | None
) -> None:
    for published in (True, True, False):
        a_product(alice, published=published)
    headers = {} if header is None else {"X-Total-Count": header}
    answer = reader.ask("GET", "/products", headers=headers, pageSize=1)
    assert answer.headers.get("X-Total-Count") == told
    assert len(answer.json or ()) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"pageNumber": 0},
        {"pageNumber": -1},
        {"pageNumber": "x"},
        {"pageSize": 0},
        {"pageSize": 1.5},
    ],
    ids=str,
)
def test_what_is_no_page_is_refused(server: Server, query: dict[str, Any]) -> None:
    status, why = refusal(server.ask("GET", "/products", **query))
    assert status == 400
    assert why.startswith(next(iter(query)))


FOUND: dict[str, tuple[dict[str, str], list[str]]] = {
    "by a condition": ({"q": "code:B"}, ["b"]),
    "by several": ({"q": "productType:BASIC code:(A,C)"}, ["c", "a"]),
    "none": ({"q": "code:D"}, []),
    "in an order": ({"sort": "code:asc"}, ["a", "b", "c"]),
    "in an order, downwards": ({"sort": "name:desc"}, ["c", "b", "a"]),
    "by a condition, in an order": ({"q": "code:(A,C)", "sort": "name.en"}, ["a", "c"]),
    "a page of them": ({"sort": "code", "pageSize": "1", "pageNumber": "2"}, ["b"]),
    "nothing said": ({"q": "", "sort": ""}, ["c", "b", "a"]),
}


@pytest.mark.parametrize(("asked", "found"), FOUND.values(), ids=FOUND)
def test_products_are_found_and_sorted(
    server: Server, alice: Shop, asked: dict[str, str], found: list[str]
) -> None:
    for name in ("a", "b", "c"):
        a_product(alice, name=name, ref=name.upper())
    assert names(server.get("/products", **asked)) == found


def test_names_are_looked_for_and_sorted_in_the_language_asked_for(
    server: Server, alice: Shop
) -> None:
    for english, polish in (("Coat", "Kurtka"), ("Boots", "Obuwie"), ("Arctic coat", "Parka")):
        a_product(alice, name=english, locale="en", translations={"name": {"pl": polish}})

    def asked(language: str, **query: str) -> list[str]:
        headers = {"Accept-Language": language}
        told: Any = server.ask("GET", "/products", headers=headers, **query).json
        return names(told)

    assert asked("pl", q="name:~urtk") == ["Kurtka"]
    assert asked("en", q="name:~urtk") == []
    assert asked("pl", sort="name") == ["Kurtka", "Obuwie", "Parka"]
    assert asked("en", sort="name") == ["Arctic coat", "Boots", "Coat"]


def test_what_is_found_is_what_the_caller_may_see(
    client: FlaskClient, server: Server, reader: Server, alice: Shop, charlie: Shop
) -> None:
    seller = a_seller(alice)
    a_product(alice, name="hidden", published=False)
    a_product(alice, name="shown")
    a_product(alice, name="its own", seller=seller)
    a_product(charlie, name="theirs")
    asked = {"q": "compoundLogicalQuery:((productType:BASIC) OR (published:false))"}
    assert names(server.get("/products", **asked)) == ["its own", "shown", "hidden"]
    assert names(reader.get("/products", **asked)) == ["its own", "shown"]
    assert names(a_sellers_server(client, seller).get("/products", **asked)) == ["its own"]
    counted = reader.ask("GET", "/products", headers={"X-Total-Count": "true"}, **asked)
    assert counted.headers["X-Total-Count"] == "2"


@pytest.mark.parametrize(
    "query",
    [
        {"q": "jacket"},
        {"q": "colour:red"},
        {"q": "code:(A"},
        {"q": "name.en:~(["},
        {"q": "code:A\0"},
        {"sort": "colour"},
        {"sort": "code; drop table product"},
        {"sort": ",".join(["code"] * 11)},
    ],
    ids=str,
)
def test_what_cannot_be_looked_for_is_refused(server: Server, query: dict[str, str]) -> None:
    answer = server.ask("GET", "/products", **query)
    assert refusal(answer)[0] == 400
    assert answer.json is not None
    assert [each["field"] for each in answer.json["details"]] == list(query)


def test_what_is_told_can_be_chosen(server: Server, alice: Shop) -> None:
    parent = a_phone(alice, kind=PARENT_VARIANT)
    a_product(alice, kind=VARIANT, parent=parent, catalog_id="red", sheet={"tax_classes": {}})
    told = server.get("/products", fields="code,parentVariant.code", expand="parentVariant")
    assert [set(each) for each in told] == [
        {"id", "yrn", "code", "parentVariant"},
        {"id", "yrn", "code"},
    ]
    assert told[0]["parentVariant"] == {"code": SAMPLE["code"]}
    own = server.get("/products", rawValue="false")
    assert ["taxClasses" in each for each in own] == [False, True]
    polish = server.ask("GET", "/products", headers={"Accept-Language": "*"}, fields="name").json
    assert [each["name"] for each in polish or ()] == [
        {"en": "Field jacket"},
        {"en": SAMPLE["name"]},
    ]


@pytest.mark.sqlite
def test_a_page_takes_as_many_statements_as_one_product(server: Server, alice: Shop) -> None:
    def statements() -> int:
        seen: list[str] = []
        connection = database.connection()
        connection.set_trace_callback(seen.append)
        server.get("/products", expand="parentVariant,brand,labels,template")
        connection.set_trace_callback(None)
        return len(seen)

    parent = a_phone(alice, kind=PARENT_VARIANT, brand_code="larch")
    a_product(alice, parent=parent, kind=VARIANT, brand_code="larch")
    few = statements()
    for number in range(40):
        a_product(alice, parent=parent, kind=VARIANT, brand_code=f"brand {number}")
    assert statements() == few > 0


def test_the_shop_must_exist(client: FlaskClient, reader: Server) -> None:
    answer = client.get("/product/nobodys/products")
    assert answer.status_code == 404
    assert answer.json is not None
    assert set(answer.json) == {"code", "status", "message"}


@pytest.mark.parametrize(("who", "seconds"), [("reader", 3), ("server", 30)])
def test_a_search_that_takes_too_long_is_ended(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, who: str, seconds: float
) -> None:
    allowed = []

    @contextmanager
    def within(given: float) -> Iterator[None]:
        allowed.append(given)
        yield
        raise TookTooLong("this takes too long")

    monkeypatch.setattr(reading, "within", within)
    answer = request.getfixturevalue(who).ask("GET", "/products", q="name:~lamp")
    assert refusal(answer) == (400, "this takes too long")
    assert set(allowed) == {seconds}
