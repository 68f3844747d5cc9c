"""`GET /audience/v1/lives/<uid>/state`: what players start from and poll."""

from __future__ import annotations

import gzip
import threading
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.audience import state
from models import clock
from models.audience import Presence, Reaction
from models.broadcast import Broadcast
from models.content import FINISHED, STARTED, Content
from models.message import Message
from models.shop import Shop
from tests.builders import a_live, a_message, a_product, a_share, a_shop, an_asset, an_event
from tests.conftest import NOON
from usecases import airing, changes, lives
from usecases.chat_settings import EMOJIS, ChatSettings
from usecases.snapshots import MOST_MESSAGES

SECOND = timedelta(seconds=1)


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """A show that has been on air since noon."""
    return a_live(alice, state=STARTED, started_at=NOON)


def path_of(live: Content, query: str = "") -> str:
    return f"/audience/v1/lives/{live.uid}/state{query}"


def told(client: FlaskClient, live: Content, query: str = "") -> Any:
    answer = client.get(path_of(live, query))
    assert answer.status_code == 200, answer.json
    return answer.json


def test_a_show_on_air_is_told_whole(client: FlaskClient, alice: Shop, noon: datetime) -> None:
    jacket = a_product(alice, name="Jacket", ref="SKU-1", url="https://shop.example/p/1")
    live = a_live(alice, products=(jacket,), state=STARTED, started_at=NOON, starts_at=NOON)
    an_event(live, "product", product=jacket)
    an_event(live, "announcement", text="Half price")
    hello = a_message(live, "Hello")
    asked = a_message(live, question=True, votes=2)
    Broadcast.update(pinned=hello.uid, chat={"open": True, "words": ["secret"]}).execute()
    Reaction.create(content=live, emoji="❤️", count=7)
    Presence.create(content=live, key="push a", count=40, due_at=NOON + SECOND)
    Presence.create(content=live, key="push b", count=2, due_at=NOON)
    number = changes.note(live, "message", {})
    spelled = {
        "id": hello.uid,
        "author": "Noor",
        "text": "Hello",
        "question": False,
        "votes": 0,
        "answered": False,
        "host": False,
        "moderator": False,
        "at": "2026-06-15T12:00:00.000Z",
    }
    question = {**spelled, "id": asked.uid, "text": asked.text, "question": True, "votes": 2}
    assert told(client, live) == {
        "id": live.uid,
        "number": number,
        "name": "Autumn show",
        "state": "started",
        "interrupted": False,
        "starts_at": "2026-06-15T12:00:00.000Z",
        "started_at": "2026-06-15T12:00:00.000Z",
        "playback_url": f"/media/lives/{live.uid}/live.m3u8",
        "screen": {
            "products": [
                {
                    "id": jacket.uid,
                    "ref": "SKU-1",
                    "name": "Jacket",
                    "price": "129.00",
                    "discount_price": None,
                    "currency": "EUR",
                    "in_stock": True,
                    "low_stock": False,
                    "thumbnail_url": None,
                    "url": "https://shop.example/p/1",
                    "button": None,
                }
            ],
            "stock": {},
            "announcements": [
                {
                    "id": live.events[1].uid,
                    "title": None,
                    "text": "Half price",
                    "url": None,
                    "background_color": None,
                    "text_color": None,
                }
            ],
            "extensions": [],
        },
        "auctions": [],
        "pinned": spelled,
        "messages": [spelled, question],
        "questions": [question],
        "chat": {**asdict(ChatSettings()), "emojis": list(EMOJIS)},
        "viewers": 40,
        "reactions": {"❤️": 7},
        "push_url": f"https://vitrine.example/push/lives/{live.uid}",
    }


def test_before_the_show_nothing_of_a_rehearsal_is_told(
    client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    live = a_live(alice, starts_at=NOON + SECOND)
    an_event(live, "announcement", text="Testing")
    now = told(client, live)
    assert (now["state"], now["starts_at"]) == ("not_started", "2026-06-15T12:00:01.000Z")
    assert (now["playback_url"], now["started_at"]) == (None, None)
    assert now["screen"] == {
        "products": [],
        "stock": {},
        "announcements": [],
        "extensions": [],
    }


def test_a_finished_show_plays_its_replay_once_there_is_one(
    client: FlaskClient, live: Content, alice: Shop
) -> None:
    lives.finish(alice, live.uid, finished=True, ends_at=NOON)
    assert (told(client, live)["state"], told(client, live)["playback_url"]) == (FINISHED, None)
    asset = an_asset(live)
    with clock.frozen(NOON + 2 * SECOND):
        assert told(client, live)["playback_url"] == f"/{asset.folder}/master.m3u8"


def test_a_lost_stream_and_a_new_time_are_told_and_pushed(
    client: FlaskClient, live: Content, alice: Shop
) -> None:
    Broadcast.update(lost_at=NOON).execute()
    assert told(client, live)["interrupted"] is True
    lives.change(alice, live.uid, starts_at=NOON + SECOND)
    pushed = orjson.loads(changes.since(live.id, 0)[-1].body)
    assert (pushed["interrupted"], pushed["starts_at"]) == (True, "2026-06-15T12:00:01.000Z")


def test_of_the_chat_viewers_are_told_what_they_may_see(client: FlaskClient, live: Content) -> None:
    for number in range(MOST_MESSAGES):
        a_message(live, str(number))
    for hidden in ("moderated", "waiting", "shadowed"):
        Broadcast.update(pinned=a_message(live, hidden, **{hidden: True}).uid).execute()
        a_message(live, hidden, question=True, **{hidden: True})
    a_message(live, "answered", question=True, answered_at=NOON)
    for votes in (1, 3, 2):
        a_message(live, f"{votes} votes", question=True, votes=votes)
    now = told(client, live)
    assert [each["text"] for each in now["questions"]] == ["3 votes", "2 votes", "1 votes"]
    assert len(now["messages"]) == MOST_MESSAGES
    assert [each["text"] for each in now["messages"][-5:]] == [
        str(MOST_MESSAGES - 1),
        "answered",
        "1 votes",
        "3 votes",
        "2 votes",
    ]
    assert now["pinned"] is None


def test_viewers_are_told_where_the_shop_shows_them(
    client: FlaskClient, live: Content, alice: Shop
) -> None:
    alice.show_viewers = False
    alice.save()
    assert told(client, live)["viewers"] is None


def test_what_viewers_may_not_watch_is_not_found(
    client: FlaskClient, live: Content, alice: Shop, charlie: Shop
) -> None:
    off = a_shop("Erin", displaying=False)
    for path in (
        path_of(a_live(alice, published=False)),
        path_of(a_live(off)),
        path_of(live, f"?shop={charlie.app_id}"),
        path_of(live, "?shop=nobody"),
        path_of(live, "?shop=%00"),
        f"/audience/v1/lives/{'0' * 32}/state",
        "/audience/v1/lives/nothing/state",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.json["errors"][0]["status"] == "404"


def test_a_borrowing_shop_shows_the_live_with_its_own_products(
    client: FlaskClient, alice: Shop, noon: datetime
) -> None:
    dora = a_shop("Dora")
    theirs, own = (a_product(each, ean="4006381333931") for each in (alice, dora))
    live = a_live(alice, products=(theirs,), state=STARTED, started_at=NOON)
    an_event(live, "product", product=theirs)
    a_share(live, dora)
    now = told(client, live, f"?shop={dora.app_id}")
    assert [each["id"] for each in now["screen"]["products"]] == [own.uid]
    assert now["push_url"].endswith(f"/push/lives/{live.uid}?shop={dora.app_id}")
    assert [each["id"] for each in told(client, live)["screen"]["products"]] == [theirs.uid]


def test_anything_may_keep_it_for_a_second(client: FlaskClient, live: Content) -> None:
    first = client.get(path_of(live))
    assert first.headers["Cache-Control"] == "public, max-age=1, stale-while-revalidate=5"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first.headers
    etag = first.headers["ETag"]
    same = client.get(path_of(live), headers={"If-None-Match": etag})
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", etag)
    a_message(live, "x" * 1_000)
    with clock.frozen(NOON + 0.999 * SECOND):
        assert client.get(path_of(live)).data == first.data
    with clock.frozen(NOON + SECOND):
        fresh = client.get(path_of(live), headers={"If-None-Match": etag})
        assert (fresh.status_code, len(fresh.json["messages"])) == (200, 1)
        packed = client.get(path_of(live), headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == fresh.data


def test_a_clock_that_was_set_back_keeps_nothing_old(client: FlaskClient, live: Content) -> None:
    told(client, live)
    a_message(live)
    with clock.frozen(NOON - 3_600 * SECOND):
        assert len(told(client, live)["messages"]) == 1


def test_many_who_ask_at_once_have_it_built_once(
    app: Flask, client: FlaskClient, live: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(client, live)
    built: list[str] = []
    at_once = threading.Barrier(6)
    plain = state.spelled_state
    monkeypatch.setattr(
        state, "spelled_state", lambda uid, app_id: (built.append(uid), plain(uid, app_id))[1]
    )
    answers: list[int] = []

    def ask() -> None:
        at_once.wait(60)
        answers.append(app.test_client().get(path_of(live)).status_code)

    with clock.frozen(NOON + SECOND):
        threads = [threading.Thread(target=ask) for _ in range(6)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert (answers, len(built)) == ([200] * 6, 1)


def test_its_number_never_claims_a_change_it_does_not_have(
    client: FlaskClient, live: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(content: Content, broadcast: Broadcast) -> Any:
        message = Message.create(content=content, author="Noor", text="late")
        changes.note(content, "message", {"id": message.uid})
        return airing.state_of(content, broadcast)

    monkeypatch.setattr("usecases.snapshots.state_of", meanwhile)
    assert told(client, live)["number"] == 0
