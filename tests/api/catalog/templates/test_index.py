"""`GET /product/<tenant>/product-templates`: templates in pages, in their newest versions."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.catalog.conftest import Server, a_server, refusal
from tests.api.catalog.templates.conftest import ONE, PATH, SAMPLE, a_body


def ids(told: list[dict[str, str]]) -> list[str]:
    """The ids of what is told."""
    return [each["id"] for each in told]


@pytest.fixture
def many(server: Server) -> Server:
    """Alice's server, which has made five templates."""
    for at in range(5):
        server.post(PATH, a_body(id=f"t{at}", name={"en": f"Top {9 - at}"}))
    return server


def test_templates_are_told_whole(made: Server) -> None:
    assert made.get(PATH) == [made.get(ONE)]


def test_the_newest_version_is_told(made: Server) -> None:
    made.put(ONE, a_body(name={"en": "Top"}, id=None, metadata={"version": 1}))
    [told] = made.get(PATH)
    assert (told["name"], told["metadata"]["version"]) == ({"en": "Top"}, 2)


def test_pages_follow_one_another(many: Server) -> None:
    assert ids(many.get(PATH)) == ["t0", "t1", "t2", "t3", "t4"]
    assert ids(many.get(PATH, pageSize=2)) == ["t0", "t1"]
    assert ids(many.get(PATH, pageSize=2, pageNumber=3)) == ["t4"]
    assert many.get(PATH, pageSize=2, pageNumber=4) == []
    assert len(many.get(PATH, pageSize=5_000)) == 5


def test_the_total_is_told_to_who_asks(many: Server) -> None:
    answer = many.ask("GET", PATH, pageSize=2, headers={"X-Total-Count": "true"})
    assert answer.headers["X-Total-Count"] == "5"
    assert "X-Total-Count" not in many.ask("GET", PATH).headers


@pytest.mark.parametrize("query", [{"pageNumber": 0}, {"pageSize": 0}, {"pageNumber": "x"}])
def test_what_is_no_page_is_refused(many: Server, query: dict[str, int]) -> None:
    assert refusal(many.ask("GET", PATH, **query))[0] == 400


def test_other_shops_templates_are_not_among_them(many: Server, charlies: Server) -> None:
    assert charlies.get(PATH) == []


def test_it_takes_its_scope(client: FlaskClient, alice: Shop) -> None:
    assert a_server(client, alice, "product.product_template_read").get(PATH) == []
    writing = a_server(client, alice, "product.product_create")
    assert refusal(writing.ask("GET", PATH))[0] == 403
    assert SAMPLE["id"] not in ids(a_server(client, alice).get(PATH))
