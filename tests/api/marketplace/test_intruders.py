"""Keys and tokens that are good no more, or elsewhere, open no route of the marketplace API."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.marketplace.permits import ANYBODY, PERMITS, SELF, SERVER
from models import clock
from models.api_key import ApiKey, new_secret
from models.shop import Shop
from models.user import OWNER
from tests.api.marketplace.conftest import ID, code_for, refusal
from tests.api.marketplace.house import routes
from tests.builders import a_shop, a_token, a_user
from usecases import codes, people, sessions, shops

Headers = dict[str, str]


def _a_key(shop: Shop) -> tuple[ApiKey, Headers]:
    key, text = shops.make_key(shop)
    return key, {"api_key": text, "mode": "test"}


def _a_users(shop: Shop) -> Headers:
    return {"Authorization": f"Bearer {a_token(a_user(shop, role=OWNER))}", "mode": "test"}


def _revoked_key(shop: Shop) -> Headers:
    key, headers = _a_key(shop)
    shops.revoke_key(shop, key.uid)
    return headers


def _revoked_bearer(shop: Shop) -> Headers:
    return {"Authorization": f"Bearer {_revoked_key(shop)['api_key']}"}


def _expired_key(shop: Shop) -> Headers:
    key, headers = _a_key(shop)
    ApiKey.update(expires_at=clock.now() - timedelta(seconds=1)).where(
        ApiKey.id == key.id
    ).execute()
    return headers


def _key_of_nobody(shop: Shop) -> Headers:
    return {"api_key": new_secret(shop.mode), "mode": "test"}


def _live_key(_shop: Shop) -> Headers:
    return _a_key(a_shop("Elm", mode="live"))[1]


def _live_token(_shop: Shop) -> Headers:
    return _a_users(a_shop("Elm", mode="live"))


def _ended_session(shop: Shop) -> Headers:
    user = a_user(shop, role=OWNER)
    token = a_token(user)
    sessions.end_sessions(user)
    return {"Authorization": f"Bearer {token}"}


def _removed_user(shop: Shop) -> Headers:
    user = a_user(shop, role=OWNER)
    token = a_token(user)
    user.delete_instance()
    return {"Authorization": f"Bearer {token}"}


def _refresh_token(shop: Shop) -> Headers:
    user = a_user(shop, role=OWNER)
    codes.ask(shop, user.email)
    signed = sessions.sign_in(shop, user.email, code_for(user.email))
    return {"Authorization": f"Bearer {signed.refresh_token}"}


# What is shown, the status, and the status where the other of key and token is asked for.
WAYS: dict[str, tuple[Callable[[Shop], Headers], int]] = {
    "a revoked key": (_revoked_key, 401),
    "a revoked key as Bearer": (_revoked_bearer, 401),
    "a key that has expired": (_expired_key, 401),
    "a key that is nobody's": (_key_of_nobody, 401),
    "a key of a live platform, said to be for trying": (_live_key, 403),
    "a user of a live platform, said to be for trying": (_live_token, 403),
    "the token of a session that has ended": (_ended_session, 401),
    "the token of a user who was removed": (_removed_user, 401),
    "a refresh token as the token": (_refresh_token, 401),
}


@pytest.mark.parametrize(("show", "status"), WAYS.values(), ids=WAYS)
def test_no_route_opens_to(
    app: Flask,
    client: FlaskClient,
    alice: Shop,
    show: Callable[[Shop], Headers],
    status: int,
) -> None:
    headers = show(alice)
    by_key = any(each.startswith(("vtrn_", "Bearer vtrn_")) for each in headers.values())
    for name, (method, path, _) in routes(app).items():
        # A key is no user, and a token no key.
        other = PERMITS[name].least == (SELF if by_key else SERVER)
        answer = _ask(client, method, path, headers)
        assert refusal(answer)[0] == (401 if other else status), name


def test_a_user_of_another_platform_is_nobody_beside_the_key(
    app: Flask, client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    headers = {**_a_key(alice)[1], **_a_users(charlie)}
    asked = 0
    for name, (method, path, _) in routes(app).items():
        if PERMITS[name].least in (SELF, ANYBODY):
            assert refusal(_ask(client, method, path, headers)) == (401, "bad_session"), name
            asked += 1
    assert asked > 30


def test_a_user_of_another_platform_makes_the_key_no_more(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    noor, theirs = a_user(alice), a_user(charlie)
    headers = {**_a_key(alice)[1], **_a_users(charlie)}
    for user, status in ((noor, 200), (theirs, 404)):
        answer = _ask(client, "GET", f"/users/user_{user.uid}", headers)
        assert answer.status_code == status
    assert people.find(charlie, theirs.uid) == theirs


def _ask(client: FlaskClient, method: str, path: str, headers: Headers) -> TestResponse:
    at = re.sub(r"<(?:\w+:)?(\w+)>", f"x_{ID}", path)
    body = {} if method == "GET" else {"json": {}}
    return client.open(f"/v1{at}", method=method, headers=headers, **body)
