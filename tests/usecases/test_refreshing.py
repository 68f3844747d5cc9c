"""Refreshing feeds: one worker at a time, taken up again after a crash, in flat memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import Settings
from gateways.queue import Queue, open_queue, queue, waiting_queue
from gateways.storage import files
from models import clock
from models.database import connected
from models.errors import NotFound
from models.feed import ERROR, READY, REFRESHING, WAITING, Feed, FeedItem
from models.shop import Shop
from tests.conftest import NOON
from tests.serving import Site, a_site
from usecases import claims, feeds, products, refreshing

HOME = Path(__file__).resolve().parents[2]
TWO = b"id,title,price\nSKU-1,Jacket,5\nSKU-2,Coat,6\n"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The site of the tests stands on this machine."""
    return settings.model_copy(update={"fetch_private": True})


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server with a feed of two items."""
    with a_site() as serving:
        serving.pages["/feed.csv"] = TWO
        yield serving


@pytest.fixture
def jobs(app: Flask) -> Queue:
    """Jobs that wait until a test lets a worker do them."""
    waiting = waiting_queue()
    open_queue(waiting, queue().jobs)
    return waiting


@pytest.fixture
def feed(jobs: Queue, alice: Shop, site: Site) -> Feed:
    """A feed that waits to be read."""
    return feeds.add(alice, url=site.url("/feed.csv"), every_minutes=60)


def now_is(feed: Feed) -> Feed:
    """The feed as it is now."""
    found: Feed = Feed.get(Feed.id == feed.id)
    return found


def now_is_apart(feed: Feed) -> str:
    """The state of the feed as another process sees it."""
    with connected():
        return now_is(feed).state


def test_a_feed_waits_for_a_worker_and_is_read(feed: Feed, jobs: Queue) -> None:
    assert now_is(feed).state == WAITING
    assert jobs.drain() == 1
    assert (now_is(feed).state, now_is(feed).item_count) == (READY, 2)
    assert now_is(feed).claim is None
    assert not list(files().entries("work"))


def test_asked_for_twice_it_is_read_once(feed: Feed, jobs: Queue, site: Site) -> None:
    queue().add("refresh", feed.uid)
    assert jobs.drain() == 2
    assert len(site.asked) == 1


def test_two_workers_do_not_refresh_one_feed(feed: Feed, jobs: Queue, site: Site) -> None:
    came: list[str] = []

    def page(_handler: Any) -> bytes:
        # While the first worker waits for its answer, a second one comes by.
        refreshing.refresh(feed.uid)
        came.append(now_is_apart(feed))
        return TWO

    site.pages["/feed.csv"] = page
    jobs.drain()
    assert came == [REFRESHING]
    assert len(site.asked) == 1
    assert (now_is(feed).state, now_is(feed).round) == (READY, 1)


def a_lost_worker(feed: Feed, **facts: Any) -> None:
    """Leave the feed as a worker does that was killed in the middle."""
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    host = claims.new_claim().partition("/")[0]
    claim = f"{host}/{dead.pid}/0123456789abcdef"
    due = clock.now() + claims.CLAIMED
    facts = {"state": REFRESHING, "claim": claim, "due_at": due, "attempts": 1, "round": 1, **facts}
    Feed.update(**facts).where(Feed.id == feed.id).execute()
    # What it had kept when it was killed is not in the feed any more.
    FeedItem.create(feed=feed, ref="half", facts="{}", digest=0, round=1)


def test_what_a_killed_worker_left_is_taken_up_again(feed: Feed, jobs: Queue) -> None:
    jobs.drain()
    a_lost_worker(feed)
    refreshing.begin_due()
    assert (now_is(feed).state, jobs.drain()) == (WAITING, 1)
    assert now_is(feed).state == READY
    assert {each.ref for each in FeedItem.select()} == {"SKU-1", "SKU-2"}


def test_a_worker_that_lives_is_left_alone_until_its_claim_ends(feed: Feed, jobs: Queue) -> None:
    jobs.huey.flush()
    claim = claims.new_claim()
    a_lost_worker(feed, claim=claim)
    refreshing.begin_due()
    assert (now_is(feed).state, jobs.drain()) == (REFRESHING, 0)
    with clock.frozen(clock.now() + claims.CLAIMED + timedelta(seconds=1)):
        refreshing.begin_due()
        assert jobs.drain() == 1
    claims.end_claim(claim)
    assert now_is(feed).state == READY


def test_a_lost_message_is_sent_again(feed: Feed, jobs: Queue) -> None:
    jobs.huey.flush()
    refreshing.begin_due()
    assert jobs.drain() == 0
    with clock.frozen(clock.now() + refreshing.QUEUED + timedelta(seconds=1)):
        refreshing.begin_due()
        assert jobs.drain() == 1
    assert now_is(feed).state == READY


def test_a_feed_that_kills_its_workers_is_given_up(feed: Feed, jobs: Queue, site: Site) -> None:
    a_lost_worker(feed, attempts=refreshing.ATTEMPTS)
    refreshing.begin_due()
    jobs.drain()
    assert (now_is(feed).state, now_is(feed).reason) == (ERROR, refreshing.OURS)
    assert site.asked == []


def test_a_worker_told_to_stop_leaves_the_feed_to_the_next(
    feed: Feed, jobs: Queue, site: Site
) -> None:
    def page(_handler: Any) -> bytes:
        refreshing.leave()
        return TWO

    site.pages["/feed.csv"] = page
    jobs.drain()
    assert (now_is(feed).state, now_is(feed).attempts, now_is(feed).claim) == (WAITING, 0, None)
    assert FeedItem.select().count() == 0
    site.pages["/feed.csv"] = TWO
    refreshing.configure(private=True)
    refreshing.begin_due()
    jobs.drain()
    assert now_is(feed).state == READY


@pytest.mark.parametrize("done", ["changed", "removed"])
def test_a_feed_changed_while_it_is_read_is_read_as_it_is_now(
    feed: Feed, jobs: Queue, alice: Shop, site: Site, done: str
) -> None:
    site.pages["/other.csv"] = TWO + b"SKU-3,Scarf,7\n"

    def page(_handler: Any) -> bytes:
        with connected():
            if done == "removed":
                feeds.remove(alice, feed.uid)
            else:
                feeds.change(alice, feed.uid, url=site.url("/other.csv"))
        return TWO

    site.pages["/feed.csv"] = page
    jobs.drain()
    if done == "removed":
        with pytest.raises(NotFound):
            feeds.find(alice, feed.uid)
        assert FeedItem.select().count() == 0
    else:
        assert (now_is(feed).state, now_is(feed).item_count) == (READY, 3)


def test_a_worker_that_lost_its_feed_says_nothing_of_its_failure(
    feed: Feed, jobs: Queue, alice: Shop, site: Site
) -> None:
    def page(_handler: Any) -> Any:
        with connected():
            feeds.change(alice, feed.uid, url=site.url("/other.csv"))
        return 404, {}, b""

    site.pages |= {"/feed.csv": page, "/other.csv": TWO}
    jobs.drain()
    assert (now_is(feed).state, now_is(feed).reason) == (READY, None)


def test_rows_of_one_reference_are_one_item_and_the_last_counts(
    feed: Feed, jobs: Queue, alice: Shop, site: Site
) -> None:
    site.pages["/feed.csv"] = TWO + b"SKU-1,Later,7\n"
    jobs.drain()
    assert now_is(feed).item_count == 2
    assert products.add(alice, ref="SKU-1").product.name == "Later"


def test_faults_without_number_are_counted_and_some_are_kept(
    feed: Feed, jobs: Queue, site: Site
) -> None:
    site.pages["/feed.csv"] = b"id,title,price\n" + b"SKU,,5\n" * 5_000
    jobs.drain()
    assert (now_is(feed).rejected_count, len(now_is(feed).faults)) == (5_000, 100)


def test_pictures_are_tried_again_later_and_not_without_end(
    feed: Feed, jobs: Queue, alice: Shop, site: Site
) -> None:
    picture = site.url("/1.jpg").encode()
    site.pages["/feed.csv"] = b"id,title,image_link\nSKU-1,Jacket," + picture + b"\n"
    with clock.frozen(NOON):
        queue().add("refresh", feed.uid)
        jobs.drain()
        products.add(alice, ref="SKU-1")
        jobs.drain()
    for hours in range(1, 10):
        with clock.frozen(NOON + timedelta(hours=hours)):
            Feed.update(next_at=None).execute()
            refreshing.begin_due()
            jobs.drain()
    assert sum(path == "/1.jpg" for path, _ in site.asked) == 5


@pytest.mark.sqlite
def test_a_million_items_fit_into_200_mb(tmp_path: Path) -> None:
    """Memory at a million items, by what it is at 20,000 and what 40,000 more add to it."""

    def peak(count: int) -> int:
        ran = subprocess.run(
            [sys.executable, "-m", "bench.feeds", str(tmp_path / str(count)), str(count)],
            cwd=HOME,
            capture_output=True,
            text=True,
            check=True,
        )
        return int(ran.stdout.split()[-1])

    base = peak(20_000)
    grown = peak(60_000) - base
    assert base + grown / 40_000 * 980_000 < 200_000_000
