"""`POST /oauth/token`: client credentials for an access token, as RFC 6749 has it."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models import clock
from models.message import TokenExpired
from models.shop import Shop
from tests.builders import a_seller
from usecases import shops
from usecases.catalog import granting, scopes

PATH = "/oauth/token"


def asked(client: FlaskClient, shop: Shop, secret: str, **form: Any) -> TestResponse:
    """Ask for a token; what is None is left out."""
    plain = {
        "grant_type": "client_credentials",
        "client_id": shop.app_id,
        "client_secret": secret,
    }
    sent = {name: value for name, value in {**plain, **form}.items() if value is not None}
    return client.post(PATH, data=sent)


def refused(answer: TestResponse) -> tuple[int, str]:
    """The status and the word of a refusal, which is spelled as the RFC says."""
    assert answer.json is not None
    assert set(answer.json) == {"error", "error_description"}
    assert answer.json["error_description"]
    return answer.status_code, answer.json["error"]


@pytest.fixture
def secret(alice: Shop) -> str:
    """A key of Alice's."""
    return shops.make_key(alice)[1]


def test_a_token_is_given_with_all_that_the_key_carries(
    client: FlaskClient, alice: Shop, secret: str
) -> None:
    answer = asked(client, alice, secret)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json
    assert told is not None
    held = granting.enter(alice.slug, told.pop("access_token"))
    assert told == {
        "token_type": "Bearer",
        "expires_in": 14_400,
        "session_idle_time": 240,
        "refresh_token": "",
        "refresh_token_expires_in": 0,
        "scope": " ".join(
            [f"tenant={alice.slug}", *sorted(scopes.READING | scopes.WRITING)],
        ),
    }
    assert held.scopes == scopes.READING | scopes.WRITING


@pytest.mark.parametrize(
    "scope",
    ["product.product_create", " tenant={slug}  product.product_create "],
    ids=["plain", "as it was answered"],
)
def test_fewer_scopes_are_given_where_fewer_are_asked_for(
    client: FlaskClient, alice: Shop, secret: str, scope: str
) -> None:
    told = asked(client, alice, secret, scope=scope.format(slug=alice.slug)).json
    assert told is not None
    assert told["scope"] == f"tenant={alice.slug} product.product_create"
    assert granting.enter(alice.slug, told["access_token"]).scopes == {scopes.CREATE}


def test_http_basic_authentication_does_as_well(
    client: FlaskClient, alice: Shop, secret: str
) -> None:
    shown = base64.b64encode(f"{quote_plus(alice.app_id)}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {shown}"}
    form = {"grant_type": "client_credentials"}
    assert client.post(PATH, data=form, headers=headers).status_code == 200
    both = client.post(PATH, data={**form, "client_secret": secret}, headers=headers)
    assert refused(both) == (400, "invalid_request")
    for wrong in ("Basic", "Basic !", "Basic /w==", f"Basic {shown[:-8]}"):
        answer = client.post(PATH, data=form, headers={"Authorization": wrong})
        assert refused(answer) == (401, "invalid_client")
        assert answer.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"grant_type": None}, (400, "invalid_request")),
        ({"grant_type": ""}, (400, "invalid_request")),
        ({"grant_type": "password"}, (400, "unsupported_grant_type")),
        ({"grant_type": "refresh_token"}, (400, "unsupported_grant_type")),
        ({"grant_type": ["client_credentials"] * 2}, (400, "invalid_request")),
        ({"client_id": None}, (401, "invalid_client")),
        ({"client_id": "nobody"}, (401, "invalid_client")),
        ({"client_id": "nul\0"}, (401, "invalid_client")),
        ({"client_secret": None}, (401, "invalid_client")),
        ({"client_secret": "vtrn_test_wrong"}, (401, "invalid_client")),
        ({"client_secret": b"\xff\xed\xa0\x80"}, (401, "invalid_client")),
        ({"scope": "product.nothing"}, (400, "invalid_scope")),
        ({"scope": "content.write"}, (400, "invalid_scope")),
        ({"scope": "product.product_manage_by_vendor"}, (400, "invalid_scope")),
        ({"scope": "tenant=another"}, (400, "invalid_scope")),
        ({"scope": "x" * 12_000}, (400, "invalid_scope")),
        ({"scope": "x" * 20_000}, (413, "invalid_request")),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_asked_wrongly_is_refused(
    client: FlaskClient, alice: Shop, secret: str, form: Any, expected: Any
) -> None:
    assert refused(asked(client, alice, secret, **form)) == expected


def test_a_form_is_asked_for_and_nothing_else(
    client: FlaskClient, alice: Shop, secret: str
) -> None:
    body = {"grant_type": "client_credentials", "client_id": alice.app_id, "client_secret": secret}
    assert refused(client.post(PATH, json=body)) == (400, "invalid_request")
    assert refused(client.post(PATH)) == (400, "invalid_request")
    assert refused(client.get(PATH, query_string=body)) == (405, "invalid_request")
    assert refused(client.get("/oauth/nothing")) == (404, "invalid_request")


def test_another_shops_key_is_no_secret_of_this_one(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    theirs = shops.make_key(charlie)[1]
    assert refused(asked(client, alice, theirs)) == (401, "invalid_client")


def test_a_keys_own_id_names_its_client(client: FlaskClient, alice: Shop) -> None:
    key, text = shops.make_key(alice)
    form = {"grant_type": "client_credentials", "client_secret": text}
    told = client.post("/oauth/token", data={**form, "client_id": key.uid})
    assert (told.status_code, told.get_json()["token_type"]) == (200, "Bearer")
    other, _ = shops.make_key(alice)
    refused = client.post("/oauth/token", data={**form, "client_id": other.uid})
    assert refused.get_json()["error"] == "invalid_client"


def test_a_revoked_key_gets_none(client: FlaskClient, alice: Shop) -> None:
    key, text = shops.make_key(alice)
    shops.revoke_key(alice, key.uid)
    assert refused(asked(client, alice, text)) == (401, "invalid_client")


def test_a_key_of_few_scopes_gives_these(client: FlaskClient, alice: Shop) -> None:
    _, reads = shops.make_key(alice, scopes=["content.read"])
    told = asked(client, alice, reads).json
    assert told is not None
    assert told["scope"].split()[1:] == sorted(scopes.READING)
    _, one = shops.make_key(alice, scopes=["product.product_delete"])
    told = asked(client, alice, one).json
    assert told is not None
    assert told["scope"].split()[1:] == ["product.product_delete"]
    assert refused(asked(client, alice, one, scope=scopes.CREATE)) == (400, "invalid_scope")


def test_a_sellers_key_may_ask_for_the_scopes_of_sellers(client: FlaskClient, alice: Shop) -> None:
    _, text = shops.make_key(alice, seller=a_seller(alice))
    told = asked(client, alice, text, scope=scopes.MANAGE_OWN).json
    assert told is not None
    held = granting.enter(alice.slug, told["access_token"])
    assert held.scopes == {scopes.MANAGE_OWN, scopes.CREATE, scopes.UPDATE, scopes.DELETE}
    assert held.key.shop.only_seller_id is not None


def test_a_token_is_good_for_four_hours(
    client: FlaskClient, alice: Shop, secret: str, noon: datetime
) -> None:
    told = asked(client, alice, secret).json
    assert told is not None
    ends = noon + timedelta(seconds=told["expires_in"])
    with clock.frozen(ends - timedelta(seconds=1)):
        granting.enter(alice.slug, told["access_token"])
    with clock.frozen(ends), pytest.raises(TokenExpired):
        granting.enter(alice.slug, told["access_token"])
