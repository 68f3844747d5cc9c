"""`/api/v1/lives`: spelling, filters, orders, finishing, chat, events, timecodes, stream keys."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from models.broadcast import Broadcast, LiveEvent
from models.content import FINISHED, STARTED, Cue
from models.shop import Shop
from tests.api.content.conftest import Caller
from tests.builders import (
    a_key,
    a_live,
    a_message,
    a_product,
    a_seller,
    a_share,
    a_video,
    an_asset,
    an_event,
)

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SHOW = {"name": "Autumn show", "start_date": "2026-06-20T20:00:00+02:00"}


def test_a_live_is_created_as_documented(
    alices: Caller, alice: Shop, photo: bytes, noon: datetime
) -> None:
    seller = a_seller(alice)
    product = a_product(alice, seller=seller)
    sent = {
        **SHOW,
        "description": "Jackets in the rain",
        "tags": ["rain"],
        "seller_id": seller.uid,
        "product_ids": [product.uid],
    }
    picture = base64.b64encode(photo).decode()
    answer = alices.post("/lives", {**sent, "thumbnail": picture})
    assert answer.status_code == 201, answer.json
    made = answer.json["data"]
    told = made["attributes"]
    assert made["type"] == "live"
    kept = {name: told[name] for name in sent if name != "start_date"}
    assert kept == {name: value for name, value in sent.items() if name != "start_date"}
    assert told["start_date"] == "2026-06-20T18:00:00.000Z"
    assert (told["state"], told["is_started"], told["is_finished"]) == ("not_started", False, False)
    assert told["rtmp_url"] == "rtmp://vitrine.example/live"
    assert len(told["stream_key"]) == 48
    assert (told["playback_url"], told["replay_url"], told["end_date"]) == (None, None, None)
    assert told["thumbnail_url"].endswith("/640.webp")
    assert told["created_at"] == "2026-06-15T12:00:00.000Z"
    assert alices.get(f"/lives/{made['id']}").json["data"] == made


def test_a_form_makes_a_live(alices: Caller) -> None:
    answer = alices.form("POST", "/lives", **SHOW, **{"tags[]": ["rain", "wind, and cold"]})
    assert answer.status_code == 201, answer.json
    assert answer.json["data"]["attributes"]["tags"] == ["rain", "wind, and cold"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"start_date": None}, "/start_date"),
        ({"start_date": "tomorrow"}, "/start_date"),
        ({"start_date": "2026-06-20T20:00:00"}, "/start_date"),
        ({"start_date": 1781524800}, "/start_date"),
        ({"start_date": "9999-01-01T00:00:00Z"}, "/start_date"),
        ({"name": None}, "/name"),
        ({"name": "a\x00b"}, "/name"),
        ({"tags": ["a" * 101]}, "/tags/0"),
        ({"product_ids": ["nobody"]}, "/product_ids/0"),
        ({"seller_id": 7}, "/seller_id"),
        ({"urls": ["javascript:alert(1)"]}, "/urls/0"),
        ({"stream_key": "mine"}, "/stream_key"),
        ({"state": "started"}, "/state"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named_and_nothing_changes(
    alices: Caller, alice: Shop, change: dict[str, object], pointer: str
) -> None:
    path = f"/lives/{a_live(alice).uid}"
    before = alices.get(path).json
    for refused in (
        alices.post("/lives", {**SHOW, **change}),
        alices.put(path, {**SHOW, **change}),
        alices.patch(path, change),
    ):
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get(path).json == before
    assert alices.get("/lives").headers["Total-Count"] == "1"


def test_an_update_asks_for_name_and_start_a_change_for_nothing(
    alices: Caller, alice: Shop
) -> None:
    live = a_live(alice, description="kept")
    path = f"/lives/{live.uid}"
    key = alices.get(path).json["data"]["attributes"]["stream_key"]
    assert alices.put(path, {"name": "Later"}).status_code == 422
    told = alices.put(path, {**SHOW, "name": "Later"}).json["data"]["attributes"]
    assert (told["name"], told["description"], told["stream_key"]) == ("Later", "kept", key)
    changed = alices.patch(path, {"description": None}).json["data"]["attributes"]
    assert (changed["name"], changed["description"]) == ("Later", None)


def test_lists_narrow_by_every_filter(alices: Caller, alice: Shop) -> None:
    seller = a_seller(alice, name="Larch & Co", external_id="v-1")
    product = a_product(alice, ref="J-1", seller=seller)
    a_live(alice, name="Snow", seller=seller, products=(product,))
    over = a_live(alice, name="Rain", state=FINISHED)
    alices.patch(f"/lives/{over.uid}", {"tags": ["wet", "cold"]})
    a_live(alice, name="Wind", state=STARTED)
    a_video(alice, name="Rain, filmed")

    def names(query: str) -> list[str]:
        return sorted(each["attributes"]["name"] for each in listed(query))

    def listed(query: str) -> list[dict[str, dict[str, str]]]:
        found: list[dict[str, dict[str, str]]] = alices.get(f"/lives?{query}").json["data"]
        return found

    assert names("") == ["Rain", "Snow", "Wind"]
    assert names("name=rAI") == ["Rain"]
    assert names(f"product_id={product.uid}") == ["Snow"]
    assert names("product_ref=J-1") == ["Snow"]
    assert names(f"seller_id={seller.uid}") == ["Snow"]
    assert names("seller_name=larch") == ["Snow"]
    assert names("seller_external_id=v-1") == ["Snow"]
    assert names("tags[]=cold&tags[]=wet") == ["Rain"]
    assert names("tags=cold,dry") == []
    assert names("state=not_started") == ["Snow"]
    assert names("state=started") == ["Wind"]
    assert names("state=finished&name=rain") == ["Rain"]
    for wrong in ("state=paused", "order=name", "order=start_date:UP", "last=1"):
        refused = alices.get(f"/lives?{wrong}")
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"parameter": wrong.split("=")[0]}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "third second first"),
        ("order=created_at", "first second third"),
        ("order=created_at:ASC", "first second third"),
        ("order=created_at:DESC", "third second first"),
        ("order=start_date", "second third first"),
        ("order=start_date:ASC", "second third first"),
        ("order=start_date:DESC", "first third second"),
    ],
    ids=lambda each: each or "none",
)
def test_lists_have_an_order(alices: Caller, alice: Shop, query: str, names: str) -> None:
    for number, (name, days) in enumerate((("first", 9), ("second", 1), ("third", 5))):
        at = NOON + timedelta(minutes=number)
        a_live(alice, name=name, created_at=at, starts_at=NOON + timedelta(days=days))
    listed = alices.get(f"/lives?{query}").json["data"]
    assert " ".join(each["attributes"]["name"] for each in listed) == names


def test_a_video_is_no_live(alices: Caller, alice: Shop) -> None:
    video = a_video(alice)
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/events"), ("GET", "/timecodes")):
        assert alices(method, f"/lives/{video.uid}{path}").status_code == 404


def test_a_live_is_finished_and_restarted(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    path = f"/lives/{live.uid}"
    an_asset(live)
    done = {"is_finished": True, "end_date": "2026-06-15T13:00:00Z"}
    told = alices.put(f"{path}/finish", done).json["data"]["attributes"]
    assert (told["state"], told["is_finished"], told["is_started"]) == ("finished", True, True)
    assert told["end_date"] == "2026-06-15T13:00:00.000Z"
    assert told["replay_url"] == told["playback_url"]
    assert told["replay_url"].endswith("/master.m3u8")
    again = alices.put(f"{path}/finish", {**done, "end_date": "2026-06-15T13:05:00Z"})
    assert again.json["data"]["attributes"]["end_date"] == "2026-06-15T13:05:00.000Z"
    told = alices.put(f"{path}/finish", {**done, "is_finished": False}).json["data"]["attributes"]
    assert (told["state"], told["is_finished"], told["replay_url"]) == ("started", False, None)
    assert alices.get(f"{path}/messages").status_code == 200


def test_a_live_that_never_was_on_air_is_not_started_when_restarted(
    alices: Caller, alice: Shop
) -> None:
    path = f"/lives/{a_live(alice).uid}/finish"
    alices.put(path, {"is_finished": True, "end_date": "2026-06-15T13:00:00Z"})
    told = alices.put(path, {"is_finished": False, "end_date": "2026-06-15T13:00:00Z"})
    assert told.json["data"]["attributes"]["state"] == "not_started"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"is_finished": True}, "/end_date"),
        ({"end_date": "2026-06-15T13:00:00Z"}, "/is_finished"),
        ({"is_finished": "true", "end_date": "2026-06-15T13:00:00Z"}, "/is_finished"),
        ({"is_finished": True, "end_date": None}, "/end_date"),
        ({"is_finished": True, "end_date": "2026-06-15T11:00:00Z"}, "/end_date"),
    ],
    ids=["no end", "no word", "a text", "null", "before it started"],
)
def test_a_wrong_finish_is_refused(
    alices: Caller, alice: Shop, body: dict[str, object], pointer: str
) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    refused = alices.put(f"/lives/{live.uid}/finish", body)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["source"] == {"pointer": pointer}
    assert alices.get(f"/lives/{live.uid}").json["data"]["attributes"]["state"] == "started"


def test_events_tell_what_is_on_screen_now(alices: Caller, alice: Shop, noon: datetime) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    jacket, coat = a_product(alice, name="Jacket"), a_product(alice, name="Coat")
    an_event(live, "product", product=jacket, to_at=NOON)
    an_event(live, "product", product=coat)
    an_event(live, "announcement", title="Free delivery", text="Until midnight")
    an_event(live, "extension", title="Quiz", url="https://quiz.example")
    told = alices.get(f"/lives/{live.uid}/events").json["data"]
    assert (told["id"], told["type"]) == (live.uid, "live_events")
    now = told["attributes"]
    assert now["product_active_ids"] == [coat.uid]
    assert [each["attributes"]["name"] for each in now["products"]] == ["Coat"]
    [announced], [extension] = now["announcements"], now["extensions"]
    assert announced["attributes"]["text"] == "Until midnight"
    assert extension["attributes"]["url"] == "https://quiz.example"
    assert extension["attributes"]["shown_at"] == "2026-06-15T12:00:00.000Z"


def test_the_chat_is_read_thirty_messages_at_a_time(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    a_message(a_live(alice), "of another live")
    sent = [a_message(live, f"message {number}").uid for number in range(70)]
    path = f"/lives/{live.uid}/messages"

    def ids(query: str = "") -> list[str]:
        return [each["id"] for each in alices.get(path + query).json["data"]]

    assert ids() == sent[40:]
    assert ids(f"?last={sent[0]}") == sent[1:31]
    assert ids(f"?last={sent[30]}") == sent[31:61]
    assert ids(f"?last={sent[60]}") == sent[61:]
    assert ids(f"?last={sent[69]}") == []


def test_a_message_is_told_as_documented(alices: Caller, alice: Shop, noon: datetime) -> None:
    live = a_live(alice)
    a_message(live, question=True, votes=3, answered_at=NOON)
    [told] = alices.get(f"/lives/{live.uid}/messages").json["data"]
    assert told["type"] == "message"
    assert told["attributes"] == {
        "author": "Noor",
        "message": "Is it waterproof?",
        "is_question": True,
        "votes": 3,
        "answered": True,
        "answered_at": "2026-06-15T12:00:00.000Z",
        "moderated": False,
        "sent_at": "2026-06-15T12:00:00.000Z",
        "is_host": False,
    }


def test_a_message_of_elsewhere_is_no_place_to_go_on_from(alices: Caller, alice: Shop) -> None:
    live, other = a_live(alice), a_live(alice)
    for last in ("nobody", "0" * 32, a_message(other).uid):
        refused = alices.get(f"/lives/{live.uid}/messages?last={last}")
        assert refused.status_code == 422
        assert refused.json["errors"][0]["source"] == {"parameter": "last"}


@pytest.mark.parametrize("path", ["events", "messages"])
def test_a_finished_live_has_no_chat_and_no_current_events(
    alices: Caller, alice: Shop, path: str
) -> None:
    live = a_live(alice, state=FINISHED)
    refused = alices.get(f"/lives/{live.uid}/{path}")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, "live-finished")


def test_timecodes_follow_a_live_and_stay_with_its_replay(alices: Caller, alice: Shop) -> None:
    live = a_live(alice, state=STARTED, started_at=NOON)
    jacket = a_product(alice)

    def after(seconds: int) -> datetime:
        return NOON + timedelta(seconds=seconds)

    early = an_event(live, "product", product=jacket, from_at=after(-9), to_at=after(5))
    an_event(live, "product", product=jacket, from_at=after(-9), to_at=after(-5))
    shown = an_event(live, "product", product=jacket, from_at=after(30))
    asked = a_message(live, question=True, answered_at=after(20))
    a_message(live, question=True, answered_at=after(21), moderated=True)
    path = f"/lives/{live.uid}"

    def told() -> list[tuple[object, ...]]:
        listed = alices.get(f"{path}/timecodes").json["data"]
        names = ("event", "event_id", "timestamp_start", "timestamp_end")
        return [tuple(each["attributes"][name] for name in names) for each in listed]

    running = [
        ("product", jacket.uid, 0.0, 5.0),
        ("question", asked.uid, 20.0, None),
        ("product", jacket.uid, 30.0, None),
    ]
    assert told() == running
    assert alices.put(f"{path}/timecodes", {"timecodes": []}).status_code == 409
    alices.put(f"{path}/finish", {"is_finished": True, "end_date": "2026-06-15T12:01:00Z"})
    assert told() == [*running[:2], ("product", jacket.uid, 30.0, 60.0)]
    assert not LiveEvent.select().where(LiveEvent.to_at.is_null()).count()
    assert {each.uid for each in Cue.select()} == {early.uid, asked.uid, shown.uid}
    chapter = {"event": "chapter", "text": "Hats", "timestamp_start": 1.0}
    assert alices.put(f"{path}/timecodes", {"timecodes": [chapter]}).status_code == 200
    assert told() == [("chapter", None, 1.0, None)]


def test_nothing_has_a_moment_before_the_first_picture(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    an_event(live, "announcement", text="Soon")
    assert alices.get(f"/lives/{live.uid}/timecodes").json["data"] == []


def test_a_removed_live_takes_everything_along(alices: Caller, alice: Shop) -> None:
    live = a_live(alice)
    a_message(live)
    an_event(live, "announcement", text="Soon")
    assert alices.delete(f"/lives/{live.uid}").status_code == 204
    assert alices.get(f"/lives/{live.uid}").status_code == 404
    assert Broadcast.select().count() == LiveEvent.select().count() == 0


def test_the_stream_key_is_told_to_the_owners_keys_that_may_write(
    client: FlaskClient, alices: Caller, charlies: Caller, alice: Shop, charlie: Shop
) -> None:
    live = a_live(alice, urls=["https://shop.example/"])
    a_share(live, charlie)
    key = Broadcast.get(Broadcast.content == live).stream_key
    reading = Caller(client, a_key(alice, scopes=["content.read"]))

    def told(caller: Caller) -> tuple[str | None, str | None]:
        one = caller.get(f"/lives/{live.uid}").json["data"]["attributes"]
        [listed] = caller.get("/lives").json["data"]
        assert listed["attributes"]["stream_key"] == one["stream_key"]
        return one["rtmp_url"], one["stream_key"]

    assert told(alices) == ("rtmp://vitrine.example/live", key)
    assert told(reading) == told(charlies) == (None, None)
    shown = client.get(
        f"/api/v1/displayed_data?app_id={alice.app_id}&url=https://shop.example/",
        headers={"Origin": "https://shop.example"},
    )
    assert shown.json[0]["contents"][0]["id"] == live.uid
    assert key not in shown.text


def test_each_live_has_a_key_of_its_own_known_by_its_digest(alices: Caller) -> None:
    keys = {alices.post("/lives", SHOW).json["data"]["attributes"]["stream_key"] for _ in range(3)}
    assert len(keys) == 3
    assert not any(each.digest in keys for each in Broadcast.select())
