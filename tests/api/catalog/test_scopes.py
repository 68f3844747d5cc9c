"""Who may do what in the catalog API: every operation asked by everybody, so that none is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.operation import Operation
from models import clock
from models.shop import Shop
from tests.api.catalog.conftest import Server, a_sellers_server, a_server, refusal
from tests.builders import a_product, a_seller, a_shop
from tests.conftest import NOON
from usecases import shops
from usecases.catalog import granting, scopes

CREATE, UPDATE, DELETE = scopes.CREATE, scopes.UPDATE, scopes.DELETE
MANAGE = scopes.MANAGE
READ_TEMPLATES, WRITE_TEMPLATES = scopes.READ_TEMPLATES, scopes.WRITE_TEMPLATES
EVERYBODY = None
# What each operation below a tenant asks for.
TABLE = {
    "products.index": EVERYBODY,
    "products.show": EVERYBODY,
    "products.search": EVERYBODY,
    "search.index": EVERYBODY,
    "writes.create": CREATE,
    "writes.replace": UPDATE,
    "writes.change": UPDATE,
    "writes.remove": DELETE,
    "bulk.create": CREATE,
    "bulk.replace": UPDATE,
    "recalculations.create": MANAGE,
    "recalculations.index": MANAGE,
    "recalculations.show": MANAGE,
    "templates.index": READ_TEMPLATES,
    "templates.create": WRITE_TEMPLATES,
    "templates.show": READ_TEMPLATES,
    "templates.change": WRITE_TEMPLATES,
    "templates.remove": WRITE_TEMPLATES,
    "schemas.show": EVERYBODY,
}
# What is the shop's alone, not its sellers'.
SHOPS = {"templates.create", "templates.change", "templates.remove"}
INVALID, EXPIRED = "oauth.v2.InvalidAccessToken", "keymanagement.service.access_token_expired"


def operations(app: Flask) -> Iterator[tuple[str, str, str, Operation]]:
    """Every operation below a tenant: name, method, path, what is said of it."""
    for rule in app.url_map.iter_rules():
        below = rule.rule.removeprefix("/product/<tenant>")
        if rule.endpoint.startswith("catalog.") and below != rule.rule:
            said = app.view_functions[rule.endpoint].operation  # type: ignore[attr-defined]
            path = below.replace("<", "").replace(">", "")
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield rule.endpoint.removeprefix("catalog."), method, path, said


def asked(app: Flask, caller: Server, *, guarded: bool) -> dict[str, tuple[int, str]]:
    """Ask every operation that is guarded, or open; give status and words of each answer."""
    found = {}
    for name, method, path, said in operations(app):
        if (said.scope is not None) is guarded:
            answer = caller.ask(method, path)
            found[name] = refusal(answer) if answer.status_code >= 400 else (answer.status_code, "")
    assert found
    return found


def test_every_operation_asks_for_what_is_published(app: Flask) -> None:
    assert {name: said.scope for name, *_, said in operations(app)} == TABLE


@pytest.mark.parametrize("token", ["", "nonsense", "vtrn_test_nonsense", "a.b.c", "x." * 3000])
def test_without_a_token_all_but_reading_is_closed(app: Flask, alice: Shop, token: str) -> None:
    stranger = Server(app.test_client(), alice, token)
    assert set(asked(app, stranger, guarded=True).values()) == {(401, INVALID)}
    if token:
        assert set(asked(app, stranger, guarded=False).values()) == {(401, INVALID)}


def test_whoever_shows_no_token_comes_in_as_a_reader(app: Flask, reader: Server) -> None:
    answers = asked(app, reader, guarded=False)
    assert {status for status, _ in answers.values()} <= {200, 400, 404}, answers


@pytest.mark.parametrize("shown", ["Basic eDp5", "Bearer", "Bearer ", "token abc", "abc", "\xff"])
def test_a_header_that_holds_no_token_is_a_bad_one(
    client: FlaskClient, alice: Shop, shown: str
) -> None:
    reader = Server(client, alice)
    answer = reader.ask("GET", "/products", headers={"Authorization": shown})
    assert refusal(answer) == (401, INVALID)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "open"])
def test_a_token_that_has_expired_opens_nothing(app: Flask, alice: Shop, guarded: bool) -> None:
    with clock.frozen(NOON):
        server = a_server(app.test_client(), alice)
    with clock.frozen(NOON + timedelta(hours=4)):
        assert set(asked(app, server, guarded=guarded).values()) == {(401, EXPIRED)}


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "open"])
def test_a_token_ends_with_its_key(app: Flask, alice: Shop, guarded: bool) -> None:
    key, text = shops.make_key(alice)
    server = Server(app.test_client(), alice, granting.grant(alice.app_id, text).token())
    shops.revoke_key(alice, key.uid)
    assert set(asked(app, server, guarded=guarded).values()) == {(401, INVALID)}


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "open"])
def test_another_tenants_token_is_refused(app: Flask, charlies: Server, guarded: bool) -> None:
    other = Server(charlies.client, a_shop("Dora"), charlies.token)
    answers = asked(app, other, guarded=guarded)
    assert {status for status, _ in answers.values()} == {403}


@pytest.mark.parametrize("scope", sorted(scopes.READING | scopes.WRITING))
def test_a_token_does_what_it_carries_alone(app: Flask, alice: Shop, scope: str) -> None:
    server = a_server(app.test_client(), alice, scope)
    opened = scopes.opened_by(frozenset({scope}))
    for name, (status, why) in asked(app, server, guarded=True).items():
        assert (status == 403) is (TABLE[name] not in opened), (name, status, why)
        assert status != 401, name
    answers = asked(app, server, guarded=False)
    assert {status for status, _ in answers.values()} <= {200, 400, 404}, answers


def test_a_key_itself_is_a_token_too(app: Flask, alice: Shop) -> None:
    client = app.test_client()
    _, text = shops.make_key(alice, scopes=["content.read"])
    answers = asked(app, Server(client, alice, text), guarded=True)
    assert {name: status == 403 for name, (status, _) in answers.items()} == {
        name: scope not in scopes.READING for name, scope in TABLE.items() if scope
    }


def test_a_sellers_token_comes_in_everywhere_and_sees_its_own(
    app: Flask, client: FlaskClient, alice: Shop
) -> None:
    seller = a_seller(alice)
    mine, other = a_product(alice, seller=seller), a_product(alice)
    theirs = a_sellers_server(client, seller)
    answers = asked(app, theirs, guarded=True)
    refused = {name for name, (status, _) in answers.items() if status in (401, 403)}
    assert refused <= SHOPS, answers
    assert [each["id"] for each in theirs.get("/products")] == [mine.catalog_id]
    assert theirs.ask("GET", f"/products/{other.catalog_id}").status_code == 404
    body = {"name": "Taken over"}
    assert theirs.ask("PATCH", f"/products/{other.catalog_id}", body).status_code == 404
    theirs.delete(f"/products/{other.catalog_id}")
    own = a_server(client, alice, scopes.MANAGE_OWN, seller=seller)
    own.patch(f"/products/{mine.catalog_id}", body)
    assert {each["name"] for each in Server(client, alice).get("/products")} == {
        "Taken over",
        other.name,
    }


@pytest.mark.parametrize("scope", sorted(scopes.SELLERS))
def test_scopes_of_sellers_are_for_their_keys_alone(alice: Shop, scope: str) -> None:
    _, text = shops.make_key(alice, scopes=["content.read", "content.write", scope])
    with pytest.raises(scopes.InvalidScope):
        granting.grant(alice.app_id, text, scope)


def test_a_tenant_that_does_not_exist_is_not_found(client: FlaskClient, server: Server) -> None:
    for tenant in ("nobody", "Alice", "a", "%00", "x" * 40, "docs.html"):
        path = f"/product/{tenant}/products"
        assert client.get(path).status_code == 404
        headers = {"Authorization": f"Bearer {server.token}"}
        assert client.get(path, headers=headers).status_code == 403
