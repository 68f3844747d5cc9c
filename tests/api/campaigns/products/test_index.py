"""`GET /v2/<access key>/product`."""

from __future__ import annotations

import pytest

from tests.api.campaigns.conftest import Server, a_sellers_server, refusal
from tests.builders import a_product, a_seller
from usecases.numerals import numeral_of


def test_products_are_narrowed_by_name_and_seller(server: Server, charlies: Server) -> None:
    larch, oak = a_seller(server.shop), a_seller(server.shop)
    a_product(server.shop, name="Field Jacket", seller=larch)
    a_product(server.shop, name="Rain jacket", seller=oak)
    a_product(server.shop, name="Scarf", seller=larch)
    a_product(charlies.shop, name="Other jacket")

    def names(**query: object) -> list[str]:
        told = server.get("/product", **query)
        assert told["totalCount"] == len(told["results"])
        return [each["name"] for each in told["results"]]

    assert names() == ["Scarf", "Rain jacket", "Field Jacket"]
    assert names(name="JACKET") == ["Rain jacket", "Field Jacket"]
    assert names(sellerId=numeral_of(larch.uid)) == ["Scarf", "Field Jacket"]
    assert names(sellerId=larch.uid, name="jacket") == ["Field Jacket"]
    assert names(sellerId="12") == names(sellerId="%") == []


def test_pages_together_are_the_list(server: Server) -> None:
    for number in range(7):
        a_product(server.shop, name=f"Mug {number}")
    pages = [server.get("/product", page=page, count=3) for page in (1, 2, 3, 4)]
    assert [each["totalCount"] for each in pages] == [7] * 4
    names = [row["name"] for page in pages for row in page["results"]]
    assert names == [f"Mug {number}" for number in range(6, -1, -1)]


@pytest.mark.parametrize("count", [30, 50, 100])
def test_clients_ask_for_so_many_at_once(server: Server, count: int) -> None:
    assert server.get("/product", count=count)["results"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("count", 101), ("count", 0), ("page", 0), ("page", "x"), ("name", "\0")],
)
def test_a_query_that_makes_no_sense_is_refused(server: Server, name: str, value: object) -> None:
    assert refusal(server.ask("GET", "/product", **{name: value})) == (400, -510)


def test_a_sellers_key_sees_its_own_alone(server: Server) -> None:
    mine = a_seller(server.shop)
    a_product(server.shop, name="Mine", seller=mine)
    a_product(server.shop, name="The shop's")
    theirs = a_sellers_server(server.client, mine)
    assert [each["name"] for each in theirs.get("/product")["results"]] == ["Mine"]
