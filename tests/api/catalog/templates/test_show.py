"""`GET /product/<tenant>/product-templates/<id>`: a template in its newest version, or another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import clock
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_sellers_server, refusal
from tests.api.catalog.templates.conftest import ONE, PATH, SAMPLE, a_body, an_attribute
from tests.builders import a_seller
from tests.conftest import NOON


def test_a_template_is_told_as_published(server: Server, alice: Shop) -> None:
    with clock.frozen(NOON):
        server.post(PATH, SAMPLE)
    schemas = f"https://vitrine.example/product/{alice.slug}/schemas/{SAMPLE['id']}"
    assert server.get(ONE) == {
        **SAMPLE,
        "metadata": {
            "variantAttributesSchema": f"{schemas}-variantAttributes_v1.json",
            "templateAttributesSchema": f"{schemas}-templateAttributes_v1.json",
            "createdAt": "2026-06-15T12:00:00.000Z",
            "modifiedAt": "2026-06-15T12:00:00.000Z",
            "version": 1,
        },
    }


def test_every_version_stays_readable(server: Server) -> None:
    with clock.frozen(NOON):
        server.post(PATH, SAMPLE)
    with clock.frozen(NOON + timedelta(milliseconds=1)):
        server.put(ONE, a_body(name={"en": "Top"}, id=None, metadata={"version": 1}))
    first, second = server.get(ONE, version="1"), server.get(ONE, version="2")
    assert (first["name"], second["name"]) == ({"en": "T-shirt"}, {"en": "Top"})
    assert server.get(ONE) == second
    assert [each["metadata"]["version"] for each in (first, second)] == [1, 2]
    assert second["metadata"]["createdAt"] == "2026-06-15T12:00:00.000Z"
    assert second["metadata"]["modifiedAt"] == "2026-06-15T12:00:00.001Z"
    assert first["metadata"]["modifiedAt"] == "2026-06-15T12:00:00.000Z"


@pytest.mark.parametrize("language", ["pl", "*", "de;q=0.5"])
def test_names_are_maps_whatever_the_language(made: Server, language: str) -> None:
    told = made.ask("GET", ONE, headers={"Accept-Language": language}).json
    assert told["attributes"][0]["name"] == {"en": "Color", "pl": "Kolor"}


@pytest.mark.parametrize("id_", ["none", SAMPLE["id"].upper(), "a%00b", "%ED%A0%80", "x" * 99])
def test_what_is_not_there_is_not_found(made: Server, id_: str) -> None:
    answer = made.ask("GET", f"{PATH}/{id_}")
    assert refusal(answer)[0] == 404
    assert "productId" not in answer.json


@pytest.mark.parametrize(
    ("version", "status"),
    [
        *((each, 404) for each in ("2", "2147483647")),
        *((each, 400) for each in ("0", "-1", "x", "1.5", "9" * 30)),
    ],
)
def test_a_version_that_is_not_there_is_not_found(made: Server, version: str, status: int) -> None:
    assert refusal(made.ask("GET", ONE, version=version))[0] == status


def test_another_shops_template_is_not_found(made: Server, charlies: Server) -> None:
    assert refusal(charlies.ask("GET", ONE))[0] == 404


def test_a_sellers_key_reads_templates(made: Server, client: FlaskClient, alice: Shop) -> None:
    assert a_sellers_server(client, a_seller(alice)).get(ONE) == made.get(ONE)


def test_who_shows_no_token_reads_none(made: Server, reader: Server) -> None:
    assert refusal(reader.ask("GET", ONE)) == (401, "oauth.v2.InvalidAccessToken")


def test_a_value_that_has_no_name_is_told_without_one(server: Server) -> None:
    values: list[dict[str, Any]] = [{"key": "GREEN"}, {"key": "RED", "name": {"en": "Red"}}]
    server.post(PATH, a_body(attributes=[an_attribute(values=values)]))
    assert server.get(ONE)["attributes"][0]["values"] == values
