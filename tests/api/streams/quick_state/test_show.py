"""`GET /v3/translation/quick-state`: how far one stream is, for anybody to poll."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from models import clock
from models.audience import Presence
from models.content import STARTED
from models.shop import Shop
from tests.api.streams.conftest import Asker, refusal
from tests.builders import a_live, a_share
from tests.conftest import NOON
from usecases import audience, lives

PATH = "/v3/translation/quick-state"
HOUR = timedelta(hours=1)


def test_a_show_is_followed_from_its_plan_to_its_end(
    asker: Asker, alice: Shop, noon: datetime
) -> None:
    planned = a_live(alice, starts_at=NOON, ends_at=NOON + HOUR)
    told = {"id": planned.uid, "status": "planned", "startDate": None, "endDate": None}
    assert asker(PATH, id=planned.uid) == {**told, "viewers": 0}
    live = a_live(alice, state=STARTED, started_at=NOON, ends_at=NOON + HOUR)
    told = {"id": live.uid, "status": "online", "startDate": "2026-06-15T12:00:00Z"}
    assert asker(PATH, id=live.uid) == {**told, "endDate": None, "viewers": 0}
    lives.finish(alice, live.uid, finished=True, ends_at=NOON + 2 * HOUR)
    after = asker(PATH, id=live.uid)
    assert (after["status"], after["endDate"]) == ("finished", "2026-06-15T14:00:00Z")


def test_it_may_be_kept_for_two_seconds_and_read_by_any_page(
    client: FlaskClient, alice: Shop
) -> None:
    answer = client.get(f"{PATH}?translationId={a_live(alice).uid}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=2"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_viewers_are_told_where_the_shop_tells_them(asker: Asker, alice: Shop) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    due_at = clock.now() + HOUR
    Presence.create(content=live, key="a page", count=3, due_at=due_at)
    assert asker(PATH, id=live.uid)["viewers"] == audience.viewers([live.id])[live.id] == 3
    alice.show_viewers = False
    alice.save()
    assert asker(PATH, id=live.uid)["viewers"] is None


def test_hidden_unknown_and_other_shops_streams_are_not_found(
    asker: Asker, client: FlaskClient, alice: Shop, charlie: Shop
) -> None:
    hidden, theirs = a_live(alice, published=False), a_live(charlie)
    for uid in (hidden.uid, theirs.uid, "2017"):
        assert refusal(asker.ask(PATH, id=uid)) == (404, "NotFound")
    assert client.get(f"{PATH}?id={theirs.uid}").status_code == 200
    a_share(theirs, alice)
    assert asker(PATH, id=theirs.uid)["id"] == theirs.uid


@pytest.mark.parametrize("query", ["", "id=", "applicationId="], ids=["none", "empty", "no shop"])
def test_a_stream_must_be_named(client: FlaskClient, app: object, query: str) -> None:
    assert refusal(client.get(f"{PATH}?{query}")) == (422, "InvalidFilter")


def test_an_address_asks_120_times_a_minute(
    client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    live, at = a_live(alice), {"REMOTE_ADDR": "203.0.113.7"}
    path = f"{PATH}?id={live.uid}"
    for _ in range(120):
        assert client.get(path, environ_base=at).status_code == 200
    answer = client.get(path, environ_base=at)
    assert refusal(answer) == (429, "RateLimitExceeded")
    assert answer.headers["Retry-After"] == "1"
    assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After"
    assert client.get(path, environ_base={"REMOTE_ADDR": "203.0.113.8"}).status_code == 200
