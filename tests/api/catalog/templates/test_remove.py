"""`DELETE /product/<tenant>/product-templates/<id>`: a template that nobody uses goes."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.product_template import ProductTemplate, TemplateVersion
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_sellers_server, refusal
from tests.api.catalog.templates.conftest import ONE, PATH, a_body
from tests.builders import a_product, a_seller


def test_a_template_goes_with_its_versions(made: Server) -> None:
    made.put(ONE, a_body(id=None, metadata={"version": 1}))
    answer = made.ask("DELETE", ONE)
    assert (answer.status_code, answer.data) == (204, b"")
    assert refusal(made.ask("GET", ONE))[0] == 404
    assert TemplateVersion.select().count() == 0


@pytest.mark.parametrize("version", [1, 2])
def test_one_that_products_are_made_by_stays(made: Server, alice: Shop, version: int) -> None:
    made.put(ONE, a_body(id=None, metadata={"version": 1}))
    template = ProductTemplate.get()
    product = a_product(alice, template=template, template_version=version)
    status, told = refusal(made.ask("DELETE", ONE))
    assert status == 409
    assert told == "products are made by this template; give them another one first"
    assert made.get(ONE)["metadata"]["version"] == 2
    product.delete_instance()
    made.delete(ONE)


@pytest.mark.parametrize("id_", ["none", "a%00b", "x" * 99])
def test_of_one_that_is_not_there_nothing_is_left(made: Server, id_: str) -> None:
    made.delete(f"{PATH}/{id_}")
    made.get(ONE)


def test_another_shops_template_stays(made: Server, charlies: Server) -> None:
    charlies.delete(ONE)
    made.get(ONE)


def test_a_sellers_key_removes_none(made: Server, client: FlaskClient, alice: Shop) -> None:
    sellers = a_sellers_server(client, a_seller(alice))
    assert refusal(sellers.ask("DELETE", ONE))[0] == 403
    made.get(ONE)
