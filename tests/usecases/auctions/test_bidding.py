"""Bids: who may, how much, when; whoever comes first by the server's order has it."""

from __future__ import annotations

import itertools
import random
import threading
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from models import clock
from models.auction import (
    Auction,
    AuctionNotOngoing,
    AuctionRun,
    Bid,
    BidTooHigh,
    BidTooLow,
    MayNotBid,
)
from models.content import STARTED, Content
from models.database import connected
from models.errors import DomainError, NotFound
from models.message import HARD, HOST, Banned
from models.replay import KeyReused
from models.shop import Shop
from tests.builders import a_ban, a_bidder, a_live, a_viewer, an_auction
from usecases import changes
from usecases.auctions import arranging, running
from usecases.auctions.bidding import bid


def told(live: Content) -> list[dict[str, Any]]:
    """What viewers were told of auctions."""
    found = changes.since(live.id, 0)
    return [orjson.loads(each.body) for each in found if each.kind == "auction"]


@pytest.fixture
def started(alice: Shop, live: Content, auction: Auction) -> Auction:
    """The auction, on since noon."""
    running.start(alice, live.uid, auction.uid)
    return auction


def test_bids_raise_the_price_and_are_told_at_once(live: Content, started: Auction) -> None:
    noor, mo = a_bidder(live, "Noor"), a_bidder(live, "Mo")
    for viewer, amount in ((noor, 700), (mo, 800), (noor, 1050)):
        assert bid(viewer, live, started.uid, amount).standing.price_amount == amount
    said = [(each["price"], each["round"], each["recommended_prices"]) for each in told(live)]
    assert said == [
        ("7.00", 1, ["7.00"]),
        ("7.00", 1, ["8.00"]),
        ("8.00", 2, ["9.00"]),
        ("10.50", 3, ["11.50"]),
    ]
    assert [each["leader"] and each["leader"]["name"] for each in told(live)] == [
        None,
        "Noor",
        "Mo",
        "Noor",
    ]
    assert "@shop" not in str(told(live)), "how the shop knows its users is not for viewers"


@pytest.mark.parametrize(("leading", "amount"), [(None, 699), (700, 700), (700, 799)])
def test_a_bid_below_the_least_is_refused_with_what_would_do(
    live: Content, started: Auction, leading: int | None, amount: int
) -> None:
    if leading:
        bid(a_bidder(live), live, started.uid, leading)
    with pytest.raises(BidTooLow, match=r"at least 8\.00" if leading else r"at least 7\.00"):
        bid(a_bidder(live), live, started.uid, amount)
    assert Bid.select().count() == bool(leading)


STRANGERS = {
    "somebody whom the shop does not let": {"user_ref": ""},
    "who looks after the show": {"role": HOST},
}


@pytest.mark.parametrize("facts", STRANGERS.values(), ids=STRANGERS)
def test_who_may_not_bid(live: Content, started: Auction, facts: dict[str, Any]) -> None:
    with pytest.raises(MayNotBid):
        bid(a_bidder(live, **facts), live, started.uid, 700)


def test_who_is_banned_does_not_bid(live: Content, started: Auction) -> None:
    silent, loud = a_bidder(live), a_bidder(live)
    a_ban(live, viewer=silent.uid)
    a_ban(live, viewer=loud.uid, kind=HARD)
    with pytest.raises(MayNotBid):
        bid(silent, live, started.uid, 700)
    with pytest.raises(Banned):
        bid(loud, live, started.uid, 700)


def test_a_bid_at_the_closing_second_adds_ten(
    live: Content, started: Auction, noon: datetime
) -> None:
    with clock.frozen(noon + timedelta(seconds=119)):
        standing = bid(a_bidder(live), live, started.uid, 700).standing
        assert standing.run
        assert standing.run.ending_at == noon + timedelta(seconds=130)
    assert told(live)[-1]["ending_at"] == "2026-06-15T12:02:10.000Z"
    with clock.frozen(noon + timedelta(seconds=129)):
        bid(a_bidder(live), live, started.uid, 800)
    with clock.frozen(noon + timedelta(seconds=139, milliseconds=999)):
        assert bid(a_bidder(live), live, started.uid, 900).standing.state == "ongoing"


def test_where_nothing_is_extended_a_late_bid_adds_nothing(
    alice: Shop, live: Content, noon: datetime
) -> None:
    auction = an_auction(live, extending=False)
    running.start(alice, live.uid, auction.uid)
    with clock.frozen(noon + timedelta(seconds=119)):
        bid(a_bidder(live), live, auction.uid, 700)
    assert AuctionRun.get().ending_at == noon + timedelta(seconds=120)


@pytest.mark.parametrize("settled", [False, True], ids=["nobody looked", "its end was told"])
def test_a_bid_as_the_time_is_up_is_too_late(
    live: Content, started: Auction, noon: datetime, settled: bool
) -> None:
    bid(a_bidder(live), live, started.uid, 700)
    with clock.frozen(noon + timedelta(seconds=120)):
        if settled:
            running.end_due()
        with pytest.raises(AuctionNotOngoing):
            bid(a_bidder(live), live, started.uid, 5000)
    assert [each.amount for each in Bid.select()] == [700]


def test_a_bid_for_an_earlier_run_is_too_late(alice: Shop, live: Content, started: Auction) -> None:
    running.reset(alice, live.uid, started.uid)
    with pytest.raises(AuctionNotOngoing):
        bid(a_bidder(live), live, started.uid, 700, run=1)
    running.start(alice, live.uid, started.uid)
    with pytest.raises(AuctionNotOngoing):
        bid(a_bidder(live), live, started.uid, 700, run=1)
    assert bid(a_bidder(live), live, started.uid, 700, run=2).bid.number == 1


def test_a_replayed_bid_is_answered_and_not_made_again(live: Content, started: Auction) -> None:
    noor, mo = a_bidder(live, "Noor"), a_bidder(live, "Mo")
    first = bid(noor, live, started.uid, 700, run=1, key="k1")
    bid(mo, live, started.uid, 800, run=1, key="k1")
    again = bid(noor, live, started.uid, 700, run=1, key="k1")
    assert (again.bid, again.again, again.standing.price_amount) == (first.bid, True, 800)
    with pytest.raises(KeyReused):
        bid(noor, live, started.uid, 900, run=1, key="k1")
    assert [each.amount for each in Bid.select().order_by(Bid.id)] == [700, 800]
    assert len(told(live)) == 3


def test_a_replayed_bid_is_answered_after_the_end(
    live: Content, started: Auction, noon: datetime
) -> None:
    noor = a_bidder(live)
    bid(noor, live, started.uid, 700, key="k1")
    with clock.frozen(noon + timedelta(hours=1)):
        assert bid(noor, live, started.uid, 700, key="k1").again


@pytest.mark.parametrize("amount", [1000, 950], ids=["the most", "so much that none is higher"])
def test_no_higher_bid_is_possible_so_it_ends_at_once(
    alice: Shop, live: Content, noon: datetime, amount: int
) -> None:
    auction = an_auction(live, maximum_amount=1000)
    running.start(alice, live.uid, auction.uid)
    with pytest.raises(BidTooHigh, match=r"at most 10\.00"):
        bid(a_bidder(live), live, auction.uid, 1001)
    with clock.frozen(noon + timedelta(seconds=5)):
        standing = bid(a_bidder(live), live, auction.uid, amount).standing
    assert (standing.state, standing.winning_amount) == ("ended", amount)
    assert standing.ended_at == noon + timedelta(seconds=5)
    assert [each["state"] for each in told(live)] == ["ongoing", "ended"]


def test_an_auction_of_another_live_is_unknown(live: Content, started: Auction) -> None:
    other = a_live(live.shop)
    for uid in (started.uid, "0" * 32, "x", "\0"):
        with pytest.raises(NotFound):
            bid(a_bidder(other), other, uid, 700)


def test_auctions_of_two_lives_know_nothing_of_one_another(
    alice: Shop, live: Content, started: Auction, noon: datetime
) -> None:
    other = a_live(alice, state=STARTED, started_at=noon)
    second = an_auction(other, started.product)
    running.start(alice, other.uid, second.uid)
    bid(a_bidder(live), live, started.uid, 700)
    bid(a_bidder(other), other, second.uid, 5000)
    running.end(alice, other.uid, second.uid)
    standing = bid(a_bidder(live), live, started.uid, 800).standing
    assert (standing.state, standing.price_amount) == ("ongoing", 800)
    assert arranging.find(alice, other.uid, second.uid).winning_amount == 5000


def test_a_clock_that_was_put_back_takes_no_bid_away_and_opens_nothing_again(
    alice: Shop, live: Content, started: Auction, noon: datetime
) -> None:
    with clock.frozen(noon + timedelta(seconds=115)):
        bid(a_bidder(live, "Noor"), live, started.uid, 700)
    with clock.frozen(noon + timedelta(seconds=60)):
        standing = bid(a_bidder(live, "Mo"), live, started.uid, 800).standing
        assert standing.leading
        assert standing.leading.author == "Mo", "the order of bids is not by their moments"
        assert standing.run
        assert standing.run.ending_at == noon + timedelta(seconds=130)
    with clock.frozen(noon + timedelta(seconds=130)):
        running.end_due()
    with clock.frozen(noon + timedelta(seconds=60)):
        with pytest.raises(AuctionNotOngoing):
            bid(a_bidder(live), live, started.uid, 900)
        assert arranging.find(alice, live.uid, started.uid).winning_amount == 800


def test_an_end_by_a_clock_before_the_start_is_no_earlier_than_it(
    alice: Shop, live: Content, started: Auction, noon: datetime
) -> None:
    with clock.frozen(noon - timedelta(hours=1)):
        assert running.end(alice, live.uid, started.uid).ended_at == noon


def test_an_auction_of_a_hidden_product_is_unknown(live: Content, started: Auction) -> None:
    started.product.published = False
    started.product.save()
    with pytest.raises(NotFound):
        bid(a_bidder(live), live, started.uid, 700)


def test_an_auction_that_is_not_on_takes_no_bids(live: Content, auction: Auction) -> None:
    with pytest.raises(AuctionNotOngoing):
        bid(a_bidder(live), live, auction.uid, 700)


def at_once(acts: list[Any]) -> list[BaseException]:
    """Do everything at the same time, and give what failed."""
    start, failures = threading.Barrier(len(acts)), []
    # Fewer than the pool has connections, as in the server: nobody has to wait for one in vain.
    room = threading.Semaphore(24)

    def run(act: Any) -> None:
        start.wait()
        try:
            with room, connected():
                act()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(each,)) for each in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return failures


def test_of_two_hundred_equal_bids_at_once_one_leads(live: Content, started: Auction) -> None:
    bidders = [a_bidder(live, f"Bidder {number}") for number in range(200)]
    failures = at_once(
        [lambda each=each: bid(each, live, started.uid, 700, run=1) for each in bidders]
    )
    assert {type(each) for each in failures} == {BidTooLow}
    assert (len(failures), Bid.select().count(), AuctionRun.get().bids) == (199, 1, 1)
    assert told(live)[-1]["leader"]["viewer"] == Bid.get().viewer


def test_of_two_hundred_bids_at_once_exactly_the_right_ones_count(
    alice: Shop, live: Content, started: Auction
) -> None:
    amounts = [700 + 50 * number for number in range(200)]
    random.Random(7).shuffle(amounts)
    took: list[int] = []

    def place(amount: int) -> None:
        took.append(bid(a_bidder(live), live, started.uid, amount).bid.amount)

    failures = at_once([lambda each=each: place(each) for each in amounts])
    kept = [each.amount for each in Bid.select().order_by(Bid.number)]
    assert all(isinstance(each, DomainError) for each in failures), failures
    assert sorted(took) == kept, "who was told of an accepted bid has one"
    assert len(kept) + len(failures) == 200
    assert kept[0] >= 700
    assert all(after - before >= 100 for before, after in itertools.pairwise(kept))
    assert max(amounts) - kept[-1] < 100, "none that was high enough was refused"
    assert [each.number for each in Bid.select().order_by(Bid.number)] == [*range(1, len(kept) + 1)]
    said = told(live)[1:]
    assert [each["price"] for each in said] == [f"{each / 100:.2f}" for each in kept]
    won = running.end(alice, live.uid, started.uid)
    assert (won.winning_amount, won.run and won.run.bids) == (kept[-1], len(kept))


def test_a_viewer_who_only_watches_is_no_bidder(live: Content, started: Auction) -> None:
    assert arranging.find(live.shop, live.uid, started.uid).leading is None
    with pytest.raises(MayNotBid):
        bid(a_viewer(live), live, started.uid, 700)
