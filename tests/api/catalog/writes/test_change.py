"""PATCH /product/<tenant>/products/<id>."""

from __future__ import annotations

from typing import Any

import pytest

from models.product import Product
from models.shop import Shop
from tests.api.catalog.conftest import Server, refusal
from tests.builders import a_product
from usecases.catalog.facts import facts_of

JACKET = {
    "id": "jacket",
    "name": "Field jacket",
    "description": "Warm",
    "code": "FJ-1",
    "labelIds": ["new"],
    "mixins": {"care": {"degrees": 30}},
}


@pytest.fixture
def jacket(server: Server) -> str:
    """A product in its first version."""
    Shop.update(locales=["en", "de"]).execute()
    return str(server.post("/products", JACKET)["id"])


def test_the_published_sample_publishes(server: Server, jacket: str) -> None:
    answer = server.ask("PATCH", "/products/jacket", {"published": True})
    assert (answer.status_code, answer.data) == (204, b"")
    assert (Product.get().published, Product.get().ref, Product.get().version) == (True, "FJ-1", 2)


@pytest.mark.parametrize(
    ("sent", "fact", "left"),
    [
        ({"name": {"de": "Feldjacke"}}, "names", {"en": "Field jacket", "de": "Feldjacke"}),
        ({"description": {"en": None}}, "descriptions", {}),
        ({"description": None}, "descriptions", {}),
        (
            {"mixins": {"fit": {"slim": True}}},
            "mixins",
            {"care": {"degrees": 30}, "fit": {"slim": True}},
        ),
        ({"mixins": {"care": None}}, "mixins", {}),
        ({"labelIds": ["old"]}, "labels", ["old"]),
        ({"metadata": {"schema": "https://s.example/1"}}, "schema", "https://s.example/1"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_sent_is_joined_with_what_there_is(
    server: Server, alice: Shop, jacket: str, sent: dict[str, Any], fact: str, left: Any
) -> None:
    server.patch("/products/jacket", sent)
    assert facts_of(alice, Product.get())[fact] == left


@pytest.mark.parametrize("fact", ["name", "code", "published", "productType"])
def test_what_every_product_has_cannot_be_taken_away(
    server: Server, jacket: str, fact: str
) -> None:
    answer = server.ask("PATCH", "/products/jacket", {fact: None})
    assert refusal(answer)[0] == 400
    assert Product.get().version == 1


def test_a_text_is_in_the_language_of_the_header(server: Server, alice: Shop, jacket: str) -> None:
    sent = {"name": "Feldjacke"}
    answer = server.ask("PATCH", "/products/jacket", sent, headers={"Content-Language": "de"})
    assert answer.status_code == 204
    assert facts_of(alice, Product.get())["names"] == {"en": "Field jacket", "de": "Feldjacke"}


def test_products_of_other_apis_are_changed_by_their_ids(server: Server, alice: Shop) -> None:
    boots = a_product(alice, name="Boots", ref="B-1")
    server.patch(f"/products/{boots.catalog_id}", {"taxClasses": {"DE": "REDUCED"}})
    assert Product.get().sheet == {"tax_classes": {"DE": "REDUCED"}}
    assert (Product.get().ref, Product.get().price_amount) == ("B-1", 12900)


def test_an_old_version_and_an_unknown_product_are_refused(server: Server, jacket: str) -> None:
    server.patch("/products/jacket", {"published": True, "metadata": {"version": 1}})
    stale = {"published": False, "metadata": {"version": 1}}
    assert refusal(server.ask("PATCH", "/products/jacket", stale))[0] == 409
    assert refusal(server.ask("PATCH", "/products/boots", stale))[0] == 404
