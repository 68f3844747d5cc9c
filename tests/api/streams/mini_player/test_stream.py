"""`GET /v2/mini-player/stream`: which stream the card of a product plays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from models.content import FINISHED, STARTED
from models.shop import Shop
from tests.api.streams.conftest import Asker, refusal
from tests.builders import a_live, a_product, an_asset
from tests.conftest import NOON

PATH = "/v2/mini-player/stream"
NOTHING = {"streamId": None, "streamStatus": None, "productId": None, "playbackLink": None}


def test_what_is_on_air_comes_before_a_replay_and_a_replay_before_a_plan(
    asker: Asker, alice: Shop, noon: datetime
) -> None:
    oil = a_product(alice, ref="A-1")
    product = {"productId": oil.uid}
    planned = a_live(alice, products=(oil,), starts_at=NOON)
    told = {"streamId": planned.uid, "streamStatus": "planned", "playbackLink": None}
    assert asker(PATH, productCode="A-1") == {**told, **product}
    past = a_live(alice, products=(oil,), state=FINISHED, started_at=NOON - timedelta(hours=2))
    film = an_asset(past)
    link = f"https://vitrine.example/{film.folder}/master.m3u8"
    told = {"streamId": past.uid, "streamStatus": "finished", "playbackLink": link}
    assert asker(PATH, productCode="A-1") == {**told, **product}
    on = a_live(alice, products=(oil,), state=STARTED, started_at=NOON)
    link = f"https://vitrine.example/media/lives/{on.uid}/live.m3u8"
    told = {"streamId": on.uid, "streamStatus": "online", "playbackLink": link}
    assert asker(PATH, productCode="A-1") == {**told, **product}


def test_a_replay_that_plays_comes_before_a_newer_one_that_does_not(
    asker: Asker, alice: Shop, noon: datetime
) -> None:
    oil = a_product(alice, ref="A-1")
    plays = a_live(
        alice, products=(oil,), state=FINISHED, started_at=NOON - timedelta(hours=2), ready=True
    )
    a_live(alice, products=(oil,), state=FINISHED, started_at=NOON - timedelta(hours=1))
    assert asker(PATH, productCode="A-1")["streamId"] == plays.uid


def test_where_nothing_shows_the_product_every_field_is_null(
    asker: Asker, alice: Shop, charlie: Shop
) -> None:
    a_live(alice, products=(a_product(alice, ref="A-2"),), published=False)
    a_live(alice, products=(a_product(alice, ref="A-3", published=False),))
    a_live(charlie, products=(a_product(charlie, ref="A-4"),))
    for code in ("A-1", "A-2", "A-3", "A-4"):
        assert asker(PATH, productCode=code) == NOTHING


def test_the_older_spelling_of_the_shop_is_taken(client: FlaskClient, alice: Shop) -> None:
    answer = client.get(f"{PATH}?application={alice.slug}&productCode=A-1")
    assert answer.json is not None
    assert answer.json["body"] == NOTHING
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("query", [{}, {"productCode": ""}], ids=["none", "empty"])
def test_the_product_must_be_named(asker: Asker, query: dict[str, str]) -> None:
    assert refusal(asker.ask(PATH, **query)) == (422, "InvalidFilter")


def test_a_shop_asks_60_times_a_minute(asker: Asker, alice: Shop, noon: datetime) -> None:
    for _ in range(60):
        assert asker.ask(PATH, productCode="A-1").status_code == 200
    answer = asker.ask(PATH, productCode="A-1")
    assert refusal(answer) == (429, "RateLimitExceeded")
    assert answer.headers["Retry-After"] == "1"
    assert asker.ask("/v2/mini-player/online").status_code == 200
