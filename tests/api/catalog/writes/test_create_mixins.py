"""`POST /product/<tenant>/products`: what mixins of new products are held against."""

from __future__ import annotations

import json
from typing import Any

import pytest

from models.product import Product
from tests.api.catalog.conftest import Server, refusal
from tests.serving import Site

LEAST = {"name": "Field jacket", "code": "BASIC001"}
CARE = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "type": "object",
    "properties": {"degrees": {"type": "number", "maximum": 95}},
    "required": ["degrees"],
}
ATTRIBUTES = [
    {
        "key": "fabric",
        "name": {"en": "Fabric"},
        "type": "TEXT",
        "metadata": {"mandatory": True, "variantAttribute": False},
        "values": [{"key": "WOOL"}, {"key": "COTTON"}],
    }
]


@pytest.fixture
def care(site: Site) -> str:
    """The address of a schema on somebody else's server."""
    site.pages["/care.json"] = json.dumps(CARE).encode()
    return site.url("/care.json")


def a_body(url: str | None, value: Any) -> dict[str, Any]:
    """A product with a mixin, and where that says its schema is."""
    said = {"metadata": {"mixins": {"care": url}}} if url else {}
    return {**LEAST, "mixins": {"care": value}, **said}


def test_a_mixin_fits_the_schema_it_names(server: Server, care: str) -> None:
    made = server.post("/products", a_body(care, {"degrees": 30}))
    server.patch(f"/products/{made['id']}", {"published": True})
    told = server.get(f"/products/{made['id']}")
    assert told["mixins"] == {"care": {"degrees": 30}}
    assert told["metadata"]["mixins"] == {"care": care}


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"degrees": 100}, "mixins.care.degrees"),
        ({"degrees": "hot"}, "mixins.care.degrees"),
        ({}, "mixins.care"),
        ([], "mixins.care"),
    ],
)
def test_one_that_does_not_is_refused(server: Server, care: str, value: Any, where: str) -> None:
    answer = server.ask("POST", "/products", a_body(care, value))
    assert refusal(answer)[0] == 400
    assert [each["field"] for each in answer.json["details"]] == [where]
    assert Product.select().count() == 0


def test_a_change_is_held_against_what_the_product_names(server: Server, care: str) -> None:
    made = server.post("/products", a_body(care, {"degrees": 30}))
    hot = {"mixins": {"care": {"degrees": 100}}}
    assert refusal(server.ask("PATCH", f"/products/{made['id']}", hot))[0] == 400
    server.patch(f"/products/{made['id']}", {"mixins": {"care": {"degrees": 40}}})


def test_a_schema_that_cannot_be_had_is_told_by_its_mixin(server: Server, site: Site) -> None:
    url = site.url("/none.json")
    status, told = refusal(server.ask("POST", "/products", a_body(url, {})))
    assert (status, told) == (
        400,
        f"mixins.care: the schema at {url} cannot be had: the server answered 404, not 200",
    )


def test_rows_of_many_stand_alone(server: Server, care: str, site: Site) -> None:
    rows = [
        {**a_body(url, value), "code": f"C{at}"}
        for at, (url, value) in enumerate(
            [(care, {"degrees": 30}), (care, {}), (site.url("/none.json"), {}), (None, {})]
        )
    ]
    told = server.post("/products/bulk", rows)
    assert [each["code"] for each in told] == [201, 400, 400, 201]
    # Each address is asked once.
    assert sorted(path for path, _ in site.asked) == ["/care.json", "/none.json"]


def test_attributes_are_those_of_the_template(server: Server) -> None:
    sent = {"name": {"en": "Jacket"}, "attributes": ATTRIBUTES}
    template = {"id": server.post("/product-templates", sent)["id"], "version": 1}
    wool = {"productTemplateAttributes": {"fabric": "WOOL"}}
    made = server.post("/products", {**LEAST, "template": template, "mixins": wool})
    server.patch(f"/products/{made['id']}", {"published": True})
    schema = server.get(f"/products/{made['id']}")["metadata"]["mixins"]
    at = f"https://vitrine.example/product/{server.shop.slug}"
    told = server.get(schema["productTemplateAttributes"].removeprefix(at))
    assert told["properties"]["fabric"]["enum"] == ["WOOL", "COTTON"]
    for wrong in ({"fabric": "SILK"}, {"fabric": 7}, {"cloth": "WOOL"}, {}):
        body = {**LEAST, "code": "B2", "template": template}
        body["mixins"] = {"productTemplateAttributes": wrong}
        assert refusal(server.ask("POST", "/products", body))[0] == 400
    missing = server.ask("POST", "/products", {**LEAST, "code": "B2", "template": template})
    assert refusal(missing) == (
        400,
        "mixins.productTemplateAttributes: fabric is required",
    )


def test_a_template_in_use_stays_until_its_product_goes(server: Server) -> None:
    sent = {"name": {"en": "Jacket"}, "attributes": []}
    template = server.post("/product-templates", sent)["id"]
    body = {**LEAST, "template": {"id": template, "version": "1"}}
    made = server.post("/products", body)
    gone = f"/product-templates/{template}"
    assert refusal(server.ask("DELETE", gone))[0] == 409
    server.delete(f"/products/{made['id']}")
    server.delete(gone)
