"""Whoever changes a show at once goes through its rows in one order: nobody waits in a circle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from models import clock
from models.base import new_uid
from models.broadcast import Broadcast, Take
from models.content import FINISHED, STARTED, Content
from models.database import connected
from models.shop import Shop
from tests import builders
from usecases import airing, bans, lives

SENDER = "rtmp somebody"


@pytest.fixture
def live(alice: Shop, postgres: str) -> Content:
    if not postgres:
        pytest.skip("SQLite has one lock for all: run it with --postgres")
    return builders.a_live(alice, products=(builders.a_product(alice, ref="SKU-1"),))


@pytest.fixture
def take(live: Content) -> Take:
    return airing.open_take(Broadcast.get(Broadcast.content == live).stream_key, SENDER, "rtmp")


@pytest.fixture
def held(take: Take, database_url: str) -> Iterator[psycopg.Connection]:
    """Somebody who holds the take's row, until they commit."""
    with psycopg.connect(database_url) as connection:
        connection.execute("select id from take where id = %s for update", (take.id,))
        yield connection


class Together:
    """Acts that each begin once those before wait for a lock or have ended."""

    def __init__(self, url: str) -> None:
        self._watcher = psycopg.connect(url, autocommit=True)
        self._threads: list[threading.Thread] = []
        self.failures: list[BaseException] = []

    def begin(self, act: Callable[[], object]) -> None:
        def run() -> None:
            try:
                with connected():
                    act()
            except BaseException as failure:
                self.failures.append(failure)

        self._threads.append(threading.Thread(target=run))
        self._threads[-1].start()
        ends = time.monotonic() + 20
        while self._waiting() < sum(each.is_alive() for each in self._threads):
            assert time.monotonic() < ends, "it neither waits nor ends"
            time.sleep(0.01)

    def all_ended(self) -> None:
        for each in self._threads:
            each.join(20)
        self._watcher.close()
        assert not self.failures
        assert not any(each.is_alive() for each in self._threads)

    def _waiting(self) -> int:
        [row] = self._watcher.execute(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        )
        return int(row[0])


def finish(shop: Shop, live: Content) -> None:
    lives.finish(shop, live.uid, finished=True, ends_at=clock.now())


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (finish, FINISHED),
        (lambda shop, live: airing.start(shop, live.uid), STARTED),
        (lambda shop, live: airing.rotate_key(shop, live.uid), STARTED),
        (lambda shop, live: lives.remove(shop, live.uid), None),
    ],
    ids=["is finished", "is started by hand", "gets another key", "is removed"],
)
def test_a_first_picture_comes_while_the_live(
    alice: Shop,
    live: Content,
    take: Take,
    held: psycopg.Connection,
    database_url: str,
    act: Callable[[Shop, Content], object],
    state: str | None,
) -> None:
    together = Together(database_url)
    together.begin(lambda: airing.picture_came(take, SENDER, clock.now()))
    together.begin(lambda: act(alice, live))
    held.commit()
    together.all_ended()
    found = Content.get_or_none(Content.id == live.id)
    assert (found and found.state) == state


def test_somebody_is_banned_while_the_live_is_finished(
    alice: Shop, live: Content, database_url: str
) -> None:
    written = builders.a_message(live, viewer=new_uid())
    ban = builders.a_ban(live, viewer=written.viewer)
    together = Together(database_url)
    with psycopg.connect(database_url) as connection:
        connection.execute("select id from ban where id = %s for update", (ban.id,))
        together.begin(lambda: bans.add(alice, live.uid, written.uid))
        together.begin(lambda: finish(alice, live))
    together.all_ended()
    assert Content.get_by_id(live.id).state == FINISHED


def test_a_name_and_a_state_that_are_saved_at_once_are_both_kept(alice: Shop) -> None:
    uid = builders.a_live(alice).uid
    one, other = Content.get(Content.uid == uid), Content.get(Content.uid == uid)
    one.state = STARTED
    one.save()
    other.name = "Another name"
    other.save()
    found = Content.get(Content.uid == uid)
    assert (found.state, found.name) == (STARTED, "Another name")
