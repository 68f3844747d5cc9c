"""The short cut before Flask: how long it remembers, how much, and on which connection it reads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl

import pytest
from flask import Flask
from werkzeug.test import Client

from api.content import hot
from models import database as doors
from models.address import read_pairs
from models.database import database
from models.placement import Placement
from models.shop import Shop
from tests.api.content.ways import NOWHERE, SHOES, Case, Ways, asked, stocked, told
from tests.builders import a_video
from usecases import shops


@pytest.fixture
def ways(app: Flask, alice: Shop) -> Ways:
    """Alice's shop, to be asked in both ways."""
    return stocked(app, alice)


@pytest.mark.parametrize(
    "query",
    ["", "&", "a", "a=", "=b", "a=b=c", "a=1&a=2", "a+b=c+d", "%61=%62", "a=%2B+", "a=%e9", "a=%",
     "a=%4", "a=%zz", "a=%F0%9F%98%80", "a=é%C3%A9", "a;b=c", "a=%00"],
)  # fmt: skip
def test_a_query_is_split_as_the_standard_library_does(query: str) -> None:
    assert read_pairs(query) == parse_qsl(query, keep_blank_values=True)


def test_a_thread_without_a_connection_reads_the_same(ways: Ways) -> None:
    plain = told(ways.ask(ways.plain, asked(f"url={SHOES}")))
    with ThreadPoolExecutor(1) as thread:
        assert told(thread.submit(ways.ask_short, f"url={SHOES}").result()) == plain
        assert thread.submit(ways.ask_short, f"url={NOWHERE}").result().data == b"[]"
        assert thread.submit(database.is_closed).result()


@pytest.mark.sqlite
def test_a_kept_connection_that_broke_costs_nobody_an_answer(ways: Ways) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(ways.ask_short, f"url={NOWHERE}").result()
        assert doors._readers
        for each in doors._readers:
            each.close()
        answer = thread.submit(ways.ask_short, f"url={SHOES}").result()
    assert (answer.status_code, len(answer.get_json())) == (200, 1)
    assert "X-Request-Id" not in answer.headers


def test_a_change_shows_when_the_epoch_ends_and_not_before(ways: Ways) -> None:
    before = ways.ask_short(f"url={SHOES}").data
    Placement.update(active=False).execute()
    assert ways.ask_short(f"url={SHOES}").data == before
    assert ways.ask_short(f"url={SHOES}%3Futm_source%3Dx").data == before
    ways.layer.epoch.ends = 0.0
    after = ways.ask_short(f"url={SHOES}")
    assert after.data != before
    assert told(after) == told(ways.ask(ways.plain, asked(f"url={SHOES}")))


def test_an_epoch_lasts_a_third_of_the_lifetime(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot.time, "monotonic", lambda: 1000.0)
    ways.ask_short(f"url={SHOES}")
    assert ways.layer.epoch.ends == 1010.0


def test_a_lifetime_of_zero_shows_every_change_at_once(app: Flask, ways: Ways) -> None:
    app.config["DISPLAY_LIFETIME"] = 0
    layer = Client(hot.DisplaysFirst(app))
    before = ways.ask(layer, asked(f"url={SHOES}"))
    assert before.headers["Cache-Control"] == "public, max-age=0, stale-while-revalidate=0"
    shops.change_shop(ways.shop, displaying=False)
    assert ways.ask(layer, asked(f"url={SHOES}")).data == b"[]"


def test_what_is_remembered_is_bounded(ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "MOST_ANSWERS", 5)
    for number in range(12):
        ways.ask_short(f"url={SHOES}%3Fvisit%3D{number}&locale=en-{number:03}")
        assert len(ways.layer.epoch.answers) <= 5
        assert len(ways.layer.epoch.spelled) <= 5


def test_the_bytes_that_are_remembered_are_bounded(
    ways: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = len(ways.ask_short(f"url={SHOES}").data)
    monkeypatch.setattr(hot, "MOST_BYTES", 4 * answer)
    for number in range(12):
        ways.ask_short(f"url={SHOES}&locale=en-{number:03}")
        kept = sum(len(each[2]) for each in ways.layer.epoch.spelled.values())
        assert answer <= kept <= 4 * answer


def test_one_shops_answers_are_never_anothers(ways: Ways, charlie: Shop) -> None:
    a_video(charlie, urls=["https://shop.example/shoes"])
    shops.change_shop(charlie, allowed_origins=["https://shop.example"])
    hers = ways.ask_short(f"url={SHOES}").data
    query = f"app_id={charlie.app_id}&url={SHOES}"
    his = ways.ask(ways.short, Case(query)).data
    assert hers != his
    assert his == ways.ask(ways.plain, Case(query)).data
