"""Bidding: viewers whom the shop lets bid, judged one after the other by the server's clock.

All bids of a live wait for one lock; who holds it is judged by the moment it has then. So the
order in which the server takes bids decides, and a bid for which the time ran out while it waited
is late: viewers have been told the winner by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models import clock
from models.auction import (
    ENDED,
    ONGOING,
    Auction,
    AuctionNotOngoing,
    AuctionRun,
    Bid,
    BidTooHigh,
    BidTooLow,
    MayNotBid,
)
from models.broadcast import Broadcast
from models.content import Content
from models.database import exclusive
from models.errors import NotFound, Problem
from models.money import text_of
from models.replay import KeyReused
from usecases import bans
from usecases.auctions import rules, terms
from usecases.auctions.running import close
from usecases.auctions.standings import (
    Standing,
    bid_of,
    find_auction,
    highest_bid,
    newest_run,
    standing,
    tell_standing,
)
from usecases.passes import Viewer, whereabouts


@dataclass(frozen=True)
class Placed:
    """An accepted bid, and how the auction stands since; `again`: it had been placed before."""

    bid: Bid
    standing: Standing
    again: bool = False


def bid(
    viewer: Viewer,
    content: Content,
    auction: str,
    amount: int | str,
    *,
    run: int | None = None,
    key: str | None = None,
    address: str = "",
) -> Placed:
    """Bid an amount, minor units or decimal text of its currency, in an auction, by its uid.

    `run` is the run that the bidder sees: a bid for another one is late. The same `key` sent
    again, by the same viewer in the same run, is answered as before.
    Raises `NotFound`, `MayNotBid`, `Banned`, `AuctionNotOngoing`, `BidTooLow`, `BidTooHigh`,
    `KeyReused`, `Invalid`.
    """
    _refuse_strangers(viewer, content, address)
    with exclusive(Broadcast.select(Broadcast.id).where(Broadcast.content == content).get()):
        found = find_auction(content, auction)
        if not found.product.published:
            raise NotFound("this live has no auction with this id")
        minor = terms.amount_of(amount, found.currency, "amount")
        going = newest_run(found)
        if going is None or (run is not None and run != going.number):
            raise AuctionNotOngoing("this auction takes no bids now")
        if before := _placed_before(going, viewer, key, minor):
            return Placed(before, standing(found), again=True)
        now = clock.now()
        if rules.state_of(going, now) != ONGOING:
            raise AuctionNotOngoing("this auction takes no bids now")
        leading = highest_bid(going)
        _refuse_amount(found, going, minor, leading.amount if leading else None)
        made = _take(going, viewer, minor, key)
        if going.extending:
            going.ending_at = rules.extended(going.ending_at, now)
        going.save()
        least = rules.least_amount(going.starting_amount, going.increment_amount, minor)
        if not rules.takes_more(least, going.maximum_amount):
            close(content, found, going, now)
            return Placed(made, standing(found))
        now_stands = Standing(found, ONGOING, going, made, None)
        tell_standing(content, now_stands)
        return Placed(made, now_stands)


def own_bid(viewer: Viewer, content: Content, auction: str) -> Bid | None:
    """Give the newest bid of a viewer in the run that counts now; raises `NotFound`."""
    told = standing(find_auction(content, auction))
    if told.run is None:
        return None
    mine: Any = Bid.select().where(Bid.run == told.run, Bid.viewer == viewer.uid)
    found: Bid | None = mine.order_by(Bid.number.desc()).first()
    return found


def checkout_of(viewer: Viewer, content: Content, auction: str) -> str | None:
    """Tell the winner of an auction where to pay, None while the shop has not said.

    Raises `NotFound`, also for everybody else.
    """
    told = standing(find_auction(content, auction))
    won = told.state == ENDED and told.leading is not None and told.leading.viewer == viewer.uid
    if not won or told.run is None:
        raise NotFound("you have not won this auction")
    url: str | None = told.run.checkout_url
    return url


def _refuse_strangers(viewer: Viewer, content: Content, address: str) -> None:
    place = whereabouts(address) if address else None
    # Who is banned silently hears what strangers hear.
    if bans.softly_banned(content, viewer.uid, place) or not viewer.may_bid:
        raise MayNotBid("only signed-in users bid whom the shop lets bid")


def _refuse_amount(auction: Auction, run: AuctionRun, amount: int, leading: int | None) -> None:
    least = rules.least_amount(run.starting_amount, run.increment_amount, leading)
    if amount < least:
        price = text_of(least, auction.currency)
        raise BidTooLow(f"bid at least {price} {auction.currency}")
    if run.maximum_amount is not None and amount > run.maximum_amount:
        price = text_of(run.maximum_amount, auction.currency)
        raise BidTooHigh(f"bid at most {price} {auction.currency}")


def _placed_before(run: AuctionRun, viewer: Viewer, key: str | None, amount: int) -> Bid | None:
    if key is None:
        return None
    found = bid_of(run, viewer.uid, key)
    if found is not None and found.amount != amount:
        raise KeyReused(Problem("key", "came before with another bid; each has its own"))
    return found


def _take(run: AuctionRun, viewer: Viewer, amount: int, key: str | None) -> Bid:
    run.bids += 1
    made: Bid = Bid.create(
        run=run,
        number=run.bids,
        amount=amount,
        viewer=viewer.uid,
        author=viewer.author,
        user_ref=viewer.user_ref,
        key=key,
    )
    return made
