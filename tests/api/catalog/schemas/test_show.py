"""`GET /product/<tenant>/schemas/<name>.json`: JSON Schemas of ours, for everybody."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from models.shop import Shop
from tests.api.catalog.conftest import Server, refusal
from tests.api.catalog.templates.conftest import PATH, a_body, an_attribute
from usecases.catalog.own_schemas import KNOWN

ATTRIBUTES: list[dict[str, Any]] = [
    an_attribute(),
    an_attribute(key="size", type="NUMBER", values=[{"key": 38}, {"key": 40.5}]),
    an_attribute(
        key="fabric",
        values=None,
        metadata={"mandatory": True, "variantAttribute": False, "defaultValue": "wool"},
    ),
    an_attribute(key="woven", type="DATETIME", values=None, metadata={}),
]
for _each in ATTRIBUTES:
    _each["name"] = {"en": _each["key"].title()}
ATTRIBUTES[1]["metadata"] = {"mandatory": True, "variantAttribute": True}


@pytest.fixture
def told(server: Server) -> dict[str, str]:
    """What is told of a template's schemas."""
    server.post(PATH, a_body(id="shirt", attributes=ATTRIBUTES))
    metadata: dict[str, str] = server.get(f"{PATH}/shirt")["metadata"]
    return metadata


def test_a_templates_schemas_stand_where_it_says(reader: Server, told: dict[str, str]) -> None:
    begin = f"https://vitrine.example/product/{reader.shop.slug}"
    variant = reader.get(told["variantAttributesSchema"].removeprefix(begin))
    assert variant == {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "object",
        "properties": {
            "color": {
                "type": "string",
                "title": "Color",
                "enum": ["GREEN", "RED"],
                "default": "GREEN",
            },
            "size": {"type": "number", "title": "Size", "enum": [38, 40.5]},
        },
        "additionalProperties": False,
        "required": ["size"],
    }
    template = reader.get(told["templateAttributesSchema"].removeprefix(begin))
    assert set(template["properties"]) == {"fabric", "woven"}
    assert template["required"] == ["fabric"]


@pytest.mark.parametrize(
    ("attributes", "right"),
    [
        ({"fabric": "wool", "woven": "2026-06-15T12:00:00.000+0000"}, True),
        ({"fabric": "wool", "woven": "2026-06-15"}, True),
        ({"woven": "2026-06-15"}, False),
        ({"fabric": "wool", "woven": "15.6.2026"}, False),
        ({"fabric": "wool", "woven": "2026-13-15"}, False),
        ({"fabric": 7}, False),
        ({"fabric": "wool", "more": 1}, False),
    ],
)
def test_others_read_them_as_we_do(
    reader: Server, told: dict[str, str], attributes: Any, right: bool
) -> None:
    begin = f"https://vitrine.example/product/{reader.shop.slug}"
    schema = reader.get(told["templateAttributesSchema"].removeprefix(begin))
    assert jsonschema_rs.is_valid(schema, attributes) is right


def test_each_version_has_its_own(server: Server, told: dict[str, str], reader: Server) -> None:
    server.put(f"{PATH}/shirt", a_body(id=None, attributes=[], metadata={"version": 1}))
    first = reader.get("/schemas/shirt-templateAttributes_v1.json")
    second = reader.get("/schemas/shirt-templateAttributes_v2.json")
    assert first["properties"] != {}
    assert (second["properties"], "required" in second) == ({}, False)


@pytest.mark.parametrize("name", KNOWN.values())
def test_the_known_mixins_have_schemas_that_are_right(reader: Server, name: str) -> None:
    answer = reader.ask("GET", f"/schemas/{name}.json")
    assert answer.mimetype == "application/json"
    jsonschema_rs.Draft4Validator(json.loads(answer.data))


def test_pages_of_any_shop_and_caches_may_have_them(reader: Server) -> None:
    answer = reader.ask("GET", f"/schemas/{KNOWN['salePricesData']}.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    "name",
    [
        "shirt-templateAttributes_v2",
        "shirt-templateAttributes_v0",
        "shirt-templateAttributes_v99999999999",
        "shirt-otherAttributes_v1",
        "hat-templateAttributes_v1",
        "none",
        "..%2f..%2fapp",
        "a%00b-templateAttributes_v1",
        "%ED%A0%80-templateAttributes_v1",
    ],
)
def test_what_is_not_there_is_not_found(reader: Server, told: dict[str, str], name: str) -> None:
    assert refusal(reader.ask("GET", f"/schemas/{name}.json"))[0] == 404


def test_other_shops_have_none_of_them(told: dict[str, str], charlie: Shop, reader: Server) -> None:
    other = Server(reader.client, charlie)
    assert refusal(other.ask("GET", "/schemas/shirt-templateAttributes_v1.json"))[0] == 404


def test_a_bad_token_opens_nothing(reader: Server) -> None:
    bad = Server(reader.client, reader.shop, "garbage")
    name = KNOWN["salePricesData"]
    assert refusal(bad.ask("GET", f"/schemas/{name}.json"))[0] == 401
