"""How often callers may ask: counted exactly, told in headers, never on shops' pages."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import limits
from models import clock
from models.meter import Meter
from models.shop import Shop
from tests.builders import a_key
from tests.conftest import NOON

SECOND = timedelta(seconds=1)


@pytest.fixture
def few(app: Flask) -> Flask:
    """An application that allows three requests a minute by a key and five from an address."""
    app.extensions["vitrine.meters"] = limits.mount_limits({"key": 3, "address": 5})
    return app


def ask(client: FlaskClient, key: dict[str, str], address: str = "192.0.2.1", **more: Any) -> Any:
    """Ask for the shop from an address."""
    return client.get("/api/v1/shop", headers=key, environ_base={"REMOTE_ADDR": address}, **more)


def test_a_key_that_asks_too_often_is_told_when_to_come_again(
    few: Flask, client: FlaskClient, key: dict[str, str]
) -> None:
    with clock.frozen(NOON):
        answers = [ask(client, key) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert [each.headers["RateLimit"] for each in answers] == [
        '"key";r=2;t=20',
        '"key";r=1;t=40',
        '"key";r=0;t=60',
        '"key";r=0;t=60',
    ]
    refused = answers[-1]
    assert refused.headers["RateLimit-Policy"] == '"key";q=3;w=60'
    assert refused.headers["Retry-After"] == "20"
    [error] = refused.json["errors"]
    assert (error["status"], error["code"]) == ("429", "too-many-requests")
    assert "3 requests a minute" in error["detail"]
    with clock.frozen(NOON + 19 * SECOND):
        assert ask(client, key).status_code == 429
    with clock.frozen(NOON + 20 * SECOND):
        assert ask(client, key).status_code == 200
        assert ask(client, key).status_code == 429


def test_one_keys_haste_is_not_anothers(
    few: Flask, client: FlaskClient, key: dict[str, str], charlies_key: dict[str, str], noon: Any
) -> None:
    for _ in range(4):
        ask(client, key)
    assert ask(client, charlies_key, "192.0.2.2").status_code == 200


def test_an_address_is_counted_whatever_it_sends(
    few: Flask, client: FlaskClient, alice: Shop, noon: Any
) -> None:
    wrong = {"App-Id": alice.app_id, "Api-Key": "vtrn_test_wrong"}
    codes = [ask(client, wrong).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    assert ask(client, a_key(alice)).status_code == 429
    assert ask(client, a_key(alice), "192.0.2.2").status_code == 200


def test_the_addresses_of_one_ipv6_network_are_one_caller(
    few: Flask, client: FlaskClient, noon: Any
) -> None:
    codes = [ask(client, {}, f"2001:db8:1:2::{number}").status_code for number in range(6)]
    assert codes == [401] * 5 + [429]
    assert ask(client, {}, "2001:db8:1:3::1").status_code == 401
    assert ask(client, {}, "::ffff:192.0.2.9").status_code == 401


def test_what_shops_pages_ask_is_never_counted(
    few: Flask, client: FlaskClient, alice: Shop, noon: Any
) -> None:
    headers = {"Origin": "https://shop.example", "X-App-Id": alice.app_id}
    for _ in range(10):
        answer = client.get("/api/v1/displayed_data?url=https://shop.example/", headers=headers)
        assert answer.status_code == 200, "answered by Flask, since the id stands in a header"
        assert "RateLimit" not in answer.headers


def test_a_limit_of_zero_is_none(app: Flask, client: FlaskClient, key: dict[str, str]) -> None:
    app.extensions["vitrine.meters"] = limits.mount_limits({"key": 0, "address": 0})
    answer = ask(client, key)
    assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


@pytest.mark.parametrize("rate", [1, 7, 60, 600, 1200, 100_000])
def test_exactly_the_allowed_number_passes_at_once(rate: int, noon: Any) -> None:
    meter = Meter(rate)
    passed = sum(meter.take("a").after_s is None for _ in range(rate + 10))
    assert passed == rate


def test_counting_is_exact_when_many_threads_ask(noon: Any) -> None:
    meter, start = Meter(500), threading.Barrier(8)
    passed: list[int] = []

    def ask_often() -> None:
        start.wait()
        passed.append(sum(meter.take("a").after_s is None for _ in range(200)))

    threads = [threading.Thread(target=ask_often) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(passed) == 500


def test_an_allowance_refills_evenly() -> None:
    meter, passed = Meter(60), 0
    for second in range(240):
        with clock.frozen(NOON + second * SECOND):
            passed += sum(meter.take("a").after_s is None for _ in range(3))
    assert passed == 60 + 239


def test_a_clock_set_back_locks_nobody_out_for_longer_than_a_minute() -> None:
    meter = Meter(2)
    with clock.frozen(NOON):
        assert [meter.take("a").after_s for _ in range(3)] == [None, None, 30]
    with clock.frozen(NOON - timedelta(days=1)):
        assert meter.take("a").after_s == 30
    with clock.frozen(NOON - timedelta(days=1) + 30 * SECOND):
        assert meter.take("a").after_s is not None or meter.take("b").after_s is None


def test_a_crowd_of_callers_is_forgotten_and_not_kept_forever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("models.meter.MOST_CALLERS", 100)
    meter = Meter(60)
    with clock.frozen(NOON):
        for number in range(1000):
            meter.take(str(number))
    assert len(meter._whole_at) <= 100
