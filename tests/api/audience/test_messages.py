"""`POST /audience/v1/lives/<uid>/messages`: writing, and everybody who may not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import clock
from models.content import FINISHED, Content
from models.message import HARD, SOFT, Ban, Message
from tests.api.audience.conftest import Player, code_of
from tests.builders import a_live, a_viewer, bearing
from tests.conftest import NOON
from usecases import changes, chat_settings
from usecases.passes import written


def test_a_message_is_answered_as_viewers_are_told(player: Player, noon: datetime) -> None:
    viewer = a_viewer(player.live)
    answer = player.post("/messages", {"text": " Why? ", "question": True}, bearing(viewer))
    assert answer.status_code == 201
    assert answer.json == {
        "message": {
            "id": Message.get().uid,
            "author": "Noor",
            "text": "Why?",
            "question": True,
            "votes": 0,
            "answered": False,
            "host": False,
            "moderator": False,
            "at": "2026-06-15T12:00:00.000Z",
        },
        "waiting": False,
    }


def test_markup_stays_text(player: Player, noor: dict[str, str]) -> None:
    text = "<img src=x onerror=alert(1)>"
    assert player.post("/messages", {"text": text}, noor).json["message"]["text"] == text


def test_who_waits_for_leave_is_told_so(player: Player, noor: dict[str, str]) -> None:
    chat_settings.change(player.live.shop, player.live.uid, premoderation=True)
    assert player.post("/messages", {"text": "Hi"}, noor).json["waiting"] is True


def test_who_is_banned_softly_is_answered_like_everybody(player: Player, noon: datetime) -> None:
    banned, other = a_viewer(player.live), a_viewer(player.live)
    Ban.create(shop=player.live.shop, kind=SOFT, author="x", viewer=banned.uid)
    answers = [
        player.post("/messages", {"text": "Hi"}, bearing(each)).json for each in (banned, other)
    ]
    for each in answers:
        del each["message"]["id"]
    assert answers[0] == answers[1]
    assert changes.latest(player.live.id) == 1


def test_without_a_good_token_nobody_writes(player: Player, noon: datetime) -> None:
    viewer = a_viewer(player.live)
    token = written(viewer)
    elsewhere = bearing(a_viewer(a_live(player.live.shop)))
    old = bearing(a_viewer(player.live, ends_at=NOON))
    for headers, code in (
        ({}, "no-credentials"),
        ({"Authorization": "Basic Tm9vcjo="}, "no-credentials"),
        ({"Authorization": "Bearer "}, "no-credentials"),
        ({"Authorization": f"Bearer {token}x"}, "bad-token"),
        ({"Authorization": f"Bearer {token[::-1]}"}, "bad-token"),
        (elsewhere, "bad-token"),
        (old, "token-expired"),
    ):
        assert code_of(player.post("/messages", {"text": "Hi"}, headers)) == (401, code)
    assert Message.select().count() == 0


def test_a_mark_cannot_be_sent(player: Player, noor: dict[str, str]) -> None:
    for mark in ({"host": True}, {"by_host": True}, {"role": "host"}, {"author": "Alice"}):
        assert player.post("/messages", {"text": "Hi", **mark}, noor).status_code == 422
    assert Message.select().count() == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x" * 201, "at most 200 characters; this has 201"),
        ("x" * 10_000, "at most 200 characters; this has 10,000"),
        (" ", "must say something"),
        ("see example.com", "links are for"),
        (7, "valid string"),
    ],
    ids=["too long", "far too long", "nothing", "a link", "a number"],
)
def test_what_cannot_be_written_is_said(
    player: Player, noor: dict[str, str], text: object, why: str
) -> None:
    refused = player.post("/messages", {"text": text}, noor)
    assert refused.status_code == 422
    [fault] = refused.json["errors"]
    assert fault["source"] == {"pointer": "/text"}
    assert why in fault["detail"]


def test_refusals_have_their_words(player: Player, noon: datetime) -> None:
    live = player.live

    def refused() -> tuple[int, str]:
        return code_of(player.post("/messages", {"text": "Hi"}, bearing(a_viewer(live))))

    chat_settings.change(live.shop, live.uid, open=False)
    assert refused() == (409, "chat-closed")
    Content.update(state=FINISHED).execute()
    assert refused() == (409, "live-finished")
    ban = Ban.create(shop=live.shop, kind=HARD, author="x", viewer=a_viewer(live).uid)
    headers = bearing(a_viewer(live, uid=ban.viewer))
    assert code_of(player.post("/messages", {"text": "Hi"}, headers)) == (403, "banned")


def test_too_fast_says_when_to_go_on(player: Player, noon: datetime) -> None:
    chat_settings.change(player.live.shop, player.live.uid, slow_seconds=30)
    headers = bearing(a_viewer(player.live))
    player.post("/messages", {"text": "first"}, headers)
    with clock.frozen(NOON + timedelta(seconds=10)):
        refused = player.post("/messages", {"text": "second"}, headers)
    assert code_of(refused) == (429, "slow-down")
    assert refused.headers["Retry-After"] == "20"


def test_a_flood_from_one_address_leaves_the_others_in_peace(
    player: Player, noon: datetime
) -> None:
    statuses = [
        player.post(
            "/messages", {"text": f"m {number}"}, bearing(a_viewer(player.live))
        ).status_code
        for number in range(60)
    ]
    assert statuses == [201] * 40 + [429] * 20
    other = player.post(
        "/messages", {"text": "Hi"}, bearing(a_viewer(player.live)), address="198.51.100.1"
    )
    assert other.status_code == 201
