"""`POST /product/<tenant>/product-templates`: a template is made, in its version 1."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.product_template import ProductTemplate
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_sellers_server, a_server, refusal
from tests.api.catalog.templates.conftest import ONE, PATH, SAMPLE, WRONG, a_body, an_attribute
from tests.builders import a_seller


def test_the_published_sample_makes_a_template(server: Server) -> None:
    answer = server.ask("POST", PATH, SAMPLE)
    assert (answer.status_code, answer.json) == (201, {"id": SAMPLE["id"]})
    told = server.get(ONE)
    assert {name: told[name] for name in SAMPLE} == SAMPLE
    assert told["metadata"]["version"] == 1


def test_an_id_is_made_where_none_is_sent(server: Server) -> None:
    first, second = (server.post(PATH, a_body(id=None))["id"] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{24}", first)
    assert first != second


def test_everything_an_attribute_may_have_is_kept(server: Server) -> None:
    attributes = [
        an_attribute(
            key=f"k{at}",
            type=kind,
            metadata={"mandatory": True, "variantAttribute": False, "defaultValue": values[0]},
            values=[{"key": each, "name": {"en": f"Value {each}"}} for each in values],
        )
        for at, (kind, values) in enumerate(
            {
                "TEXT": ["GREEN", "RÉD", "a/b ~c"],
                "NUMBER": [38, 40.5, -1],
                "BOOLEAN": [True, False],
                "DATETIME": ["2026-06-15", "2026-06-15T12:00:00.000Z", "2026-06-15T12:00+0200"],
            }.items()
        )
    ]
    plain = {"key": "care", "name": {"pl": "Pranie"}, "type": "TEXT"}
    plain["metadata"] = {"mandatory": False, "variantAttribute": False}
    sent = a_body(attributes=[*attributes, plain])
    server.post(PATH, sent)
    assert server.get(ONE)["attributes"] == sent["attributes"]


def test_a_text_is_in_the_language_of_the_body(server: Server) -> None:
    sent = a_body(name="Koszulka", attributes=[an_attribute(name="Kolor")])
    server.ask("POST", PATH, sent, headers={"Content-Language": "pl"})
    told = server.get(ONE)
    assert told["name"] == {"pl": "Koszulka"}
    assert told["attributes"][0]["name"] == {"pl": "Kolor"}


def test_a_language_the_shop_does_not_speak_is_refused_in_the_header(server: Server) -> None:
    answer = server.ask("POST", PATH, SAMPLE, headers={"Content-Language": "de"})
    assert refusal(answer) == (400, "Content-Language: must be one of the shop's languages: en, pl")


@pytest.mark.parametrize(("facts", "why"), WRONG.values(), ids=WRONG)
def test_what_is_no_template_is_refused(server: Server, facts: dict[str, Any], why: str) -> None:
    status, told = refusal(server.ask("POST", PATH, a_body(**facts)))
    assert status == 400
    assert why in told
    assert server.get(PATH) == []


@pytest.mark.parametrize("kind", ["DATETIME", "NUMBER", "BOOLEAN"])
@pytest.mark.parametrize("value", ["soon", "2026-02-30", "2026-06-15T25:00Z", "20260615"])
def test_texts_that_are_no_value_of_a_type_are_refused(
    server: Server, kind: str, value: str
) -> None:
    attribute = an_attribute(type=kind, values=[{"key": value}], metadata={})
    status, told = refusal(server.ask("POST", PATH, a_body(attributes=[attribute])))
    assert status == 400
    assert "attributes.0.values.0: must " in told


@pytest.mark.parametrize("id_", ["a/b", "", ".hidden", "x" * 33, "id\0", "идент", 7])
def test_what_cannot_stand_in_an_address_is_no_id(server: Server, id_: Any) -> None:
    answer = server.ask("POST", PATH, a_body(id=id_))
    assert refusal(answer)[0] == 400
    assert refusal(answer)[1].startswith("id: ")


def test_an_id_is_given_once(made: Server) -> None:
    answer = made.ask("POST", PATH, SAMPLE)
    status, told = refusal(answer)
    assert (status, told) == (409, f"another template of this shop has the id {SAMPLE['id']}")
    assert answer.json["details"][0]["field"] == "id"


def test_two_shops_may_have_one_id(made: Server, charlies: Server) -> None:
    charlies.post(PATH, a_body(attributes=[]))
    assert charlies.get(ONE)["attributes"] == []
    assert made.get(ONE)["attributes"] == SAMPLE["attributes"]


def test_ids_differ_by_their_case(server: Server) -> None:
    for each in ("Shirt", "shirt"):
        server.post(PATH, a_body(id=each))
    assert [each["id"] for each in server.get(PATH)] == ["Shirt", "shirt"]


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "", "[" * 100_000])
def test_a_body_that_is_none_is_refused(client: FlaskClient, server: Server, body: str) -> None:
    answer = client.post(
        f"/product/{server.shop.slug}{PATH}",
        data=body,
        headers={"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"},
    )
    assert refusal(answer)[0] == 400


def test_a_sellers_key_makes_none(client: FlaskClient, alice: Shop) -> None:
    sellers = a_sellers_server(client, a_seller(alice))
    assert refusal(sellers.ask("POST", PATH, SAMPLE))[0] == 403
    assert ProductTemplate.select().count() == 0


def test_it_takes_its_scope(client: FlaskClient, alice: Shop) -> None:
    reading = a_server(client, alice, "product.product_template_read")
    assert refusal(reading.ask("POST", PATH, SAMPLE))[0] == 403
    writing = a_server(client, alice, "product.product_template_manage")
    writing.post(PATH, SAMPLE)


def test_what_may_be_of_two_kinds_is_told_by_its_name_alone(server: Server) -> None:
    answer = server.ask("POST", "/product-templates", {"name": {}, "attributes": []})
    assert answer.status_code == 400
    assert {each["field"] for each in answer.get_json()["details"]} == {"name"}
