"""PUT /product/<tenant>/products/<id>."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_server, refusal
from usecases.catalog import scopes

JACKET = {"id": "jacket", "name": "Field jacket", "code": "FJ-1", "labelIds": ["new"]}
LEAST = {"name": "Harbour jacket", "code": "FJ-2"}


@pytest.fixture
def jacket(server: Server) -> str:
    """A product in its first version."""
    return str(server.post("/products", JACKET)["id"])


def test_a_product_is_what_was_sent_and_nothing_else(server: Server, jacket: str) -> None:
    answer = server.ask("PUT", "/products/jacket", LEAST)
    assert (answer.status_code, answer.data) == (204, b"")
    product = Product.get()
    assert (product.name, product.ref, product.sheet) == ("Harbour jacket", "FJ-2", None)
    assert product.version == 2


def test_partial_changes_what_is_sent(server: Server, jacket: str) -> None:
    server.put("/products/jacket", {"brandId": "larch"}, partial="true")
    product = Product.get()
    assert (product.ref, product.brand_code, product.sheet) == (
        "FJ-1",
        "larch",
        {"labels": ["new"]},
    )


@pytest.mark.parametrize("missing", ["name", "code"])
def test_what_every_product_has_is_required(server: Server, jacket: str, missing: str) -> None:
    answer = server.ask(
        "PUT", "/products/jacket", {name: LEAST[name] for name in LEAST if name != missing}
    )
    assert refusal(answer)[0] == 400
    assert [each["field"] for each in answer.json["details"]] == [missing]  # type: ignore[index]


def test_type_and_parent_are_for_good(server: Server, jacket: str) -> None:
    server.put("/products/jacket", {**LEAST, "productType": "VARIANT", "parentVariantId": "x"})
    assert (Product.get().kind, Product.get().parent) == ("basic", None)


def test_an_id_that_is_sent_must_be_the_one_in_the_address(server: Server, jacket: str) -> None:
    server.put("/products/jacket", {**LEAST, "id": "jacket"})
    assert refusal(server.ask("PUT", "/products/jacket", {**LEAST, "id": "other"}))[0] == 400


def test_an_unknown_product_is_not_found_and_named(
    server: Server, charlies: Server, jacket: str
) -> None:
    for caller, named in ((server, "boots"), (charlies, "jacket")):
        answer = caller.ask("PUT", f"/products/{named}", LEAST)
        assert refusal(answer)[0] == 404
        assert answer.json["productId"] == named  # type: ignore[index]


@pytest.mark.parametrize(("version", "status"), [(1, 204), (1.0, 204), (0, 409), (2, 409)])
def test_only_the_version_that_was_read_is_replaced(
    server: Server, jacket: str, version: Any, status: int
) -> None:
    answer = server.ask("PUT", "/products/jacket", {**LEAST, "metadata": {"version": version}})
    assert answer.status_code == status
    if status == 409:
        [detail] = answer.json["details"]  # type: ignore[index]
        assert (detail["field"], detail["type"]) == ("metadata.version", "conflict_resource")
        assert Product.get().version == 1


def test_another_products_code_is_taken(server: Server, jacket: str) -> None:
    server.post("/products", {"name": "Boots", "code": "B-1"})
    answer = server.ask("PUT", "/products/jacket", {**LEAST, "code": "B-1"})
    assert refusal(answer)[0] == 409
    assert [each["field"] for each in answer.json["details"]] == ["code"]  # type: ignore[index]


def test_unpublishing_takes_a_scope_of_its_own(
    client: FlaskClient, alice: Shop, server: Server, jacket: str
) -> None:
    updater = a_server(client, alice, scopes.UPDATE)
    server.put("/products/jacket", {**LEAST, "published": True})
    # What is not sent is not published.
    assert refusal(updater.ask("PUT", "/products/jacket", LEAST))[0] == 403
    updater.put("/products/jacket", {**LEAST, "published": True})
    a_server(client, alice, scopes.UPDATE, scopes.UNPUBLISH).put("/products/jacket", LEAST)
    assert not Product.get().published
