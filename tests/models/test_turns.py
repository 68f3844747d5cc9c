"""Threads are served one at a time, in the order in which they came."""

from __future__ import annotations

import threading

import pytest

from models.database import database, exclusive
from models.shop import Shop
from models.turns import Turns
from tests.commands.running import until


def test_who_comes_first_is_served_first() -> None:
    turns, order = Turns(), list[int]()

    def take(number: int) -> None:
        with turns.turn():
            order.append(number)

    with turns.turn():
        threads = [threading.Thread(target=take, args=(each,)) for each in range(20)]
        for number, each in enumerate(threads, 1):
            each.start()
            until(lambda number=number: len(turns._waiting) == number)
        assert order == []
    for each in threads:
        each.join()
    assert order == [*range(20)]


def test_one_at_a_time_and_a_failure_keeps_nobody_waiting() -> None:
    turns, inside, most = Turns(), [0], [0]

    def take() -> None:
        for _ in range(50):
            with turns.turn():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    with pytest.raises(ZeroDivisionError), turns.turn():
        _ = 1 // 0
    threads = [threading.Thread(target=take) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [1]
    with turns.turn(), turns.turn():
        assert turns._taken


def test_what_is_done_after_a_commit_may_write_exclusively(alice: Shop) -> None:
    done: list[int] = []

    def write_again() -> None:
        with exclusive(alice):
            done.append(1)

    with exclusive(alice):
        database.after_commit(write_again)
    assert done == [1]
