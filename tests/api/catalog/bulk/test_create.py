"""POST /product/<tenant>/products/bulk."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_server, refusal
from tests.builders import a_product
from usecases.catalog import scopes

# The published sample.
SAMPLE = [
    {"id": f"abc-{123 + at}", "code": f"53243241233{1 + at}", "name": f"Product {1 + at}"}
    for at in range(3)
]


def row(code: str, **facts: Any) -> dict[str, Any]:
    """A product as it is sent."""
    return {"name": "Field jacket", "code": code, **facts}


def test_the_published_sample_makes_products(server: Server) -> None:
    answer = server.ask(
        "POST", "/products/bulk", [{**each, "productType": "BASIC"} for each in SAMPLE]
    )
    assert answer.status_code == 207
    assert answer.json == [
        {"index": at, "id": f"abc-{123 + at}", "code": 201, "status": "CREATED"} for at in range(3)
    ]
    made = [(each.catalog_id, each.name) for each in Product.select().order_by(Product.id)]
    assert made == [(each["id"], each["name"]) for each in SAMPLE]


def test_each_row_stands_for_itself_at_its_place(server: Server, alice: Shop) -> None:
    a_product(alice, ref="taken")
    sent = [
        row("A", id="a"),
        row("B", colour="red"),
        row("taken", id="c"),
        row("A"),
        row("E", id="a"),
        "nonsense",
        row("G", template={"id": "none", "version": 1}),
        row("H", id="h", name={"xx": "Jacke"}),
        row("I", id="i"),
    ]
    told = server.post("/products/bulk", sent)
    assert [each["index"] for each in told] == list(range(9))
    assert [each["status"] for each in told] == [
        "CREATED",
        "BAD_REQUEST",
        "CONFLICT",
        "CONFLICT",
        "CONFLICT",
        "BAD_REQUEST",
        "NOT_FOUND",
        "BAD_REQUEST",
        "CREATED",
    ]
    assert [each.get("id") for each in told] == ["a", None, "c", None, "a", None, None, "h", "i"]
    assert told[1]["details"] == ["colour: is not known here"]
    assert told[7]["details"][0].startswith("name.xx: ")
    assert told[2]["errorCode"] == "ref-taken"
    assert sorted(str(each.ref) for each in Product.select()) == ["A", "I", "taken"]


@pytest.mark.parametrize(
    "body", [{}, [row(f"{number}") for number in range(201)]], ids=["no list", "too many"]
)
def test_what_is_no_list_of_two_hundred_is_refused_whole(server: Server, body: Any) -> None:
    assert refusal(server.ask("POST", "/products/bulk", body))[0] == 400
    assert not Product.select().count()


def test_two_hundred_whole_products_are_one_request(server: Server) -> None:
    mixins = {"large": {f"field{number}": number for number in range(150)}}
    told = server.post("/products/bulk", [row(f"{at}", mixins=mixins) for at in range(200)])
    assert {each["status"] for each in told} == {"CREATED"}
    assert Product.select().count() == 200


def test_nothing_sent_is_nothing_made(server: Server) -> None:
    assert server.post("/products/bulk", []) == []


def test_only_the_rows_that_publish_need_the_scope(client: FlaskClient, alice: Shop) -> None:
    server = a_server(client, alice, scopes.CREATE)
    told = server.post("/products/bulk", [row("A", published=True), row("B")])
    assert [each["code"] for each in told] == [403, 201]


def test_the_same_request_sent_again_makes_nothing_twice(server: Server) -> None:
    sent = [row("A"), "nonsense"]
    key = {"Idempotency-Key": "once"}
    answers = [server.ask("POST", "/products/bulk", sent, headers=key) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert Product.select().count() == 1


def test_faults_stand_where_they_were_sent(server: Server) -> None:
    wrong = {"metadata": {"version": 10**18}, "mixins": {"productVariantAttributes": {"ref": 1}}}
    told = server.post("/products/bulk", [row("A", **{each: wrong[each]}) for each in wrong])
    places = [each["details"][0].partition(":")[0] for each in told]
    assert places == ["metadata.version", "mixins.productVariantAttributes"]
    assert server.post("/products/bulk", [None])[0]["message"] == "must be a JSON object"


def test_few_of_many_faults_are_told(server: Server) -> None:
    related = [{"refId": f"none-{at}", "type": "ACCESSORY"} for at in range(500)]
    [told] = server.post("/products/bulk", [row("A", relatedItems=related)])
    assert len(told["details"]) == 20


def test_bundles_are_nested_so_deep_and_no_deeper(server: Server) -> None:
    sent = [row("A0", id="b0")]
    for at in range(1, 25):
        inside = [{"productId": f"b{at - 1}", "amount": 1}]
        bundle = {"id": f"b{at}", "productType": "BUNDLE", "bundledProducts": inside}
        sent.append(row(f"A{at}", **bundle))
    told = server.post("/products/bulk", sent)
    assert [each["code"] for each in told] == [201] * 21 + [400] * 4
