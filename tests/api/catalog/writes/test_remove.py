"""DELETE /product/<tenant>/products/<id>."""

from __future__ import annotations

import pytest

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, refusal
from tests.builders import a_product
from tests.usecases.catalog.families_at_work import a_parent


def test_a_product_is_gone_and_removing_it_again_is_no_fault(server: Server, alice: Shop) -> None:
    product = a_product(alice)
    for _ in range(2):
        answer = server.ask("DELETE", f"/products/{product.catalog_id}")
        assert (answer.status_code, answer.data) == (204, b"")
    assert not Product.select().count()


def test_a_body_is_passed_over(server: Server, alice: Shop) -> None:
    product = a_product(alice)
    assert server.ask("DELETE", f"/products/{product.catalog_id}", {"any": 1}).status_code == 204
    assert not Product.select().count()


def test_others_products_stay(charlies: Server, alice: Shop) -> None:
    product = a_product(alice)
    charlies.delete(f"/products/{product.catalog_id}")
    charlies.delete(f"/products/{product.uid}")
    assert Product.select().count() == 1


@pytest.mark.parametrize("named", ["%00", "%ff", "a%2Fb", "..%2F", "%F0%9F%98%80", "x" * 4000])
def test_what_is_no_id_names_nothing(server: Server, alice: Shop, named: str) -> None:
    a_product(alice)
    path = f"/products/{named}"
    for method, body in (("PUT", {"name": "a", "code": "b"}), ("PATCH", {}), ("DELETE", None)):
        assert server.ask(method, path, body).status_code in (204 if body is None else 404, 404)
    assert Product.get().version == 1


def test_a_product_goes_with_its_variants_only_where_that_is_confirmed(
    server: Server, alice: Shop
) -> None:
    attributes = {"color": ["RED", "GREEN"], "size": ["S"]}
    a_parent(alice, attributes, catalog_id="jacket")
    answer = server.ask("DELETE", "/products/jacket")
    assert refusal(answer)[0] == 409
    [detail] = answer.json["details"]  # type: ignore[index]
    assert (detail["field"], detail["type"]) == ("force", "conflict_resource")
    assert Product.select().count() == 3
    server.delete("/products/jacket", force="true")
    assert not Product.select().count()
