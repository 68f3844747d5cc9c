"""Writing in a chat: what is taken, told, hidden, slowed down and refused; races included."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from models import clock
from models.base import new_uid
from models.broadcast import Broadcast, LiveFinished
from models.content import FINISHED, Content
from models.database import connected
from models.errors import Invalid, NotFound
from models.message import HARD, SOFT, Ban, Banned, ChatClosed, LinkRefused, Message, TooFast
from models.shop import Shop
from tests.builders import a_live, a_message, a_viewer
from tests.conftest import NOON
from usecases import bans, changes, chat, chat_settings, writing
from usecases.passes import whereabouts

OFFICE = "203.0.113.7"


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live."""
    return a_live(alice)


def told(live: Content, after: int = 0) -> list[tuple[str, Any]]:
    """What viewers were told."""
    return [(each.kind, orjson.loads(each.body)) for each in changes.since(live.id, after)]


def settle(live: Content, **facts: Any) -> int:
    """Change the settings of the chat, and tell after which change to go on."""
    chat_settings.change(live.shop, live.uid, **facts)
    return changes.latest(live.id)


def test_a_message_is_kept_and_told(live: Content) -> None:
    viewer = a_viewer(live)
    made = writing.write(viewer, live, " Is it\nwaterproof? 👍🏽 ", question=True, address=OFFICE)
    assert told(live) == [("message", chat.told(made))]
    assert chat.told(made) == {
        "id": made.uid,
        "author": "Noor",
        "text": "Is it waterproof? 👍🏽",
        "question": True,
        "votes": 0,
        "answered": False,
        "host": False,
        "moderator": False,
        "at": "2026-06-15T12:00:00.000Z",
    }
    kept = Message.get()
    assert (kept.viewer, kept.address) == (viewer.uid, whereabouts(OFFICE))


def test_an_anonymous_message_has_no_author(live: Content) -> None:
    assert chat.told(writing.write(a_viewer(live, ""), live, "Hi"))["author"] is None
    settle(live, anonymous=False)
    with pytest.raises(ChatClosed, match="nickname"):
        writing.write(a_viewer(live, ""), live, "Hi again")


@pytest.mark.parametrize("role", ["host", "moderator"])
def test_the_mark_is_what_the_pass_says(live: Content, role: str) -> None:
    made = chat.told(writing.write(a_viewer(live, "Anna", role=role), live, "Hi", address=OFFICE))
    assert (made["host"], made["moderator"]) == (role == "host", role == "moderator")
    assert Message.get().address is None


def test_the_shop_writes_in_its_name(alice: Shop, live: Content) -> None:
    made = writing.write_as_host(alice, live.uid, "Welcome")
    assert (made.author, made.by_host, made.viewer) == ("Alice", True, None)
    assert writing.write_as_host(alice, live.uid, "Hi", author="Anna").author == "Anna"
    with pytest.raises(Invalid, match="author"):
        writing.write_as_host(alice, live.uid, "Hi", author="Eve", leader=a_viewer(live))


@pytest.mark.parametrize("text", ["see example.com", "https://example.com", "example[.]com"])
def test_links_are_for_those_who_look_after_the_show(live: Content, text: str) -> None:
    with pytest.raises(LinkRefused):
        writing.write(a_viewer(live), live, text)
    for role in ("host", "moderator"):
        assert writing.write(a_viewer(live, role=role), live, text).text == text


def test_how_long_a_message_may_be_is_a_setting(live: Content) -> None:
    settle(live, max_length=10)
    with pytest.raises(Invalid, match="at most 10 "):
        writing.write(a_viewer(live), live, "x" * 11)
    assert writing.write(a_viewer(live, role="host"), live, "x" * 1_000)
    with pytest.raises(Invalid, match="at most 1,000 "):
        writing.write(a_viewer(live, role="host"), live, "x" * 10_000)


def test_a_closed_chat_takes_hosts_alone(live: Content) -> None:
    settle(live, open=False)
    with pytest.raises(ChatClosed):
        writing.write(a_viewer(live), live, "Hi")
    assert writing.write(a_viewer(live, role="moderator"), live, "Hi")


def test_a_chat_of_questions_takes_nothing_else(live: Content) -> None:
    settle(live, questions_only=True)
    with pytest.raises(ChatClosed, match="questions"):
        writing.write(a_viewer(live), live, "Hi")
    assert writing.write(a_viewer(live), live, "Why?", question=True)


def test_a_finished_live_takes_nothing(live: Content) -> None:
    Content.update(state=FINISHED).execute()
    for role in ("viewer", "host"):
        with pytest.raises(LiveFinished):
            writing.write(a_viewer(live, role=role), live, "Hi")


def test_a_removed_live_takes_nothing(live: Content) -> None:
    live.delete_instance(recursive=True)
    with pytest.raises(NotFound):
        writing.write(a_viewer(live), live, "Hi")


def test_a_message_waits_for_leave_and_is_told_to_nobody(live: Content) -> None:
    number = settle(live, premoderation=True)
    assert writing.write(a_viewer(live), live, "Hi").waiting
    assert not writing.write(a_viewer(live, role="host"), live, "Hello").waiting
    assert [body["text"] for _, body in told(live, number)] == ["Hello"]
    assert [each.text for each in chat.newest(live)] == ["Hello"]


def test_a_word_of_the_list_hides_a_message_and_moderators_see_why(live: Content) -> None:
    Shop.update(chat_words=["cheap"]).execute()
    live = Content.get()
    made = writing.write(a_viewer(live), live, "so сhеар!")
    assert (made.moderated, made.reason, made.text) == (True, "says cheap", "so сhеар!")
    assert told(live) == []
    assert writing.write(a_viewer(live, role="host"), live, "not cheap").moderated is False


@pytest.mark.parametrize("everywhere", [False, True], ids=["in the live", "in the shop"])
@pytest.mark.parametrize("known", ["viewer", "address"])
def test_who_is_banned_hard_is_refused(live: Content, everywhere: bool, known: str) -> None:
    viewer = a_viewer(live)
    whose = {"viewer": viewer.uid} if known == "viewer" else {"address": whereabouts(OFFICE)}
    content = None if everywhere else live
    Ban.create(shop=live.shop, content=content, kind=HARD, author="x", **whose)
    with pytest.raises(Banned):
        writing.write(viewer, live, "Hi", address=OFFICE)
    other = a_live(live.shop)
    if everywhere:
        with pytest.raises(Banned):
            writing.write(viewer, other, "Hi", address=OFFICE)
    else:
        assert writing.write(viewer, other, "Hi", address=OFFICE)
    assert writing.write(a_viewer(live), live, "Hi", address="198.51.100.1")


def test_who_is_banned_softly_writes_to_themselves(live: Content) -> None:
    viewer = a_viewer(live)
    Ban.create(shop=live.shop, content=live, kind=SOFT, author="x", viewer=viewer.uid)
    made = writing.write(viewer, live, "Hi")
    assert (made.shadowed, made.text) == (True, "Hi")
    assert told(live) == []
    assert chat.newest(live) == []


def test_another_shops_ban_is_none_here(live: Content, charlie: Shop) -> None:
    viewer = a_viewer(live)
    Ban.create(shop=charlie, kind=HARD, author="x", viewer=viewer.uid)
    assert not bans.softly_banned(live, viewer.uid, None)


def test_a_ban_by_address_spares_those_who_look_after_the_show(live: Content) -> None:
    Ban.create(shop=live.shop, kind=HARD, author="x", address=whereabouts(OFFICE))
    assert writing.write(a_viewer(live, role="moderator"), live, "Hi", address=OFFICE)


def test_slow_mode_makes_a_viewer_wait_and_says_how_long(live: Content) -> None:
    settle(live, slow_seconds=30)
    viewer = a_viewer(live)
    writing.write(viewer, live, "first")
    for seconds, left in ((0.0, 30), (0.5, 30), (1.0, 29), (29.999, 1)):
        with clock.frozen(NOON + timedelta(seconds=seconds)), pytest.raises(TooFast) as refused:
            writing.write(viewer, live, "second")
        assert refused.value.after_s == left
    assert writing.write(a_viewer(live), live, "another's")
    assert writing.write(a_viewer(live, role="host"), live, "a host's")
    with clock.frozen(NOON + timedelta(seconds=30)):
        assert writing.write(viewer, live, "second")


def test_without_slow_mode_a_viewer_writes_five_in_ten_seconds(live: Content) -> None:
    viewer = a_viewer(live)
    for number in range(5):
        writing.write(viewer, live, f"message {number}")
    with pytest.raises(TooFast) as refused:
        writing.write(viewer, live, "one more")
    assert refused.value.after_s == 10
    assert writing.write(viewer, a_live(live.shop), "elsewhere")
    with clock.frozen(NOON + timedelta(seconds=10)):
        assert writing.write(viewer, live, "one more")


def test_a_flood_from_one_address_ends_whoever_sends_it(live: Content) -> None:
    for number in range(40):
        writing.write(a_viewer(live), live, f"message {number}", address=OFFICE)
    with pytest.raises(TooFast):
        writing.write(a_viewer(live), live, "one more", address=OFFICE)
    assert writing.write(a_viewer(live), live, "from elsewhere", address="198.51.100.1")
    assert len(told(live)) == 41


def test_new_passes_do_not_outrun_slow_mode(live: Content) -> None:
    settle(live, slow_seconds=60)
    for number in range(40):
        writing.write(a_viewer(live), live, f"message {number}", address=OFFICE)
    for seconds in (10, 59):
        with clock.frozen(NOON + timedelta(seconds=seconds)), pytest.raises(TooFast) as refused:
            writing.write(a_viewer(live), live, "one more", address=OFFICE)
        assert refused.value.after_s == 60 - seconds
    with clock.frozen(NOON + timedelta(seconds=60)):
        assert writing.write(a_viewer(live), live, "one more", address=OFFICE)


def test_a_message_sent_again_is_the_same_message(live: Content) -> None:
    viewer = a_viewer(live)
    settle(live, slow_seconds=30)
    first = writing.write(viewer, live, "Hi")
    with clock.frozen(NOON + timedelta(seconds=9)):
        assert writing.write(viewer, live, " Hi ").uid == first.uid
    assert writing.write(a_viewer(live), live, "Hi").uid != first.uid
    with clock.frozen(NOON + timedelta(seconds=30)):
        assert writing.write(viewer, live, "Hi").uid != first.uid


def test_of_twenty_messages_at_once_slow_mode_takes_one(live: Content) -> None:
    number = settle(live, slow_seconds=30)
    viewer, start, lock = a_viewer(live), threading.Barrier(20), threading.Lock()
    outcomes: list[str] = []

    def send(text: str) -> None:
        start.wait()
        try:
            with connected():
                writing.write(viewer, live, text)
            outcome = "taken"
        except TooFast:
            outcome = "too fast"
        with lock:
            outcomes.append(outcome)

    senders = [threading.Thread(target=send, args=(f"message {each}",)) for each in range(20)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert sorted(outcomes) == ["taken"] + ["too fast"] * 19
    assert len(told(live, number)) == Message.select().count() == 1


def test_messages_at_once_are_told_in_their_order(live: Content) -> None:
    start = threading.Barrier(20)

    def send(number: int) -> None:
        start.wait()
        with connected():
            writing.write(a_viewer(live), live, f"message {number}")

    senders = [threading.Thread(target=send, args=(each,)) for each in range(20)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert [body["id"] for _, body in told(live)] == [each.uid for each in chat.newest(live)]
    assert Broadcast.get().number == 20


def test_what_is_told_at_first_are_the_newest_that_are_seen(live: Content) -> None:
    for number in range(5):
        a_message(live, f"message {number}")
    for facts in ({"moderated": True}, {"waiting": True}, {"shadowed": True}):
        a_message(live, "hidden", **facts)
    assert [each.text for each in chat.newest(live, 3)] == ["message 2", "message 3", "message 4"]


def test_open_questions_come_by_their_votes(live: Content) -> None:
    a_message(live, "no question")
    a_message(live, "answered", question=True, answered_at=NOON, votes=9)
    a_message(live, "hidden", question=True, moderated=True, votes=9)
    for votes in (1, 3, 2):
        a_message(live, str(votes), question=True, votes=votes)
    assert [each.text for each in chat.open_questions(live)] == ["3", "2", "1"]


def test_addresses_are_forgotten_after_a_month(live: Content) -> None:
    old = a_message(live, address="a" * 64, created_at=NOON - timedelta(days=31), viewer=new_uid())
    new = a_message(live, address="b" * 64, created_at=NOON - timedelta(days=29))
    writing.forget_addresses()
    kept = {each.uid: each.address for each in Message.select()}
    assert kept == {old.uid: None, new.uid: "b" * 64}
