"""`PUT /product/<tenant>/products/<id>` and `…/bulk` in a shop that is upserting."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_server, refusal
from tests.builders import a_key, a_product
from usecases.catalog import scopes

KETTLE = {"name": "Kettle", "code": "K-1"}


@pytest.fixture
def upserting(alice: Shop, server: Server) -> Server:
    """Alice's server, whose shop makes what is not there."""
    Shop.update(upserting=True).where(Shop.id == alice.id).execute()
    return server


def test_a_shop_says_so_for_itself(client: FlaskClient, server: Server) -> None:
    assert refusal(server.ask("PUT", "/products/abc-123", KETTLE))[0] == 404
    headers = a_key(server.shop)
    told = client.patch("/api/v1/shop", json={"upserting": True}, headers=headers).json
    assert told["data"]["attributes"]["upserting"] is True
    assert server.ask("PUT", "/products/abc-123", KETTLE).status_code == 201


def test_what_is_not_there_is_made_and_what_is_there_is_replaced(upserting: Server) -> None:
    first = upserting.ask("PUT", "/products/abc-123", {**KETTLE, "productType": "BASIC"})
    assert (first.status_code, first.json["id"]) == (201, "abc-123")
    assert first.json["yrn"].endswith(f":product:{upserting.shop.slug};abc-123")
    again = upserting.ask("PUT", "/products/abc-123", {**KETTLE, "name": "Larch kettle"})
    assert (again.status_code, again.data) == (204, b"")
    [told] = upserting.get("/products")
    assert (told["id"], told["name"], told["metadata"]["version"]) == ("abc-123", "Larch kettle", 2)


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("PATCH", "/products/abc-123", {}),
        ("PUT", "/products/abc-123", {"partial": "true"}),
        ("PUT", "/products/search", {}),
        ("PUT", f"/products/{'x' * 33}", {}),
        ("PUT", "/products/a b", {}),
    ],
)
def test_a_change_makes_nothing_and_what_is_no_id_is_not_found(
    upserting: Server, method: str, path: str, query: dict[str, Any]
) -> None:
    assert refusal(upserting.ask(method, path, KETTLE, **query))[0] == 404
    assert not Product.select().exists()


def test_making_takes_its_own_scope(client: FlaskClient, upserting: Server) -> None:
    updates = a_server(client, upserting.shop, scopes.UPDATE)
    assert refusal(updates.ask("PUT", "/products/abc-123", KETTLE))[0] == 404
    both = a_server(client, upserting.shop, scopes.UPDATE, scopes.CREATE)
    published = {**KETTLE, "published": True}
    assert refusal(both.ask("PUT", "/products/abc-123", published))[0] == 403
    assert both.ask("PUT", "/products/abc-123", KETTLE).status_code == 201


def test_what_is_made_is_refused_as_by_a_post(upserting: Server) -> None:
    a_product(upserting.shop, ref="K-1")
    status, _ = refusal(upserting.ask("PUT", "/products/abc-123", KETTLE))
    assert status == 409
    assert refusal(upserting.ask("PUT", "/products/abc-123", {"code": "K-2"}))[0] == 400


def test_others_ids_are_taken(client: FlaskClient, upserting: Server, charlies: Server) -> None:
    theirs = a_product(charlies.shop, catalog_id="abc-123")
    assert upserting.ask("PUT", "/products/abc-123", KETTLE).status_code == 201
    assert Product.get_by_id(theirs.id).name == theirs.name


def test_each_row_of_many_is_made_or_replaced(upserting: Server) -> None:
    a_product(upserting.shop, catalog_id="abc-1", ref="K-1")
    bundle = {"productType": "BUNDLE", "bundledProducts": [{"productId": "abc-2", "amount": 1}]}
    rows = [
        {"id": "abc-1", "name": "Kettle", "code": "K-1"},
        {"id": "abc-3", "name": "Set", "code": "S-1", **bundle},
        {"id": "abc-2", "name": "Cup", "code": "C-1"},
        {"id": "abc-2", "name": "Larch cup", "code": "C-1"},
        {"id": "abc-4", "name": "Cup", "code": "K-1"},
        {"id": "a b", "name": "Cup", "code": "C-2"},
    ]
    told = upserting.put("/products/bulk", rows)
    assert [(each["id"], each["code"]) for each in told] == [
        ("abc-1", 204),
        ("abc-3", 400),
        ("abc-2", 201),
        ("abc-2", 204),
        ("abc-4", 409),
        ("a b", 404),
    ]
    assert upserting.get("/products/abc-2")["name"] == "Larch cup"
