"""`GET /v2/mini-player/online`: what is on air now, for a shop's pop-up."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask.testing import FlaskClient

from models.content import FINISHED, STARTED
from models.shop import Shop
from tests.api.streams.conftest import Asker, refusal
from tests.builders import a_live
from tests.conftest import NOON

PATH = "/v2/mini-player/online"
FIELDS = ("streamId", "streamStatus", "playbackLink", "name", "previewImages")


def test_the_show_that_began_last_is_told(asker: Asker, alice: Shop, noon: datetime) -> None:
    a_live(alice, state=STARTED, started_at=NOON - timedelta(hours=1))
    live = a_live(
        alice, name="Braids", state=STARTED, started_at=NOON, portrait_thumbnail="media/pictures/2"
    )
    picture = {"src": "https://vitrine.example/media/pictures/2/640.webp", "type": "poster"}
    assert asker(PATH) == {
        "streamId": live.uid,
        "streamStatus": "online",
        "playbackLink": f"https://vitrine.example/media/lives/{live.uid}/live.m3u8",
        "name": "Braids",
        "previewImages": [picture],
    }


def test_where_nothing_is_on_air_every_field_is_null(
    asker: Asker, alice: Shop, charlie: Shop
) -> None:
    a_live(alice)
    a_live(alice, state=FINISHED, started_at=NOON)
    a_live(alice, state=STARTED, started_at=NOON, published=False)
    a_live(charlie, state=STARTED, started_at=NOON)
    assert asker(PATH) == dict.fromkeys(FIELDS)


def test_a_shop_must_be_named(client: FlaskClient, alice: Shop) -> None:
    assert refusal(client.get(PATH)) == (400, "InvalidApplication")
    assert refusal(client.get("/v2/mini-player/offline")) == (404, "NotFound")


def test_a_shop_asks_30_times_a_minute(asker: Asker, noon: datetime) -> None:
    for _ in range(30):
        assert asker.ask(PATH).status_code == 200
    answer = asker.ask(PATH)
    assert refusal(answer) == (429, "RateLimitExceeded")
    assert answer.headers["Retry-After"] == "2"
