"""Running: auctions started, ended and reset, by the shop or by the server's clock.

A run whose time is up is told as ended from that moment on, whoever looks; writing that down, and
telling it to viewers, is left to `end_due`, which the stage does twice a second.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog

from models import clock
from models.address import read_address
from models.auction import (
    ENDED,
    ONGOING,
    READY,
    Auction,
    AuctionNotEnded,
    AuctionNotOngoing,
    AuctionNotReady,
    AuctionOngoing,
    AuctionRun,
    NotOnAir,
)
from models.broadcast import Broadcast
from models.content import STARTED, Content
from models.database import connected, exclusive
from models.errors import Conflict
from models.product import Product
from models.shop import Shop
from usecases.auctions import rules, telling, terms
from usecases.auctions.standings import (
    Standing,
    find_auction,
    newest_run,
    of_live,
    standing,
    standings,
    tell_auction,
)
from usecases.screening import holding_show

log = structlog.get_logger()

LOOKS_EVERY = 0.5


class AuctionUnsold(Conflict):
    """Nobody bid, so nobody pays."""

    code = "auction-unsold"


def start(
    shop: Shop, uid: str, auction: str, *, starting_amount: int | str | None = None
) -> Standing:
    """Start an auction, by another first price if one is given; one is on at a time in a live.

    The price is minor units or decimal text. Raises `NotFound`, `SharedContent`, `NotOnAir`,
    `AuctionNotReady`, `AuctionOngoing`, `Invalid`.
    """
    with holding_show(shop, uid) as (content, _):
        settle(content)
        found = find_auction(content, auction)
        if content.state != STARTED or not found.product.published:
            raise NotOnAir("auctions of published products are started while the live is on air")
        states = {each.auction.id: each.state for each in standings(of_live(content))}
        if states[found.id] != READY:
            raise AuctionNotReady("this auction was started already; reset it to begin anew")
        if ONGOING in states.values():
            raise AuctionOngoing("another auction of this live is on; end it first")
        run = _begin(found, starting_amount)
        tell_auction(content, found)
        telling.tell_shop(found, telling.STARTED, run)
        return standing(found)


def end(shop: Shop, uid: str, auction: str) -> Standing:
    """End an auction now: whoever leads has won.

    Raises `NotFound`, `SharedContent`, `AuctionNotOngoing`.
    """
    with holding_show(shop, uid) as (content, _):
        settle(content)
        found = find_auction(content, auction)
        run = newest_run(found)
        if run is None or rules.state_of(run, clock.now()) != ONGOING:
            raise AuctionNotOngoing("this auction is not on")
        close(content, found, run, clock.now())
        return standing(found)


def reset(shop: Shop, uid: str, auction: str) -> Standing:
    """Make an auction ready to be started anew; its bids count no more. Ready ones stay so.

    Raises `NotFound`, `SharedContent`.
    """
    with holding_show(shop, uid) as (content, _):
        settle(content)
        found = find_auction(content, auction)
        run = newest_run(found)
        if run is not None and run.reset_at is None:
            _reset(content, found, run)
        return standing(found)


def call_off(content: Content, auction: Auction) -> None:
    """Reset an auction if it is on; call it while the live's broadcast is held."""
    settle(content)
    run = newest_run(auction)
    if run is not None and run.ended_at is None:
        _reset(content, auction, run)


def choose_checkout(shop: Shop, uid: str, auction: str, url: str | None) -> Standing:
    """Say where the winner of an auction pays; None: nowhere any more.

    Raises `NotFound`, `SharedContent`, `AuctionNotEnded`, `AuctionUnsold`, `Invalid`.
    """
    if url is not None:
        read_address(url, "checkout_url")
    with holding_show(shop, uid) as (content, _):
        settle(content)
        told = standing(find_auction(content, auction))
        if told.state != ENDED or told.run is None:
            raise AuctionNotEnded("nobody has won this auction yet")
        if told.leading is None:
            raise AuctionUnsold("nobody bid in this auction")
        told.run.checkout_url = url
        told.run.save()
        return told


def end_all(content: Content, at: datetime) -> None:
    """End what is on in a live, at a moment; call it in the transaction that finishes the live."""
    settle(content)
    for each in of_live(content):
        run = newest_run(each)
        if run is not None and run.ended_at is None:
            close(content, each, run, at)


def close(content: Content, auction: Auction, run: AuctionRun, at: datetime) -> None:
    """End a run at a moment and tell of it; call it while the live's broadcast is held."""
    run.ended_at = max(min(at, run.ending_at), run.started_at)
    run.save()
    tell_auction(content, auction)
    telling.tell_shop(auction, telling.ENDED, run)


def end_due() -> None:
    """End the auctions whose time is up, and tell viewers who won."""
    with connected():
        now = clock.now()
        due: Any = Auction.select(Auction.content).join(AuctionRun)
        due = due.where(AuctionRun.ended_at.is_null(), AuctionRun.ending_at <= now)
        for (content_id,) in due.distinct().order_by(Auction.content).tuples():
            broadcast = Broadcast.get_or_none(Broadcast.content == content_id)
            if broadcast is None:
                continue
            with exclusive(broadcast):
                content = Content.get_or_none(Content.id == content_id)
                if content is not None:
                    settle(content)


async def end_in_time() -> None:
    """End auctions as their time is up, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(end_due)
        except Exception:
            log.exception("auctions could not be ended; they are tried again")
        await asyncio.sleep(LOOKS_EVERY)


def settle(content: Content) -> None:
    """Write down the end of runs whose time is up; call it while the live's broadcast is held."""
    now = clock.now()
    open_runs: Any = AuctionRun.select(AuctionRun, Auction, Product)
    open_runs = open_runs.join(Auction).join(Product)
    mine = Auction.content == content, AuctionRun.ended_at.is_null(), AuctionRun.ending_at <= now
    for run in open_runs.where(*mine):
        close(content, run.auction, run, run.ending_at)


def _reset(content: Content, auction: Auction, run: AuctionRun) -> None:
    now = clock.now()
    run.ended_at, run.reset_at = rules.end_of(run, now) or now, now
    run.save()
    tell_auction(content, auction)
    telling.tell_shop(auction, telling.RESET, run)


def _begin(auction: Auction, starting_amount: int | str | None) -> AuctionRun:
    sent = {} if starting_amount is None else {"starting_amount": starting_amount}
    agreed = terms.read(sent, auction.currency, terms.of_auction(auction))
    now = clock.now()
    auction.number += 1
    auction.save()
    run: AuctionRun = AuctionRun.create(
        auction=auction,
        number=auction.number,
        starting_amount=agreed["starting_amount"],
        increment_amount=agreed["increment_amount"],
        maximum_amount=agreed["maximum_amount"],
        extending=agreed["extending"],
        started_at=now,
        ending_at=now + timedelta(seconds=auction.duration_s),
    )
    return run
