"""Standings: how auctions stand now, found for whoever may know and spelled for viewers.

Read by hand-written SQL: all bids of a live wait for one another, and building the queries of a
bid took longer than all the rest of it (`bench/auction.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import clock
from models.auction import ENDED, ONGOING, READY, Auction, AuctionRun, Bid
from models.base import UID
from models.content import NOT_STARTED, Content
from models.database import read_rows
from models.errors import NotFound
from models.loading import Loader
from models.money import text_of
from models.product import Product
from usecases.auctions import rules
from usecases.changes import note
from usecases.events import spelled
from usecases.screens import told_product

AUCTIONS, PRODUCTS = Loader(Auction), Loader(Product)
RUNS, BIDS = Loader(AuctionRun), Loader(Bid)
OFFERED = (
    f"select {AUCTIONS.columns('a')}, {PRODUCTS.columns('p')} from auction a"  # noqa: S608
    " join product p on p.id = a.product_id"
    " join content_product k on k.content_id = a.content_id and k.product_id = a.product_id"
)
NEWEST = (
    f"select {RUNS.columns('r')} from auction a"  # noqa: S608
    " join auction_run r on r.auction_id = a.id and r.number = a.number"
)
HIGHEST = (
    f"select {BIDS.columns('b')} from auction_run r"  # noqa: S608
    " join bid b on b.run_id = r.id and b.number = r.bids"
)


@dataclass(frozen=True)
class Standing:
    """An auction as it stands; `run` is None before it was first started, or after a reset.

    `leading` is the highest bid: its bidder leads, or has won once `state` is ENDED.
    """

    auction: Auction
    state: str
    run: AuctionRun | None
    leading: Bid | None
    ended_at: datetime | None

    @property
    def starting_amount(self) -> int:
        """The first price of this run, or of the next one."""
        return int(self.run.starting_amount if self.run else self.auction.starting_amount)

    @property
    def price_amount(self) -> int:
        """The highest bid, or the starting price before the first."""
        return int(self.leading.amount if self.leading else self.starting_amount)

    @property
    def winning_amount(self) -> int | None:
        """What the winner pays; None before the end, or when nobody bid."""
        return self.leading.amount if self.leading and self.state == ENDED else None

    @property
    def recommended_amounts(self) -> tuple[int, ...]:
        """The amounts worth a button: the least that is taken now."""
        run = self.run
        if run is None or self.state != ONGOING:
            return ()
        leading = self.leading.amount if self.leading else None
        least = rules.least_amount(run.starting_amount, run.increment_amount, leading)
        return (least,) if rules.takes_more(least, run.maximum_amount) else ()

    @property
    def round(self) -> int:
        """Which round it is in, from 1."""
        return rules.round_of(self.run.bids if self.run else 0)


def standing(auction: Auction) -> Standing:
    """Tell how an auction stands now."""
    return standings([auction])[0]


def standings(auctions: Iterable[Auction]) -> list[Standing]:
    """Tell how auctions stand now, in their order, in two queries."""
    rows, now = list(auctions), clock.now()
    runs = _newest_runs(rows)
    leading = _leading(runs.values())
    told = []
    for each in rows:
        run = runs.get(each.id)
        state = rules.state_of(run, now)
        if run is None or state == READY:
            told.append(Standing(each, READY, None, None, None))
        else:
            end = rules.end_of(run, now)
            told.append(Standing(each, state, run, leading.get(run.id), end))
    return told


def of_live(content: Content) -> list[Auction]:
    """Give the auctions of a live with the products it carries, in the order they were made."""
    return _offered("a.content_id = ?", content.id)


def find_auction(content: Content, uid: str) -> Auction:
    """Find an auction of a live with its product, or raise `NotFound`."""
    found: Auction | None = None
    if UID.fullmatch(uid):
        found = next(iter(_offered("a.content_id = ? and a.uid = ?", content.id, uid)), None)
    if found is None:
        raise NotFound("this live has no auction with this id")
    return found


def told_all(content: Content) -> list[dict[str, Any]]:
    """Spell for viewers the auctions of a live; a rehearsal and hidden products are nothing."""
    if content.state == NOT_STARTED:
        return []
    seen = [each for each in of_live(content) if each.product.published]
    return [told(each) for each in standings(seen)]


def tell_auction(content: Content, auction: Auction) -> None:
    """Tell viewers how an auction stands, a hidden product's as gone.

    Call it last in the transaction of the change.
    """
    if not auction.product.published:
        tell_gone(content, auction)
    elif content.state != NOT_STARTED:
        tell_standing(content, standing(auction))


def tell_standing(content: Content, known: Standing) -> None:
    """Tell viewers how an auction stands, which is known already."""
    note(content, "auction", told(known))


def tell_gone(content: Content, auction: Auction) -> None:
    """Tell viewers of an auction that is not theirs to see any more."""
    if content.state != NOT_STARTED:
        note(content, "auction", {"id": auction.uid, "state": None})


def told(each: Standing) -> dict[str, Any]:
    """Spell an auction for viewers, who know one another by uid and name alone."""
    auction, run = each.auction, each.run
    sold = told_product(auction.product)
    leader = each.leading and {"viewer": each.leading.viewer, "name": each.leading.author or None}

    def price(amount: int | None) -> str | None:
        return text_of(amount, auction.currency)

    return {
        "id": auction.uid,
        "product": sold["id"],
        "name": sold["name"],
        "thumbnail_url": sold["thumbnail_url"],
        "state": each.state,
        "run": auction.number,
        "round": each.round,
        "bids": run.bids if run else 0,
        "currency": auction.currency,
        "starting_price": price(each.starting_amount),
        "maximum_price": price(run.maximum_amount if run else auction.maximum_amount),
        "price": price(each.price_amount),
        "winning_price": price(each.winning_amount),
        "recommended_prices": [price(amount) for amount in each.recommended_amounts],
        "leader": leader if each.state == ONGOING else None,
        "winner": leader if each.state == ENDED else None,
        "started_at": run and spelled(run.started_at),
        "ending_at": run and spelled(run.ending_at) if each.state == ONGOING else None,
        "ended_at": each.ended_at and spelled(each.ended_at),
    }


def newest_run(auction: Auction) -> AuctionRun | None:
    """Give the newest run of an auction, whatever its state."""
    return _newest_runs([auction]).get(auction.id)


def highest_bid(run: AuctionRun) -> Bid | None:
    """Give the bid that leads a run: the newest, since each is higher than those before."""
    return _leading([run]).get(run.id)


def bid_of(run: AuctionRun, viewer: str, key: str) -> Bid | None:
    """Find the bid that a viewer made in a run by their own word for it."""
    mine = "b.run_id = ? and b.viewer = ? and b.key = ?"
    rows = read_rows(f"select {BIDS.columns('b')} from bid b where {mine}", (run.id, viewer, key))  # noqa: S608
    return BIDS.load(rows[0]) if rows else None


def _offered(condition: str, *values: Any) -> list[Auction]:
    found = []
    for row in read_rows(f"{OFFERED} where {condition} order by a.id", values):
        auction = AUCTIONS.load(row)
        auction.__rel__["product"] = PRODUCTS.load(row[AUCTIONS.width :])
        found.append(auction)
    return found


def _newest_runs(auctions: list[Auction]) -> dict[int, AuctionRun]:
    rows = _read(NEWEST, "a.id", [each.id for each in auctions])
    return {each.auction_id: each for each in map(RUNS.load, rows)}


def _leading(runs: Iterable[AuctionRun]) -> dict[int, Bid]:
    rows = _read(HIGHEST, "r.id", [each.id for each in runs])
    return {each.run_id: each for each in map(BIDS.load, rows)}


def _read(sql: str, column: str, ids: list[int]) -> list[tuple[Any, ...]]:
    marks = ", ".join("?" * len(ids))
    return read_rows(f"{sql} where {column} in ({marks})", ids) if ids else []
