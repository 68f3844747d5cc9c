"""`PUT /product/<tenant>/product-templates/<id>`: a template says something else, anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.product_template import TemplateVersion
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_sellers_server, refusal
from tests.api.catalog.templates.conftest import ONE, PATH, SAMPLE, WRONG, a_body, an_attribute
from tests.builders import a_product, a_seller


def a_change(version: Any = 1, **facts: Any) -> dict[str, Any]:
    """The sample as a change of a version."""
    return a_body(**{"id": None, "metadata": {"version": version}, **facts})


def test_the_published_sample_makes_the_next_version(made: Server) -> None:
    answer = made.ask("PUT", ONE, a_change(name={"en": "Top"}))
    assert (answer.status_code, answer.data) == (204, b"")
    told = made.get(ONE)
    assert (told["name"], told["metadata"]["version"]) == ({"en": "Top"}, 2)


def test_what_is_not_sent_again_is_gone(made: Server) -> None:
    attribute = an_attribute(values=None, metadata={"mandatory": True})
    made.put(ONE, a_change(attributes=[attribute]))
    [told] = made.get(ONE)["attributes"]
    assert "values" not in told
    assert told["metadata"] == {"mandatory": True, "variantAttribute": False}


def test_what_was_read_can_be_sent_back(made: Server) -> None:
    told = made.get(ONE)
    made.put(ONE, told)
    again = made.get(ONE)
    assert again["metadata"]["version"] == 2
    assert (again["name"], again["attributes"]) == (told["name"], told["attributes"])


def test_products_keep_the_version_they_name(made: Server, alice: Shop) -> None:
    template = TemplateVersion.get().template
    product = a_product(alice, template=template, template_version=1)
    made.put(ONE, a_change(name={"en": "Top"}))
    told = made.get(f"/products/{product.catalog_id}")
    assert told["template"] == {"id": SAMPLE["id"], "version": 1}


@pytest.mark.parametrize("version", [2, 7])
def test_a_version_that_is_not_the_newest_is_in_the_way(made: Server, version: int) -> None:
    answer = made.ask("PUT", ONE, a_change(version))
    status, told = refusal(answer)
    assert status == 409
    assert told == "the template has the version 1 by now; read it again and repeat the change"
    assert answer.json["details"][0]["field"] == "metadata.version"
    assert made.get(ONE)["metadata"]["version"] == 1


@pytest.mark.parametrize(
    "metadata", [None, {}, {"version": None}, {"version": "x"}, {"version": 0}]
)
def test_a_change_says_which_version_it_is_of(made: Server, metadata: Any) -> None:
    status, told = refusal(made.ask("PUT", ONE, a_change(metadata=metadata)))
    assert status == 400
    assert "metadata" in told


@pytest.mark.parametrize(("facts", "why"), WRONG.values(), ids=WRONG)
def test_what_is_no_template_is_refused(made: Server, facts: dict[str, Any], why: str) -> None:
    status, told = refusal(made.ask("PUT", ONE, a_change(**facts)))
    assert status == 400
    assert why in told
    assert made.get(ONE)["metadata"]["version"] == 1


@pytest.mark.parametrize("id_", ["none", "a%00b"])
def test_what_is_not_there_is_not_found(made: Server, id_: str) -> None:
    assert refusal(made.ask("PUT", f"{PATH}/{id_}", a_change()))[0] == 404


def test_another_shops_template_is_not_found(made: Server, charlies: Server) -> None:
    assert refusal(charlies.ask("PUT", ONE, a_change(attributes=[])))[0] == 404
    assert made.get(ONE)["name"] == {"en": "T-shirt"}


def test_a_sellers_key_changes_none(made: Server, client: FlaskClient, alice: Shop) -> None:
    sellers = a_sellers_server(client, a_seller(alice))
    assert refusal(sellers.ask("PUT", ONE, a_change()))[0] == 403


def test_of_changes_at_the_same_time_one_wins(made: Server) -> None:
    def put(at: int) -> int:
        sent = a_change(name={"en": f"Top {at}"})
        caller = Server(made.client.application.test_client(), made.shop, made.token)
        return caller.ask("PUT", ONE, sent).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(put, range(8)))
    assert statuses == [204] + [409] * 7
    assert made.get(ONE)["metadata"]["version"] == 2
    assert TemplateVersion.select().count() == 2
