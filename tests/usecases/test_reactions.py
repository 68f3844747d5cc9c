"""Reactions: counted together, of the live's own emojis alone."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from models.broadcast import LiveFinished
from models.content import FINISHED, Content
from models.database import connected
from models.errors import Invalid
from models.message import HARD, SOFT, Ban, Banned, ChatClosed
from models.shop import Shop
from tests.builders import a_live, a_viewer
from usecases import changes, chat_settings, reactions


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live."""
    return a_live(alice)


def test_reactions_add_up(live: Content) -> None:
    reactions.react(a_viewer(live), live, {"❤️": 3, "👏": 1})
    reactions.react(a_viewer(live), live, {"❤️": 20})
    assert reactions.counts_of(live.id) == {"❤️": 23, "👏": 1}
    assert reactions.counts_of(a_live(live.shop).id) == {}
    assert changes.latest(live.id) == 0


def test_one_emoji_spelled_twice_is_one(live: Content) -> None:
    reactions.react(a_viewer(live), live, {"❤": 1, "❤️": 2})
    assert reactions.counts_of(live.id) == {"❤️": 3}


@pytest.mark.parametrize(
    ("counts", "where"),
    [
        ({"💩": 1}, "counts/💩"),
        ({"<script>": 1}, "counts/<script>"),
        ({"❤️": 0}, "counts/❤️"),
        ({"❤️": -1}, "counts/❤️"),
        ({"❤️": 21}, "counts/❤️"),
        ({"❤️": 1, "": 1}, "counts/"),
    ],
    ids=["another emoji", "markup", "none", "fewer than none", "too many", "nothing"],
)
def test_wrong_reactions_are_refused_and_count_nothing(
    live: Content, counts: dict[str, int], where: str
) -> None:
    with pytest.raises(Invalid) as refused:
        reactions.react(a_viewer(live), live, counts)
    assert [each.where for each in refused.value.problems] == [where]
    assert reactions.counts_of(live.id) == {}


def test_what_may_be_sent_is_a_setting(live: Content) -> None:
    chat_settings.change(live.shop, live.uid, emojis=["🍓"])
    reactions.react(a_viewer(live), live, {"🍓": 1})
    with pytest.raises(Invalid):
        reactions.react(a_viewer(live), live, {"❤️": 1})
    chat_settings.change(live.shop, live.uid, reactions=False)
    with pytest.raises(ChatClosed):
        reactions.react(a_viewer(live), live, {"🍓": 1})


def test_who_is_banned_counts_for_nothing(live: Content) -> None:
    silent, loud = a_viewer(live), a_viewer(live)
    Ban.create(shop=live.shop, content=live, kind=SOFT, author="x", viewer=silent.uid)
    Ban.create(shop=live.shop, content=live, kind=HARD, author="x", viewer=loud.uid)
    reactions.react(silent, live, {"❤️": 1})
    with pytest.raises(Banned):
        reactions.react(loud, live, {"❤️": 1})
    assert reactions.counts_of(live.id) == {}


def test_a_finished_live_takes_none(live: Content) -> None:
    live.state = FINISHED
    with pytest.raises(LiveFinished):
        reactions.react(a_viewer(live), live, {"❤️": 1})


def test_reactions_at_once_are_all_counted(live: Content) -> None:
    start, broken = threading.Barrier(10), []

    def send(number: int) -> None:
        start.wait()
        counts = {"❤️": 1, "👏": 2}
        try:
            with connected():
                reactions.react(
                    a_viewer(live), live, dict(sorted(counts.items(), reverse=bool(number % 2)))
                )
        except Exception as error:
            broken.append(error)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(10)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert broken == []
    assert reactions.counts_of(live.id) == {"❤️": 10, "👏": 20}
