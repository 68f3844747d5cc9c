"""`…/host` and what else a host's link opens: one live and nothing beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from models import clock
from models.broadcast import HAND, Broadcast, Take
from models.content import NOT_STARTED, STARTED, Content
from models.message import HOST, MODERATOR
from models.product import Product
from models.shop import Shop
from tests import builders
from tests.builders import bearing
from usecases import showing, viewers


def linked(live: Content, role: str = HOST) -> dict[str, str]:
    return bearing(viewers.invite(live.shop, live.uid, role=role, name="Anna", hours=8))


@pytest.fixture
def live(alice: Shop) -> Content:
    products = [builders.a_product(alice, name=each) for each in ("Jacket", "Scarf")]
    return builders.a_live(alice, products=products, state=NOT_STARTED, name="Autumn show")


def test_a_host_sees_how_the_live_stands(
    client: FlaskClient, live: Content, noon: datetime
) -> None:
    carried = client.get(f"/audience/v1/lives/{live.uid}/host", headers=linked(live)).json
    jacket = carried["products"][0]["id"]
    showing.show(live.shop, live.uid, "product", products=[jacket])
    showing.show(live.shop, live.uid, "announcement", title="Free delivery")
    builders.a_message(live, "Let me in", waiting=True)
    builders.a_message(live, "Is it warm?", question=True, votes=3)
    answer = client.get(f"/audience/v1/lives/{live.uid}/host", headers=linked(live))
    told = answer.json
    assert answer.headers["Cache-Control"] == "no-store"
    assert told["me"] == {
        "name": "Anna",
        "role": "host",
        "expires_at": "2026-06-15T20:00:00.000Z",
    }
    assert (told["live"]["name"], told["live"]["state"]) == ("Autumn show", "not_started")
    assert [(each["name"], each["shown"]) for each in told["products"]] == [
        ("Jacket", True),
        ("Scarf", False),
    ]
    assert [each["title"] for each in told["words"]] == ["Free delivery"]
    assert [each["text"] for each in told["questions"]] == ["Is it warm?"]
    assert (told["waiting"], told["viewers"], told["sending"]) == (1, 0, None)
    assert told["full"] is False
    sums = {"visits": 0, "watch_seconds": 0, "reactions": 0, "product_clicks": 0}
    assert told["numbers"] == {**sums, "messages": 1}
    assert told["now"] == "2026-06-15T12:00:00.000Z"
    key = Broadcast.get(Broadcast.content == live).stream_key
    assert told["ingest"] == {"url": "rtmp://vitrine.example/live", "key": key}


def test_hosts_and_moderators_see_its_auctions_in_a_rehearsal_too(
    client: FlaskClient, live: Content
) -> None:
    jacket = Product.get(Product.name == "Jacket")
    auction = builders.an_auction(live, jacket, maximum_amount=50_00)
    for role in (HOST, MODERATOR):
        answer = client.get(f"/audience/v1/lives/{live.uid}/host", headers=linked(live, role))
        (told,) = answer.json["auctions"]
        assert (told["id"], told["product"], told["state"]) == (auction.uid, jacket.uid, "ready")
        assert told["terms"] == {
            "starting_price": "7.00",
            "increment": "1.00",
            "maximum_price": "50.00",
            "duration_seconds": 120,
            "extending": True,
        }


def test_a_moderator_is_not_told_the_stream_key(client: FlaskClient, live: Content) -> None:
    answer = client.get(f"/audience/v1/lives/{live.uid}/host", headers=linked(live, MODERATOR))
    assert answer.json["ingest"] is None
    assert Broadcast.get(Broadcast.content == live).stream_key not in answer.text


def test_an_unpublished_live_is_shown_to_its_host(client: FlaskClient, live: Content) -> None:
    Content.update(published=False).where(Content.id == live.id).execute()
    answer = client.get(f"/audience/v1/lives/{live.uid}/host", headers=linked(live))
    assert answer.json["live"]["published"] is False


def strangers(live: Content, charlie: Shop) -> dict[str, dict[str, str]]:
    other = builders.a_live(charlie)
    with clock.frozen(clock.now() - timedelta(hours=9)):
        expired = linked(live)
    return {
        "nobody": {},
        "a viewer": bearing(builders.a_viewer(live)),
        "the host of another live": linked(other),
        "a made-up token": {"Authorization": "Bearer abc.def"},
        "yesterday's link": expired,
    }


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "/audience/v1/lives/{}/host", None),
        ("post", "/audience/v1/lives/{}/sending", {}),
        ("put", "/api/v1/lives/{}/start", None),
        ("post", "/api/v1/lives/{}/stream_key", {}),
        ("post", "/api/v1/lives/{}/events", {"type": "announcement", "text": "x"}),
        ("delete", "/api/v1/lives/{}/events/5d1c0f2ab6f84f0e9d3f7c1a2b3c4d5e", None),
    ],
    ids=["the page's state", "sending", "starting", "the stream key", "showing", "taking off"],
)
def test_nobody_else_gets_in(
    client: FlaskClient, live: Content, charlie: Shop, method: str, path: str, body: Any
) -> None:
    before = Broadcast.get(Broadcast.content == live).stream_key
    for who, headers in strangers(live, charlie).items():
        answer = client.open(path.format(live.uid), method=method, headers=headers, json=body)
        allowed = (401, 403) if who != "nobody" else (401, 403, 422)
        assert answer.status_code in allowed, who
    assert Broadcast.get(Broadcast.content == live).stream_key == before
    assert not Take.select().exists()
    assert Content.get_by_id(live.id).state == NOT_STARTED


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/audience/v1/lives/{}/sending", {}),
        ("put", "/api/v1/lives/{}/start", None),
        ("post", "/api/v1/lives/{}/stream_key", {}),
        ("post", "/api/v1/lives/{}/events", {"type": "announcement", "text": "x"}),
    ],
    ids=["sending", "starting", "the stream key", "showing"],
)
def test_a_moderator_looks_after_the_chat_alone(
    client: FlaskClient, live: Content, method: str, path: str, body: Any
) -> None:
    headers = linked(live, MODERATOR)
    answer = client.open(path.format(live.uid), method=method, headers=headers, json=body)
    assert answer.status_code == 403


def test_a_host_shows_and_takes_off(client: FlaskClient, live: Content) -> None:
    headers, path = linked(live), f"/api/v1/lives/{live.uid}/events"
    desk = f"/audience/v1/lives/{live.uid}/host"
    ids = [each["id"] for each in client.get(desk, headers=headers).json["products"]]
    for each in ids:
        shown = client.post(path, json={"type": "product", "product_ids": [each]}, headers=headers)
        assert shown.status_code == 201
    assert client.delete(f"{path}/{ids[0]}", headers=headers).status_code == 204
    told = client.get(desk, headers=headers).json["products"]
    assert [each["shown"] for each in told] == [False, True]


def test_a_host_sends_without_the_key_and_starts_the_show(
    client: FlaskClient, live: Content
) -> None:
    Broadcast.update(starts_by=HAND).where(Broadcast.content == live).execute()
    headers, path = linked(live), f"/audience/v1/lives/{live.uid}/sending"
    begun = client.post(path, json={}, headers=headers)
    assert begun.status_code == 201
    sent = client.put(f"{path}/{begun.json['session']}/0", data=b"x" * 100_000)
    assert sent.status_code == 204
    told = client.get(f"/audience/v1/lives/{live.uid}/host", headers=headers).json
    assert told["sending"]["via"] == "browser"
    assert (told["sending"]["seen"], told["live"]["state"]) == (False, NOT_STARTED)
    started = client.put(f"/api/v1/lives/{live.uid}/start", headers=headers)
    assert (started.status_code, Content.get_by_id(live.id).state) == (200, STARTED)


def test_a_second_page_takes_over_when_it_says_so(client: FlaskClient, live: Content) -> None:
    headers, path = linked(live), f"/audience/v1/lives/{live.uid}/sending"
    first = client.post(path, json={}, headers=headers).json["session"]
    refused = client.post(path, json={}, headers=headers)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "already-sending")
    second = client.post(path, json={"take_over": True}, headers=headers)
    assert second.status_code == 201
    assert client.put(f"{path}/{first}/1", data=b"late").status_code == 410
    assert client.put(f"{path}/{second.json['session']}/0", data=b"now").status_code == 204


def test_a_large_chunk_is_let_in_and_a_larger_one_is_not(
    client: FlaskClient, live: Content
) -> None:
    headers, path = linked(live), f"/audience/v1/lives/{live.uid}/sending"
    begun = client.post(path, json={}, headers=headers).json
    session = f"{path}/{begun['session']}"
    assert client.put(f"{session}/0", data=b"x" * begun["chunk_limit"]).status_code == 204
    assert client.put(f"{session}/1", data=b"x" * (begun["chunk_limit"] + 1)).status_code == 413


def test_without_key_and_link_nobody_sends(client: FlaskClient, live: Content) -> None:
    answer = client.post(f"/audience/v1/lives/{live.uid}/sending", json={})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["source"]["pointer"] == "/stream_key"
