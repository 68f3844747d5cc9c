"""Who may ask the campaigns API: keys and tokens, and what is answered to everybody else."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models import clock
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_sellers_server, a_server, refusal
from tests.builders import a_live, a_seller
from usecases import shops, tokens

HOUR, YEAR = timedelta(hours=1), timedelta(days=365)


def signed(shop: Shop, secret: Any, algorithm: str = "HS256", **said: Any) -> str:
    """Sign a token as a shop's server does."""
    now = clock.now()
    plain = {"accessKey": shop.access_key, "iat": now, "exp": now + YEAR}
    claims = {name: value for name, value in {**plain, **said}.items() if value is not None}
    return jwt.encode(claims, secret, algorithm=algorithm)


def asked(client: FlaskClient, shop: Shop, token: str) -> TestResponse:
    """Ask for a campaign there is not: who comes in learns that."""
    return Server(client, shop, token).ask("DELETE", "/campaign/0123456789abcdef0123456789abcdef")


IN = (404, -710)


@pytest.mark.parametrize("decoded", [False, True], ids=["as it stands", "decoded"])
def test_a_token_stands_for_the_key_it_is_signed_for(
    client: FlaskClient, alice: Shop, decoded: bool
) -> None:
    shops.make_key(alice)
    key, _ = shops.make_key(alice)
    secret = tokens.secret_of(key)
    token = signed(alice, base64.b64decode(secret) if decoded else secret)
    assert refusal(asked(client, alice, token)) == IN
    shops.revoke_key(alice, key.uid)
    assert refusal(asked(client, alice, token)) == (401, -200)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"exp": -HOUR, "iat": -YEAR}, (401, -412)),
        ({"exp": 2 * YEAR}, (401, -200)),
        ({"exp": None}, (401, -200)),
        ({"iat": None}, (401, -200)),
        ({"accessKey": None}, (401, -200)),
        ({"accessKey": "another"}, (401, -200)),
        ({"accessKey": ["a", "list"]}, (401, -200)),
        ({"exp": 1e300}, (401, -200)),
        ({"exp": "tomorrow"}, (401, -200)),
        ({"iat": True}, (401, -200)),
        ({"iat": HOUR}, (401, -200)),
    ],
    ids=str,
)
def test_what_a_token_says_is_looked_at(
    client: FlaskClient, alice: Shop, said: dict[str, Any], expected: tuple[int, int]
) -> None:
    key, _ = shops.make_key(alice)
    ahead = {
        name: clock.now() + value if isinstance(value, timedelta) else value
        for name, value in said.items()
    }
    assert refusal(asked(client, alice, signed(alice, tokens.secret_of(key), **ahead))) == expected


def test_forged_and_foreign_tokens_open_nothing(
    client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    key, text = shops.make_key(alice)
    theirs, their_text = shops.make_key(charlie)
    secret = tokens.secret_of(key)
    forged = [
        signed(alice, tokens.secret_of(theirs)),
        signed(alice, text),
        signed(alice, key.uid),
        signed(alice, key.digest),
        signed(alice, secret * 2, "HS512"),
        signed(alice, "", "none"),
        signed(alice, secret)[:-2],
        their_text,
        f"{text}0",
        "..",
        "x." * 3000,
        key.uid,
    ]
    assert [refusal(asked(client, alice, each)) for each in forged] == [(401, -200)] * len(forged)
    mixed = signed(charlie, secret)
    assert refusal(asked(client, charlie, mixed)) == (401, -200)
    assert refusal(asked(client, charlie, text)) == (401, -200)


def test_nothing_sent_opens_nothing(client: FlaskClient, alice: Shop) -> None:
    path = f"/v2/{alice.access_key}/campaign/1"
    assert refusal(client.delete(path)) == (401, -200)
    assert refusal(client.delete(path, headers={"Authorization": "Basic eDp5"})) == (401, -200)


def test_a_sellers_key_opens_what_is_the_sellers(client: FlaskClient, alice: Shop) -> None:
    seller = a_seller(alice)
    mine, other = a_live(alice, seller=seller), a_live(alice)
    theirs = a_sellers_server(client, seller)
    assert refusal(theirs.ask("DELETE", f"/campaign/{other.uid}")) == (404, -710)
    key, _ = shops.make_key(alice, seller=seller)
    token = signed(alice, tokens.secret_of(key))
    assert refusal(Server(client, alice, token).ask("DELETE", f"/campaign/{other.uid}")) == IN
    Server(client, alice, token).delete(f"/campaign/{mine.uid}")


def test_a_key_does_what_it_carries(client: FlaskClient, alice: Shop) -> None:
    live = a_live(alice)
    reads = a_server(client, alice, scopes=["content.read"])
    assert refusal(reads.ask("DELETE", f"/campaign/{live.uid}")) == (403, -510)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nothing", (404, -840)),
        ("BREW", "/campaign/1", (405, -510)),
        ("PATCH", "/campaign/1", (405, -510)),
    ],
)
def test_failures_before_any_view_are_spelled_alike(
    server: Server, method: str, path: str, expected: tuple[int, int]
) -> None:
    assert refusal(server.ask(method, path)) == expected


def test_our_own_fault_tells_nothing(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False
    monkeypatch.setitem(app.view_functions, "campaigns.campaigns.remove", lambda **_: 1 / 0)
    answer = server.ask("DELETE", "/campaign/1")
    assert refusal(answer) == (500, -500)
    assert "division" not in answer.text
