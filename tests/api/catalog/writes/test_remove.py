"""DELETE /product/<tenant>/products/<id>."""

from __future__ import annotations

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server
from tests.builders import a_product


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
