"""Auctions go from ready over ongoing to ended and back, and viewers are told each step."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import orjson
import pytest

from models import clock
from models.auction import (
    Auction,
    AuctionNotEnded,
    AuctionNotOngoing,
    AuctionNotReady,
    AuctionOngoing,
    AuctionRun,
    NotOnAir,
)
from models.content import NOT_STARTED, Content, Cue
from models.errors import Invalid, NotFound
from models.share import SharedContent
from models.shop import Shop
from tests.builders import a_bidder, a_live, a_share, an_auction
from usecases import changes, lives, snapshots, timecodes
from usecases.auctions import arranging, running
from usecases.auctions.bidding import bid, checkout_of
from usecases.pushing import news, opened


def states(live: Content) -> list[str]:
    """The states that viewers were told."""
    found = changes.since(live.id, 0)
    return [orjson.loads(each.body)["state"] for each in found if each.kind == "auction"]


def test_an_auction_is_started_ended_and_reset(
    alice: Shop, live: Content, auction: Auction, noon: datetime
) -> None:
    assert arranging.find(alice, live.uid, auction.uid).state == "ready"
    going = running.start(alice, live.uid, auction.uid)
    assert (going.state, going.price_amount, going.recommended_amounts) == ("ongoing", 700, (700,))
    assert going.run
    assert going.run.ending_at == noon + timedelta(seconds=120)
    bid(a_bidder(live), live, auction.uid, 900)
    with clock.frozen(noon + timedelta(seconds=30)):
        ended = running.end(alice, live.uid, auction.uid)
    assert (ended.state, ended.winning_amount) == ("ended", 900)
    assert ended.ended_at == noon + timedelta(seconds=30)
    ready = running.reset(alice, live.uid, auction.uid)
    assert (ready.state, ready.leading, ready.round) == ("ready", None, 1)
    assert states(live) == ["ongoing", "ongoing", "ended", "ready"]


def test_the_clock_ends_an_auction_and_viewers_are_told_once(
    alice: Shop, live: Content, auction: Auction, noon: datetime
) -> None:
    running.start(alice, live.uid, auction.uid)
    bid(a_bidder(live, "Noor"), live, auction.uid, 700)
    with clock.frozen(noon + timedelta(seconds=120, milliseconds=-1)):
        running.end_due()
        assert arranging.find(alice, live.uid, auction.uid).state == "ongoing"
    with clock.frozen(noon + timedelta(seconds=121)):
        told = arranging.find(alice, live.uid, auction.uid)
        assert (told.state, told.ended_at) == ("ended", noon + timedelta(seconds=120))
        running.end_due()
        running.end_due()
    assert states(live) == ["ongoing", "ongoing", "ended"]
    body = orjson.loads(changes.since(live.id, 0)[-1].body)
    assert (body["winner"]["name"], body["winning_price"], body["leader"]) == ("Noor", "7.00", None)
    assert body["ended_at"] == "2026-06-15T12:02:00.000Z"


def test_the_stage_ends_auctions_by_itself(
    alice: Shop, live: Content, auction: Auction, noon: datetime
) -> None:
    running.start(alice, live.uid, auction.uid)

    async def look() -> None:
        ending = asyncio.create_task(running.end_in_time())
        while "ended" not in states(live):
            await asyncio.sleep(0.01)
        ending.cancel()
        with suppress(asyncio.CancelledError):
            await ending

    with clock.frozen(noon + timedelta(seconds=120)):
        asyncio.run(asyncio.wait_for(look(), 20))


def test_an_end_without_a_bid_has_no_winner(alice: Shop, live: Content, auction: Auction) -> None:
    running.start(alice, live.uid, auction.uid)
    running.end(alice, live.uid, auction.uid)
    body = orjson.loads(changes.since(live.id, 0)[-1].body)
    assert (body["state"], body["winner"], body["winning_price"]) == ("ended", None, None)


@pytest.mark.parametrize("first", [5000, "50.00"], ids=["minor units", "text"])
def test_the_first_price_may_be_another_for_one_run(
    alice: Shop, live: Content, auction: Auction, first: int | str
) -> None:
    going = running.start(alice, live.uid, auction.uid, starting_amount=first)
    assert going.recommended_amounts == (5000,)
    assert running.reset(alice, live.uid, auction.uid).starting_amount == 700
    Auction.update(maximum_amount=1000).execute()
    for wrong in (-1, 1000, "7.001"):
        with pytest.raises(Invalid):
            running.start(alice, live.uid, auction.uid, starting_amount=wrong)
    assert AuctionRun.select().count() == Auction.get().number == 1


def test_what_a_state_does_not_allow(
    alice: Shop, live: Content, auction: Auction, noon: datetime
) -> None:
    with pytest.raises(AuctionNotOngoing):
        running.end(alice, live.uid, auction.uid)
    other = an_auction(live)
    running.start(alice, live.uid, auction.uid)
    with pytest.raises(AuctionNotReady):
        running.start(alice, live.uid, auction.uid)
    with pytest.raises(AuctionOngoing):
        running.start(alice, live.uid, other.uid)
    with pytest.raises(AuctionOngoing):
        arranging.change(alice, live.uid, auction.uid, duration_s=5)
    with pytest.raises(AuctionOngoing):
        arranging.remove(alice, live.uid, auction.uid)
    with clock.frozen(noon + timedelta(seconds=120)):
        assert running.start(alice, live.uid, other.uid).state == "ongoing"
        with pytest.raises(AuctionNotOngoing):
            running.end(alice, live.uid, auction.uid)


def test_nothing_is_auctioned_in_a_rehearsal(alice: Shop, noon: datetime) -> None:
    live = a_live(alice)
    auction = an_auction(live)
    with pytest.raises(NotOnAir):
        running.start(alice, live.uid, auction.uid)
    assert live.state == NOT_STARTED
    assert snapshots.snapshot(live.uid)["auctions"] == []


def test_a_reset_of_what_is_on_takes_its_bids_away(
    alice: Shop, live: Content, auction: Auction
) -> None:
    running.start(alice, live.uid, auction.uid)
    bid(a_bidder(live), live, auction.uid, 700)
    assert running.reset(alice, live.uid, auction.uid).price_amount == 700
    assert running.start(alice, live.uid, auction.uid).leading is None
    assert [each.number for each in AuctionRun.select().order_by(AuctionRun.id)] == [1, 2]


def test_the_winner_alone_is_told_where_to_pay(
    alice: Shop, live: Content, auction: Auction
) -> None:
    winner, loser = a_bidder(live, "Noor"), a_bidder(live, "Mo")
    running.start(alice, live.uid, auction.uid)
    bid(loser, live, auction.uid, 700)
    bid(winner, live, auction.uid, 800)
    url = "https://shop.example/pay/1"
    with pytest.raises(AuctionNotEnded):
        running.choose_checkout(alice, live.uid, auction.uid, url)
    with pytest.raises(NotFound):
        checkout_of(winner, live, auction.uid)
    running.end(alice, live.uid, auction.uid)
    assert checkout_of(winner, live, auction.uid) is None
    running.choose_checkout(alice, live.uid, auction.uid, url)
    assert checkout_of(winner, live, auction.uid) == url
    with pytest.raises(NotFound):
        checkout_of(loser, live, auction.uid)
    assert url not in str(changes.since(live.id, 0))
    assert url not in str(snapshots.snapshot(live.uid))


def test_nobody_pays_where_nobody_bid(alice: Shop, live: Content, auction: Auction) -> None:
    running.start(alice, live.uid, auction.uid)
    running.end(alice, live.uid, auction.uid)
    with pytest.raises(running.AuctionUnsold):
        running.choose_checkout(alice, live.uid, auction.uid, "https://shop.example/pay")
    with pytest.raises(Invalid):
        running.choose_checkout(alice, live.uid, auction.uid, "javascript:alert(1)")


def test_a_finished_live_ends_its_auction_and_keeps_it_as_a_cue(
    alice: Shop, live: Content, auction: Auction, noon: datetime
) -> None:
    with clock.frozen(noon + timedelta(seconds=10)):
        running.start(alice, live.uid, auction.uid)
        bid(a_bidder(live), live, auction.uid, 900)
    with clock.frozen(noon + timedelta(seconds=40)):
        lives.finish(alice, live.uid, finished=True, ends_at=clock.now())
    [cue] = Cue.select()
    assert (cue.kind, cue.text) == ("auction", "Field jacket\n9.00 EUR")
    assert (cue.from_ms, cue.to_ms) == (10_000, 40_000)
    assert states(live) == ["ongoing", "ongoing", "ended"]
    assert cue.source_uid == AuctionRun.get().uid


def test_viewers_who_come_later_find_it_in_the_state(
    alice: Shop, live: Content, auction: Auction
) -> None:
    running.start(alice, live.uid, auction.uid)
    bid(a_bidder(live, "Noor"), live, auction.uid, 700)
    told = snapshots.snapshot(live.uid)["auctions"]
    assert told == [orjson.loads(changes.since(live.id, 0)[-1].body)]


def test_on_pages_of_a_borrowing_shop_nothing_is_auctioned(
    alice: Shop, charlie: Shop, live: Content, auction: Auction
) -> None:
    a_share(live, charlie)
    with pytest.raises(SharedContent):
        running.start(charlie, live.uid, auction.uid)
    running.start(alice, live.uid, auction.uid)
    assert snapshots.snapshot(live.uid, charlie.app_id)["auctions"] == []
    name = (live.uid, charlie.app_id)
    opening = opened([name])[name]
    assert opening
    [change] = opening.changes
    assert (change.kind, change.body) == ("auction", "null")
    assert news({opening.watch: 0})[opening.watch] == (change,)
    lives.finish(alice, live.uid, finished=True, ends_at=clock.now() + timedelta(seconds=1))
    assert timecodes.listed(charlie, Content.get_by_id(live.id)) == []


def test_another_shop_knows_of_none(charlie: Shop, live: Content, auction: Auction) -> None:
    for act in (running.start, running.end, running.reset, arranging.find, arranging.remove):
        with pytest.raises(NotFound):
            act(charlie, live.uid, auction.uid)
