"""Moderating a chat: hiding, showing, letting through, removing, pinning, answering; bans."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from models import clock
from models.base import new_uid
from models.broadcast import HAND, Broadcast
from models.content import Content, Cue
from models.errors import Invalid, NotFound
from models.message import HARD, SOFT, Ban, Banned, Message, Vote
from models.seller import ShopDecides
from models.share import SharedContent
from models.shop import Shop
from tests.builders import a_live, a_message, a_share, a_viewer
from tests.conftest import NOON
from usecases import airing, bans, changes, chat, lives, moderating, writing
from usecases.happenings import happened

OFFICE = "203.0.113.7"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live, on air."""
    return a_live(alice, started_at=NOON)


def told(live: Content, after: int = 0) -> list[tuple[str, Any]]:
    """What viewers were told."""
    return [(each.kind, orjson.loads(each.body)) for each in changes.since(live.id, after)]


def change(live: Content, message: Message, **facts: bool) -> Message:
    """Moderate a message in Alice's name."""
    return moderating.change(live.shop, live.uid, message.uid, **facts)


def test_a_hidden_message_goes_and_comes_back(live: Content) -> None:
    message = a_message(live)
    change(live, message, moderated=True)
    change(live, message, moderated=True)
    assert chat.newest(live) == []
    back = change(live, message, moderated=False)
    gone = {"id": message.uid, "why": "moderated"}
    assert told(live) == [("gone", gone), ("message", chat.told(back))]


@pytest.mark.parametrize("why", ["waiting", "shadowed", "moderated"])
def test_leave_shows_what_nobody_saw(live: Content, why: str) -> None:
    message = a_message(live, reason="says cheap", **{why: True})
    shown = change(live, message, moderated=False)
    assert told(live) == [("message", chat.told(shown))]
    assert (chat.is_seen(shown), shown.reason) == (True, None)


def test_refusing_what_waits_tells_viewers_nothing(live: Content) -> None:
    message = a_message(live, waiting=True)
    assert change(live, message, moderated=True).waiting is False
    assert told(live) == []


def test_a_removed_message_goes_with_its_votes(live: Content) -> None:
    message = a_message(live, question=True)
    Vote.create(message=message, viewer=new_uid())
    moderating.remove(live.shop, live.uid, message.uid)
    assert told(live) == [("gone", {"id": message.uid, "why": "removed"})]
    assert Message.select().count() == Vote.select().count() == 0
    hidden = a_message(live, shadowed=True)
    moderating.remove(live.shop, live.uid, hidden.uid)
    assert len(told(live)) == 1


def test_an_answered_question_is_a_moment_of_the_show(live: Content) -> None:
    message = a_message(live, question=True)
    with clock.frozen(NOON + timedelta(seconds=20)):
        answered = change(live, message, answered=True)
    with clock.frozen(NOON + timedelta(seconds=30)):
        assert change(live, message, answered=True).answered_at == answered.answered_at
    assert told(live) == [("message", chat.told(answered))]
    assert [each.from_ms for each in happened(live)] == [20_000]
    assert change(live, message, answered=False).answered_at is None
    assert [body["answered"] for _, body in told(live)] == [True, False]
    assert happened(live) == []


@pytest.mark.parametrize("why", ["waiting", "shadowed", "moderated"])
def test_what_viewers_do_not_see_is_no_moment_of_the_show(live: Content, why: str) -> None:
    a_message(live, question=True, answered_at=NOON, **{why: True})
    assert happened(live) == []


def test_what_a_rehearsal_answered_is_open_when_the_show_begins(alice: Shop) -> None:
    live = a_live(alice, starts_by=HAND)
    asked = a_message(live, question=True)
    with clock.frozen(NOON - 3 * MINUTE):
        written = a_message(live, "In which sizes?", question=True)
        change(live, written, answered=True)
    with clock.frozen(NOON - 2 * MINUTE):
        take = airing.open_take(Broadcast.get().stream_key, "rtmp somebody", "rtmp")
        airing.picture_came(take, "rtmp somebody", clock.now())
        change(live, asked, answered=True)
    with clock.frozen(NOON):
        airing.start(alice, live.uid)
    assert [each.uid for each in chat.open_questions(live)] == [asked.uid]
    assert ("message", chat.told(Message.get_by_id(asked.id))) in told(live)
    with clock.frozen(NOON + MINUTE):
        change(live, asked, answered=True)
    with clock.frozen(NOON + 2 * MINUTE):
        lives.finish(alice, live.uid, finished=True, ends_at=clock.now())
    told_cues = [(each.kind, each.text, each.from_ms) for each in Cue.select()]
    assert told_cues == [("question", asked.text, 60_000)]


def test_only_questions_are_answered(live: Content) -> None:
    with pytest.raises(Invalid, match="answered"):
        change(live, a_message(live), answered=True)


def test_what_is_hidden_later_leaves_the_replay(live: Content) -> None:
    for away in (
        lambda each: change(live, each, moderated=True),
        lambda each: moderating.remove(live.shop, live.uid, each.uid),
    ):
        message = a_message(live, question=True)
        Cue.create(content=live, kind="question", from_ms=0, source_uid=message.uid)
        away(message)
        assert Cue.select().count() == 0


def test_one_message_is_pinned_at_a_time(live: Content) -> None:
    first, second = a_message(live), a_message(live)
    for each in (first, second, second):
        change(live, each, pinned=True)
    change(live, first, pinned=False)
    pins = [("pinned", chat.told(first)), ("pinned", chat.told(second))]
    assert told(live) == pins
    pinned = chat.pinned(Broadcast.get())
    assert pinned is not None
    assert pinned.uid == second.uid
    change(live, second, pinned=False)
    assert told(live, 2) == [("pinned", None)]


@pytest.mark.parametrize("away", ["hidden", "removed"])
def test_what_goes_is_pinned_no_more(live: Content, away: str) -> None:
    message = a_message(live)
    change(live, message, pinned=True)
    if away == "hidden":
        change(live, message, moderated=True)
    else:
        moderating.remove(live.shop, live.uid, message.uid)
    assert [kind for kind, _ in told(live)] == ["pinned", "gone", "pinned"]
    assert Broadcast.get().pinned is None


def test_a_hidden_message_cannot_be_pinned(live: Content) -> None:
    with pytest.raises(Invalid, match="pinned"):
        change(live, a_message(live, waiting=True), pinned=True)
    assert change(live, a_message(live, waiting=True), pinned=True, moderated=False)


def test_a_message_of_another_live_is_unknown(alice: Shop, live: Content) -> None:
    for uid in (a_message(a_live(alice)).uid, "0" * 32, "x", "\0"):
        with pytest.raises(NotFound):
            moderating.change(alice, live.uid, uid, moderated=True)


def test_a_shop_that_borrows_a_live_moderates_nothing(live: Content, charlie: Shop) -> None:
    message = a_message(live, viewer=new_uid())
    with pytest.raises(NotFound):
        moderating.change(charlie, live.uid, message.uid, moderated=True)
    a_share(live, charlie)
    with pytest.raises(SharedContent):
        moderating.change(charlie, live.uid, message.uid, moderated=True)
    with pytest.raises(SharedContent):
        bans.add(charlie, live.uid, message.uid)


def test_a_ban_knows_the_writer_by_pass_and_address(live: Content) -> None:
    viewer = a_viewer(live, "Troll")
    message = writing.write(viewer, live, "Hi", address=OFFICE)
    ban = bans.add(live.shop, live.uid, message.uid, kind=HARD, reason="Insults")
    assert (ban.kind, ban.author, ban.content_id) == (HARD, "Troll", live.id)
    for each, address in ((viewer, "198.51.100.1"), (a_viewer(live), OFFICE)):
        with pytest.raises(Banned):
            writing.write(each, live, "Hi again", address=address)


def test_a_ban_spares_an_office_when_told_so(live: Content) -> None:
    message = writing.write(a_viewer(live), live, "Hi", address=OFFICE)
    bans.add(live.shop, live.uid, message.uid, kind=HARD, by_address=False)
    assert writing.write(a_viewer(live), live, "Hi", address=OFFICE)


def test_a_ban_may_hide_what_was_written(live: Content) -> None:
    viewer = a_viewer(live)
    sent = [writing.write(viewer, live, f"message {number}") for number in range(3)]
    other = writing.write(a_viewer(live), live, "mine")
    change(live, sent[0], moderated=True)
    number = changes.latest(live.id)
    bans.add(live.shop, live.uid, sent[1].uid, hiding=True)
    assert [each.uid for each in chat.newest(live)] == [other.uid]
    assert [body["id"] for _, body in told(live, number)] == [each.uid for each in sent[1:]]


def test_a_second_ban_takes_the_firsts_place(live: Content) -> None:
    message = a_message(live, viewer=new_uid())
    bans.add(live.shop, live.uid, message.uid, kind=SOFT)
    bans.add(live.shop, live.uid, message.uid, kind=HARD)
    bans.add(live.shop, live.uid, message.uid, kind=SOFT, everywhere=True)
    kept = [(each.kind, each.content_id) for each in Ban.select().order_by(Ban.id)]
    assert kept == [(HARD, live.id), (SOFT, None)]


def test_those_who_look_after_the_show_are_not_banned(live: Content) -> None:
    for facts in (
        {"by_host": True, "viewer": new_uid()},
        {"by_moderator": True, "viewer": new_uid()},
        {},
    ):
        with pytest.raises(Invalid, match="looks after"):
            bans.add(live.shop, live.uid, a_message(live, **facts).uid)


def test_a_lifted_ban_lets_write_again(live: Content) -> None:
    viewer = a_viewer(live)
    message = writing.write(viewer, live, "Hi")
    ban = bans.add(live.shop, live.uid, message.uid, kind=HARD)
    bans.remove(live.shop, live.uid, ban.uid)
    assert writing.write(viewer, live, "Hi again")
    with pytest.raises(NotFound):
        bans.remove(live.shop, live.uid, ban.uid)


def test_bans_are_listed_with_those_of_the_whole_shop(live: Content, charlie: Shop) -> None:
    other = a_live(live.shop)
    here = bans.add(live.shop, live.uid, a_message(live, viewer=new_uid()).uid)
    bans.add(live.shop, other.uid, a_message(other, viewer=new_uid()).uid)
    there = a_message(other, viewer=new_uid()).uid
    everywhere = bans.add(live.shop, other.uid, there, everywhere=True)
    Ban.create(shop=charlie, kind=HARD, author="x", viewer=new_uid())
    assert [each.uid for each in bans.listed(live.shop, live.uid).part(1, 20)] == [
        everywhere.uid,
        here.uid,
    ]


def test_a_link_for_one_live_bans_from_that_live_alone(live: Content) -> None:
    message = a_message(live, viewer=new_uid())
    everywhere = bans.add(live.shop, live.uid, message.uid, everywhere=True)
    linked = Shop.get_by_id(live.shop_id)
    linked.only_live_id = live.id
    with pytest.raises(ShopDecides):
        bans.add(linked, live.uid, message.uid, everywhere=True)
    with pytest.raises(ShopDecides):
        bans.remove(linked, live.uid, everywhere.uid)
    bans.remove(linked, live.uid, bans.add(linked, live.uid, message.uid).uid)
