"""Every operation of the campaigns API opens to a key of its shop that carries its scope alone."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.operation import Operation
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_server, refusal

READ, WRITE = "content.read", "content.write"


def guarded(app: Flask) -> list[tuple[str, str, Operation]]:
    """Every guarded operation: its method, its path below the access key, what is said of it."""
    found = []
    for rule in app.url_map.iter_rules():
        said = getattr(app.view_functions[rule.endpoint], "operation", None)
        if rule.endpoint.startswith("campaigns.") and said is not None and said.door:
            method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            path = rule.rule.removeprefix("/v2/<access_key>")
            found.append((method, path.replace("<", "").replace(">", ""), said))
    assert len(found) > 20
    return found


@pytest.mark.parametrize("token", ["", "nonsense", "vtrn_test_nonsense"])
def test_without_a_key_everything_is_closed(app: Flask, alice: Shop, token: str) -> None:
    stranger = Server(app.test_client(), alice, token)
    answers = {path: refusal(stranger.ask(method, path)) for method, path, _ in guarded(app)}
    assert set(answers.values()) == {(401, -200)}, answers


def test_another_shops_key_is_none(app: Flask, client: FlaskClient, charlies: Server) -> None:
    other = Server(client, Shop.create(name="Dora", slug="dora1"), charlies.token)
    answers = {path: refusal(other.ask(method, path)) for method, path, _ in guarded(app)}
    assert set(answers.values()) == {(401, -200)}, answers


@pytest.mark.parametrize("scope", [READ, WRITE])
def test_a_key_does_what_it_carries_alone(app: Flask, alice: Shop, scope: str) -> None:
    server = a_server(app.test_client(), alice, scopes=[scope])
    for method, path, said in guarded(app):
        answer = server.ask(method, path)
        assert (answer.status_code == 403) is (said.scope != scope), (method, path, answer.text)
        assert said.scope == (READ if method == "GET" else WRITE), (method, path)
