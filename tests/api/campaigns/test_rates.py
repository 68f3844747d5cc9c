"""How often servers may ask the campaigns API: exact, however many ask at once."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.limits import mount_limits
from models.shop import Shop
from tests.api.campaigns.conftest import Server, a_server, refusal
from usecases import shops

ASKERS, TIMES, ALLOWED = 8, 8, 40


@pytest.mark.parametrize("policy", ["key", "address"])
def test_of_many_at_once_exactly_so_many_pass(
    app: Flask, alice: Shop, noon: datetime, policy: str
) -> None:
    app.extensions["vitrine.meters"] = mount_limits({"key": 0, "address": 0, policy: ALLOWED})
    # One key for all is what a server with many threads has; the address is theirs anyway.
    keys = [shops.make_key(alice)[1] for _ in range(1 if policy == "key" else ASKERS)] * ASKERS
    start, seen = threading.Barrier(ASKERS), list[tuple[int, str | None]]()

    def ask_often(key: str) -> None:
        asking = Server(app.test_client(), alice, key)
        start.wait()
        for _ in range(TIMES):
            answer = asking.ask("GET", "/shortform")
            seen.append((answer.status_code, answer.headers.get("Retry-After")))

    threads = [threading.Thread(target=ask_often, args=(each,)) for each in keys[:ASKERS]]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    refused = ASKERS * TIMES - ALLOWED
    # The minute's requests are spent: one of forty is back after a second and a half.
    assert Counter(seen) == {(200, None): ALLOWED, (429, "2"): refused}


def test_who_asks_too_often_is_told_so_in_this_apis_words(
    app: Flask, client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    app.extensions["vitrine.meters"] = mount_limits({"key": 1, "address": 0})
    server, another = a_server(client, alice), a_server(client, alice)
    server.get("/shortform")
    answer = server.ask("GET", "/shortform")
    assert refusal(answer) == (429, -510)
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["RateLimit-Policy"] == '"key";q=1;w=60'
    another.get("/shortform")
