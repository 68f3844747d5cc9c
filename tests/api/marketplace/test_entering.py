"""Who may ask the marketplace API: keys and tokens of both generations of clients, and modes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.limits import mount_limits
from models.shop import Shop
from models.user import User
from tests.api.marketplace.conftest import Caller, refusal
from tests.builders import a_shop, a_token, a_user
from usecases import shops


@pytest.mark.parametrize("name", ["api_key", "Api-Key", "API_KEY"])
def test_a_key_comes_by_its_header(client: FlaskClient, server: Caller, name: str) -> None:
    assert client.get("/v1/platforms", headers={name: server.key}).status_code == 200


def test_a_key_comes_as_a_bearer_token(client: FlaskClient, server: Caller) -> None:
    for scheme in ("Bearer", "bearer"):
        headers = {"Authorization": f"{scheme} {server.key}"}
        assert client.get("/v1/platforms", headers=headers).status_code == 200


def test_beside_a_key_a_token_says_whose_own_is_meant_and_no_more(
    server: Caller, noor: User
) -> None:
    both = server.sees_as(noor)
    assert both.told("GET", "/users/auth")["id"] == f"user_{noor.uid}"
    # Noor herself may not list users.
    assert len(both.told("GET", "/users")) == 1
    # Clients send the token they have, also one that has ended.
    stale = replace(server, token="nonsense")
    assert len(stale.told("GET", "/users")) == 1
    assert refusal(stale.ask("GET", "/users/auth")) == (401, "bad_session")


def test_a_token_beside_another_platforms_key_is_none(
    server: Caller, charlies: Caller, noor: User
) -> None:
    mixed = replace(charlies, token=a_token(noor))
    assert refusal(mixed.ask("GET", "/users/auth")) == (401, "bad_session")
    bad = replace(server, key="vtrn_test_nonsense", token=mixed.token)
    assert refusal(bad.ask("GET", "/users/auth")) == (401, "bad_credentials")


def test_a_revoked_key_opens_nothing(server: Caller, alice: Shop) -> None:
    [key] = shops.keys_of(alice)
    shops.revoke_key(alice, key.uid)
    assert refusal(server.ask("GET", "/platforms")) == (401, "bad_credentials")


@pytest.mark.parametrize("token", ["", "x", "vtrn_", "vtrn_test_x", "é", "x" * 5000, "a.b.c"])
def test_what_is_neither_key_nor_token_is_refused(client: FlaskClient, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    for path in ("/v1/platforms", "/v1/users/auth"):
        status, code = refusal(client.get(path, headers=headers))
        assert status == 401
        assert code in ("no_credentials", "bad_credentials", "bad_session")


@pytest.mark.parametrize(("mode", "good"), [("test", True), ("live", False), ("", False)])
def test_the_mode_must_be_the_platforms(server: Caller, noor: User, mode: str, good: bool) -> None:
    for path, caller in (("/platforms", server), ("/users/auth", server.sees_as(noor))):
        answer = caller.ask("GET", path, headers={**caller.headers, "mode": mode})
        assert answer.status_code == 200 if good else refusal(answer) == (403, "wrong_mode")


def test_everything_of_a_live_platform_is_live(client: FlaskClient) -> None:
    shop = a_shop("Larch", mode="live")
    server = Caller(client, shop, shops.make_key(shop)[1])
    user = server.told("POST", "/users", {"email": "noor@shop.example"})
    link = {"label": "x", "url": "https://larch.example"}
    linked = server.told("POST", f"/users/{user['id']}/link", link)
    entry = server.told("POST", "/waitlists", {"email": "noor@shop.example"})
    told = [server.told("GET", "/platforms"), user, linked["links"][0], entry]
    assert [each["mode"] for each in told] == ["live"] * 4


def test_a_role_that_is_taken_away_opens_nothing_from_then_on(server: Caller, alice: Shop) -> None:
    user = a_user(alice, role="editor")
    editor = Caller(server.client, alice).sees_as(user)
    editor.told("GET", "/users")
    server.told("PUT", f"/platforms/community/user/user_{user.uid}", {"role": None})
    answer = editor.ask("GET", "/users")
    assert refusal(answer) == (403, "role_too_low")


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/nothing", (404, "not_found")),
        ("BREW", "/users", (405, "method_not_allowed")),
        ("PATCH", "/users/auth", (405, "method_not_allowed")),
        ("GET", "/auth/otp/email", (405, "method_not_allowed")),
    ],
)
def test_failures_before_any_view_are_spelled_alike(
    server: Caller, method: str, path: str, expected: tuple[int, str]
) -> None:
    assert refusal(server.ask(method, path)) == expected


def test_what_others_have_below_v1_fails_in_their_words(client: FlaskClient) -> None:
    assert client.get("/v1/player.html").mimetype == "text/html"
    assert "_s" in client.get("/v1/replay/x/y/z").get_json()


def test_our_own_fault_tells_nothing(
    app: Flask, server: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False
    monkeypatch.setitem(app.view_functions, "marketplace.platforms.show", lambda **_: 1 / 0)
    answer = server.ask("GET", "/platforms")
    assert refusal(answer) == (500, "internal_error")
    assert "division" not in answer.text


@pytest.mark.parametrize("policy", ["key", "address"])
def test_who_asks_too_often_waits(
    app: Flask, server: Caller, noors: Caller, noon: datetime, policy: str
) -> None:
    app.extensions["vitrine.meters"] = mount_limits({"key": 0, "address": 0, policy: 1})
    for caller in (server, noors):
        answers = [caller.ask("POST", "/utils/media/upload", {}) for _ in "12"]
        assert refusal(answers[1]) == (429, "too_many_requests")
        assert answers[1].headers["Retry-After"] == "60"
