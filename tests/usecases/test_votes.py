"""Votes for questions: one of a viewer, counted exactly, told thinly."""

from __future__ import annotations

import threading
from datetime import datetime

import orjson
import pytest

from models.base import new_uid
from models.content import Content
from models.database import connected
from models.errors import NotFound
from models.message import HARD, SOFT, Ban, Banned, Message, Vote
from models.shop import Shop
from tests.builders import a_live, a_message, a_viewer
from usecases import changes, votes


@pytest.fixture
def live(alice: Shop, noon: datetime) -> Content:
    """Alice's live."""
    return a_live(alice)


def told(live: Content) -> list[int]:
    """The numbers of votes that viewers were told."""
    return [orjson.loads(each.body)["votes"] for each in changes.since(live.id, 0)]


def test_a_viewer_has_one_vote_and_may_take_it_back(live: Content) -> None:
    question, viewer = a_message(live, question=True), a_viewer(live)
    assert votes.vote(viewer, live, question.uid).votes == 1
    assert votes.vote(viewer, live, question.uid).votes == 1
    assert votes.vote(a_viewer(live), live, question.uid).votes == 2
    assert votes.take_back(viewer, live, question.uid).votes == 1
    assert votes.take_back(viewer, live, question.uid).votes == 1
    assert told(live) == [1, 2, 1]


@pytest.mark.parametrize(
    "facts",
    [
        {"question": False},
        {"question": True, "moderated": True},
        {"question": True, "waiting": True},
        {"question": True, "shadowed": True},
    ],
    ids=["no question", "hidden", "waiting", "of somebody banned"],
)
def test_only_a_question_that_is_seen_is_voted_for(live: Content, facts: dict[str, bool]) -> None:
    with pytest.raises(NotFound):
        votes.vote(a_viewer(live), live, a_message(live, **facts).uid)


def test_a_question_of_another_live_is_unknown(live: Content) -> None:
    for uid in (a_message(a_live(live.shop), question=True).uid, "0" * 32, "x", "\0"):
        with pytest.raises(NotFound):
            votes.vote(a_viewer(live), live, uid)


def test_a_banned_vote_does_not_count(live: Content) -> None:
    question, silent, loud = a_message(live, question=True), a_viewer(live), a_viewer(live)
    Ban.create(shop=live.shop, content=live, kind=SOFT, author="x", viewer=silent.uid)
    Ban.create(shop=live.shop, content=live, kind=HARD, author="x", viewer=loud.uid)
    assert votes.vote(silent, live, question.uid).votes == 0
    with pytest.raises(Banned):
        votes.vote(loud, live, question.uid)
    assert told(live) == []


def test_the_first_votes_are_told_each_and_later_ones_thinly(live: Content) -> None:
    question = a_message(live, question=True)
    for _ in range(20):
        votes.vote(a_viewer(live), live, question.uid)
    assert told(live) == list(range(1, 21))
    Message.update(votes=398).execute()
    for _ in range(23):
        votes.vote(a_viewer(live), live, question.uid)
    assert told(live)[20:] == [399, 400, 420]


def test_votes_at_once_are_all_counted_and_a_viewers_once(live: Content) -> None:
    question, same = a_message(live, question=True), a_viewer(live)
    start, broken = threading.Barrier(20), []

    def cast(number: int) -> None:
        start.wait()
        try:
            with connected():
                votes.vote(same if number % 2 else a_viewer(live), live, question.uid)
        except Exception as error:
            broken.append(error)

    threads = [threading.Thread(target=cast, args=(number,)) for number in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert broken == []
    assert Message.get().votes == Vote.select().count() == 11
    assert told(live) == list(range(1, 12))


def test_a_vote_of_somebody_else_cannot_be_taken_back(live: Content) -> None:
    question = a_message(live, question=True, votes=1)
    Vote.create(message=question, viewer=new_uid())
    assert votes.take_back(a_viewer(live), live, question.uid).votes == 1
