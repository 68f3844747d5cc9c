"""How auctions went, as their live's replay tells it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from models import clock
from models.auction import Auction
from models.content import FINISHED, Content
from tests import builders
from usecases import timecodes
from usecases.auctions import bidding, replaying, running
from usecases.auctions.replaying import reruns
from usecases.happenings import write_cues
from usecases.timecodes import Moment


def go(auction: Auction, *amounts: str) -> None:
    """Start an auction now and take a bid each second."""
    shop, live = auction.content.shop, auction.content
    running.start(shop, live.uid, auction.uid)
    for number, amount in enumerate(amounts):
        with clock.frozen(clock.now() + timedelta(seconds=number + 1)):
            bidding.bid(builders.a_bidder(live), live, auction.uid, amount)


def finish(live: Content) -> None:
    write_cues(live)
    Content.update(state=FINISHED).where(Content.id == live.id).execute()
    live.state = FINISHED


def test_each_run_has_its_bids_and_whether_it_was_sold(
    live: Content, auction: Auction, noon: datetime
) -> None:
    with clock.frozen(noon + timedelta(seconds=10)):
        go(auction, "7.00")
    with clock.frozen(noon + timedelta(seconds=20)):
        running.reset(live.shop, live.uid, auction.uid)
        go(auction, "8.00", "9.00")
    with clock.frozen(noon + timedelta(seconds=30)):
        running.end(live.shop, live.uid, auction.uid)
    finish(live)
    told = [
        (each.from_ms, each.to_ms, each.sold, [(bid.amount, at) for bid, at in each.bids])
        for each in reruns(live)
    ]
    assert told == [
        (10_000, 20_000, False, [(700, 11_000)]),
        (20_000, 30_000, True, [(800, 21_000), (900, 22_000)]),
    ]


def test_of_many_bids_some_are_told_and_the_last_one_always(
    live: Content, auction: Auction, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "MOST_BIDS", 3)
    go(auction, *(f"{amount}.00" for amount in range(7, 14)))
    with clock.frozen(noon + timedelta(seconds=30)):
        running.end(live.shop, live.uid, auction.uid)
    finish(live)
    (told,) = reruns(live)
    assert [bid.amount for bid, _ in told.bids] == [700, 1000, 1300]


def test_nothing_is_told_once_the_shop_has_put_other_moments_in_their_place(
    live: Content, auction: Auction, noon: datetime
) -> None:
    go(auction, "7.00")
    with clock.frozen(noon + timedelta(seconds=30)):
        running.end(live.shop, live.uid, auction.uid)
    finish(live)
    assert len(reruns(live)) == 1
    timecodes.replace(live.shop, live, [Moment("auction", 5_000, text="Field jacket")])
    assert reruns(live) == ()


def test_a_product_that_is_hidden_now_is_not_told_of(
    live: Content, auction: Auction, noon: datetime
) -> None:
    go(auction)
    with clock.frozen(noon + timedelta(seconds=30)):
        running.end(live.shop, live.uid, auction.uid)
    finish(live)
    auction.product.published = False
    auction.product.save()
    assert reruns(live) == ()
