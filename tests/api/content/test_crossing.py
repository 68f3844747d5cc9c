"""Pages of any origin may call what takes a key, and read the headers that tell of pages."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests.api.content.conftest import Caller
from tests.api.content.test_fences import routes

ORIGIN = "https://office.example"


def test_a_page_reads_where_a_list_stands(alices: Caller) -> None:
    answer = alices("GET", "/products")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    told = {"Current-Page", "Page-Items", "Total-Count", "Total-Pages", "Link"}
    assert told <= set(exposed)
    assert told <= set(answer.headers.keys())


def test_a_page_reads_why_it_was_refused(client: FlaskClient, alices: Caller) -> None:
    for answer in (client.get("/api/v1/products"), alices.get("/products/" + "0" * 32)):
        assert answer.status_code in (401, 404)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_browser_is_told_beforehand_what_a_page_may_send(app: Flask, client: FlaskClient) -> None:
    for method, rule, said in routes(app):
        if said.scope is None:
            continue
        asked = {
            "Origin": ORIGIN,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "api-key, app-id, content-type, idempotency-key",
        }
        answer = client.options(rule.rule.replace("<uid>", "x"), headers=asked)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert method in answer.headers["Access-Control-Allow-Methods"].split(", ")
        allowed = answer.headers["Access-Control-Allow-Headers"].lower().split(", ")
        assert {"api-key", "app-id", "content-type", "idempotency-key"} <= set(allowed)


def test_no_cookie_is_ever_taken_along(alices: Caller) -> None:
    answer = alices("GET", "/products")
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Set-Cookie" not in answer.headers
