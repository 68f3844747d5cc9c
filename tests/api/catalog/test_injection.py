"""Parameters that would be SQL, paths or patterns to somebody else are answered or refused."""

from __future__ import annotations

import pytest

from models.product import Product
from tests import builders
from tests.api.catalog.conftest import Server, refusal

HOSTILE = [
    "'; drop table product; --",
    "code:x' or '1'='1",
    'code:"x\' or 1=1 --"',
    "code:(a,b) union select app_id from shop",
    "name:~'; select pg_sleep(9)",
    "name:~[a-",
    "name:~a{9999}",
    "mixins.a'||b:x",
    "mixins.$.a[*]:x",
    "mixins.a.b'):asc",
    "code;drop table product:asc",
    "name.en');--",
    "__class__.__init__",
    "id,(select secret from webhook)",
    "%s%%?",
    "code:\x00",
    "name.\x00",
    "code:" + "9" * 400,
    "version:1e999",
    "(" * 2000,
    "compoundLogicalQuery:" + "(" * 900 + "code:x" + ")" * 900,
]


@pytest.mark.parametrize("parameter", ["q", "sort", "fields", "expand"])
def test_hostile_parameters_are_answered_or_refused(server: Server, parameter: str) -> None:
    builders.a_product(server.shop, ref="FJ-1", name="Field jacket")
    for text in HOSTILE:
        answer = server.ask("GET", "/products", **{parameter: text})
        assert answer.status_code in (200, 400), (text, answer.text)
        if answer.status_code == 400:
            assert refusal(answer)[1]
        elif parameter == "q":
            assert answer.json == [], text
    assert Product.select().count() == 1


def test_hostile_queries_in_bodies_are_answered_or_refused(server: Server) -> None:
    builders.a_product(server.shop, ref="FJ-1", name="Field jacket")
    for text in (*HOSTILE, "code:\ud800", "code:~\ud800", "\ud800:x"):
        answer = server.ask("POST", "/products/search", {"q": text})
        assert answer.status_code in (200, 400), (text, answer.text)
        assert answer.status_code == 400 or answer.json == []


def test_a_refusal_says_what_is_wrong(server: Server) -> None:
    said = {
        text: refusal(server.ask("GET", "/products", q=text)) for text in ("weight:1", "jacket")
    }
    assert said == {
        "weight:1": (400, "q: no field is called weight"),
        "jacket": (400, "q: No value for key jacket"),
    }
    answer = server.ask("GET", "/products", sort="weight:desc")
    assert refusal(answer) == (400, "sort: no field is called weight")
