"""Standings: how auctions stand now, found for whoever may know and spelled for viewers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from models import clock
from models.auction import ENDED, ONGOING, READY, Auction, AuctionRun, Bid
from models.base import UID
from models.content import NOT_STARTED, Content, ContentProduct
from models.errors import NotFound
from models.money import text_of
from models.product import Product
from usecases.auctions import rules
from usecases.changes import note
from usecases.events import spelled
from usecases.screens import told_product


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
    return list(_offered(content).order_by(Auction.id))


def find_auction(content: Content, uid: str) -> Auction:
    """Find an auction of a live with its product, or raise `NotFound`."""
    found: Auction | None = None
    if UID.fullmatch(uid):
        found = _offered(content).where(Auction.uid == uid).first()
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
        note(content, "auction", told(standing(auction)))


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


def _offered(content: Content) -> Any:
    query: Any = Auction.select(Auction, Product).join(Product).join(ContentProduct)
    return query.where(Auction.content == content, ContentProduct.content == content)


def _newest_runs(auctions: list[Auction]) -> dict[int, AuctionRun]:
    query: Any = AuctionRun.select(AuctionRun).join(Auction)
    newest = query.where(AuctionRun.auction.in_(auctions), AuctionRun.number == Auction.number)
    return {each.auction_id: each for each in newest}


def _leading(runs: Iterable[AuctionRun]) -> dict[int, Bid]:
    query: Any = Bid.select(Bid).join(AuctionRun, JOIN.INNER)
    newest = query.where(Bid.run.in_(list(runs)), Bid.number == AuctionRun.bids)
    return {each.run_id: each for each in newest}
