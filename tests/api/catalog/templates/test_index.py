"""`GET /product/<tenant>/product-templates`: templates in pages, in their newest versions."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from models.shop import Shop
from tests.api.catalog.conftest import Server, a_server, refusal
from tests.api.catalog.templates.conftest import ONE, PATH, SAMPLE, a_body, an_attribute


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


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("id:t3", ["t3"]),
        ("id:(t3,t1)", ["t1", "t3"]),
        ('name.en:"Top 8"', ["t1"]),
        ("name:~8$", ["t1"]),
        ("metadata.version:>1", ["t2"]),
        ("attributes.key:cut", ["t2"]),
        (
            "attributes.key:color attributes.metadata.variantAttribute:true",
            ["t0", "t1", "t3", "t4"],
        ),
        ("id:none", []),
    ],
)
def test_templates_are_found_by_their_newest_versions(
    many: Server, q: str, found: list[str]
) -> None:
    cut = a_body(id=None, attributes=[an_attribute(key="cut")], metadata={"version": 1})
    many.put(f"{PATH}/t2", cut)
    answer = many.ask("GET", PATH, q=q, headers={"X-Total-Count": "true"})
    assert ids(answer.json) == found
    assert answer.headers["X-Total-Count"] == str(len(found))


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("id:desc", ["t4", "t3", "t2", "t1", "t0"]),
        ("name.en", ["t4", "t3", "t2", "t1", "t0"]),
        ("name:desc,id", ["t0", "t1", "t2", "t3", "t4"]),
        ("metadata.version:desc,id:asc", ["t0", "t1", "t2", "t3", "t4"]),
    ],
)
def test_templates_are_sorted(many: Server, sort: str, found: list[str]) -> None:
    assert ids(many.get(PATH, sort=sort)) == found


def test_a_name_is_sorted_in_the_language_asked_for(server: Server) -> None:
    for id_, name in {"a": {"en": "Top", "pl": "Bluza"}, "b": {"en": "Hat"}}.items():
        server.post(PATH, a_body(id=id_, name=name))
    for language, found in {"en": ["b", "a"], "pl": ["a", "b"]}.items():
        answer = server.ask("GET", PATH, sort="name", headers={"Accept-Language": language})
        assert ids(answer.json) == found


@pytest.mark.parametrize(
    "query",
    [{"q": "shirt"}, {"q": "colour:RED"}, {"q": "name.en:~("}, {"sort": "colour"}, {"q": "a\0:b"}],
)
def test_what_cannot_be_read_is_refused(many: Server, query: dict[str, str]) -> None:
    assert refusal(many.ask("GET", PATH, **query))[0] == 400


def test_other_shops_templates_are_not_among_them(many: Server, charlies: Server) -> None:
    assert charlies.get(PATH) == []


def test_it_takes_its_scope(client: FlaskClient, alice: Shop) -> None:
    assert a_server(client, alice, "product.product_template_read").get(PATH) == []
    writing = a_server(client, alice, "product.product_create")
    assert refusal(writing.ask("GET", PATH))[0] == 403
    assert SAMPLE["id"] not in ids(a_server(client, alice).get(PATH))
