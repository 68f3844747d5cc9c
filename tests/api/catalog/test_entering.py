"""What callers of the catalog API meet at its door: pages, caches, limits, failures of ours."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.catalog.entering import MOST_BYTES
from api.limits import mount_limits
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_server, refusal
from tests.builders import a_product


def test_pages_of_any_origin_read_without_a_token(reader: Server, alice: Shop) -> None:
    product = a_product(alice)
    for path in ("/products", f"/products/{product.catalog_id}", "/products/nothing"):
        answer = reader.ask("GET", path, headers={"Origin": "https://elsewhere.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "X-Total-Count" in answer.headers["Access-Control-Expose-Headers"]
        assert "Authorization" in answer.vary
        assert "Cache-Control" not in answer.headers


@pytest.mark.parametrize("path", ["/products", "/products/1", "/search"])
def test_pages_may_ask_for_a_language_and_a_total_and_send_no_token(
    reader: Server, path: str
) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    answer = reader.ask("OPTIONS", path, headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    allowed = answer.headers["Access-Control-Allow-Headers"].split(", ")
    assert allowed == ["Accept-Language", "Content-Type", "X-Total-Count"]
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, POST"


def test_what_a_token_opens_is_no_pages_and_kept_by_no_cache(
    client: FlaskClient, server: Server
) -> None:
    bad = Server(client, server.shop, "nonsense")
    for answer in (
        server.ask("GET", "/products"),
        server.ask("DELETE", "/products/1"),
        bad.ask("GET", "/products"),
        client.post("/oauth/token", data={"grant_type": "client_credentials"}),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_body_has_ten_megabytes_at_most(server: Server) -> None:
    headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
    path = f"/product/{server.shop.slug}/products"
    for beyond, status in ((0, 400), (1, 413)):
        body = b" " * (MOST_BYTES + beyond)
        assert refusal(server.client.post(path, data=body, headers=headers))[0] == status


def test_what_is_sent_again_under_its_key_is_done_once(server: Server) -> None:
    headers = {"Idempotency-Key": "4f1d"}
    rows = [{"code": "K-1", "name": "Kettle"}, {"code": "K-2"}]
    for path, body in (("/products", {"code": "C-1", "name": "Cup"}), ("/products/bulk", rows)):
        first = server.ask("POST", path, body, headers=headers)
        again = server.ask("POST", path, body, headers=headers)
        assert (again.status_code, again.json) == (first.status_code, first.json)
        assert again.headers["Idempotent-Replayed"] == "true"
        headers = {"Idempotency-Key": "4f1e"}
    assert {each["code"] for each in server.get("/products")} == {"C-1", "K-1"}


def test_the_servers_own_limit_may_be_lower(app: Flask, server: Server) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert refusal(server.ask("POST", "/products", {"name": "x" * 1000}))[0] == 413


def test_who_asks_too_often_is_told_so_in_this_apis_words(
    app: Flask, client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    app.extensions["vitrine.meters"] = mount_limits({"key": 1, "address": 0})
    server, another = a_server(client, alice), a_server(client, alice)
    server.get("/products")
    answer = server.ask("GET", "/products")
    assert refusal(answer)[0] == 429
    assert answer.headers["Retry-After"] == "60"
    another.get("/products")


def test_readers_are_counted_by_their_address_and_whoever_guesses_too(
    app: Flask, client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    app.extensions["vitrine.meters"] = mount_limits({"key": 0, "address": 3})
    Server(client, alice).get("/products")
    assert Server(client, alice, "nonsense").ask("GET", "/products").status_code == 401
    assert client.post("/oauth/token").status_code == 400
    for answer in (Server(client, alice).ask("GET", "/products"), client.post("/oauth/token")):
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "20"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nothing", 404),
        ("BREW", "/products", 405),
        ("PUT", "/products", 405),
    ],
)
def test_failures_before_any_view_are_spelled_alike(
    server: Server, method: str, path: str, expected: int
) -> None:
    assert refusal(server.ask(method, path))[0] == expected


def test_a_query_that_is_too_long_is_refused_in_this_apis_words(reader: Server) -> None:
    assert refusal(reader.ask("GET", "/products", fields="x" * 9_000))[0] == 414


def test_our_own_fault_tells_nothing(
    app: Flask, reader: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False
    monkeypatch.setitem(app.view_functions, "catalog.products.index", lambda **_: 1 / 0)
    answer = reader.ask("GET", "/products")
    assert refusal(answer)[0] == 500
    assert answer.headers["X-Request-Id"] in refusal(answer)[1]
    assert "division" not in answer.text
