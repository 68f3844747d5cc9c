"""An auction as viewers see it: bids, refusals, the clock, the way to the till, the replay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from models import clock
from models.auction import Auction, AuctionRun, Bid
from models.broadcast import Broadcast
from models.content import Content
from tests import builders
from tests.browser.access import violations
from tests.browser.bidders import DESKTOP, PHONE, Coming, coming
from tests.browser.conftest import Host
from tests.browser.stage import Stage
from usecases.auctions import bidding, rules, running
from usecases.auctions.standings import tell_auction
from usecases.happenings import write_cues

pytestmark = pytest.mark.usefixtures("patient")


@pytest.fixture
def auction(stage: Stage) -> Auction:
    """An auction of a live on air, ready from 7.00 by 1.00."""
    Broadcast.update(started_at=clock.now()).where(Broadcast.content == stage.live).execute()
    stage.begin()
    made = builders.an_auction(stage.live, maximum_amount=50_00, duration_s=600)
    tell_auction(Content.get_by_id(stage.live.id), made)
    return made


@pytest.fixture
def come(chrome: Browser, stage: Stage, site: Host) -> Iterator[Coming]:
    """Let somebody open the live from the shop's page."""
    with ExitStack() as there:
        yield lambda name=None, **more: there.enter_context(
            coming(chrome, stage, site, name, **more)
        )


def start(stage: Stage, auction: Auction) -> None:
    running.start(stage.shop, stage.live.uid, auction.uid)


def bid_as(name: str, stage: Stage, auction: Auction, amount: str) -> None:
    """Let somebody bid who has no page here."""
    bidder = builders.a_bidder(stage.live, name)
    bidding.bid(bidder, Content.get_by_id(stage.live.id), auction.uid, amount)


def end_in(auction: Auction, seconds: float) -> None:
    """Let a run end so many seconds from now, and tell viewers."""
    ending_at = clock.now() + timedelta(seconds=seconds)
    AuctionRun.update(ending_at=ending_at).where(AuctionRun.auction == auction).execute()
    tell_auction(Content.get_by_id(auction.content_id), Auction.get_by_id(auction.id))


def test_two_viewers_bid_and_both_see_it_at_once(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    noor, sam = come("Noor"), come("Sam")
    noor.shows("Auction soon", "Field jacket", "From €7.00")
    start(stage, auction)
    for each in (noor, sam):
        each.shows("Auction", "No bids yet")
        expect(each.part("lot-clock")).to_have_text(re.compile(r"^(10|9):\d\d$"))
    assert noor.asked == []
    noor.bid()
    noor.shows("You are leading", "€7.00", "Your bid of €7.00 is in.")
    assert noor.asked == ["bid"]
    sam.shows("Noor leads", "€7.00")
    sam.bid()
    sam.shows("You are leading", "€8.00")
    noor.shows("Sam outbid you", "€8.00")
    expect(noor.part("bid-now")).to_have_text("Bid €9.00")
    noor.bid_own("12,50")
    expect(noor.part("bid-yes")).to_have_text("Confirm €12.50")
    expect(noor.part("bid-yes")).to_be_focused()
    noor.page.keyboard.press("Enter")
    sam.shows("Noor outbid you", "€12.50")
    assert [each.amount for each in Bid.select().order_by(Bid.number)] == [700, 800, 1250]


def test_a_price_that_others_passed_is_not_confirmed(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    noor, sam = come("Noor"), come("Sam")
    start(stage, auction)
    noor.part("bid-now").click()
    expect(noor.part("bid-yes")).to_have_text("Confirm €7.00")
    sam.bid()
    noor.shows("Others were faster", "Sam leads")
    expect(noor.part("bid-now")).to_have_text("Bid €8.00")
    expect(noor.part("bid-now")).to_be_focused()
    # Nor does the server take it from who has not heard of the other one yet.
    noor.page.route("**/bids", lambda route: overtake(stage, auction, route))
    noor.bid()
    noor.shows("Others were faster", "Mo leads")
    assert [each.author for each in Bid.select().order_by(Bid.number)] == ["Sam", "Mo"]


def overtake(stage: Stage, auction: Auction, route: Route) -> None:
    """Let somebody else bid while a bid is on its way."""
    bid_as("Mo", stage, auction, "9.00")
    route.continue_()


def test_amounts_that_cannot_be_bid_are_refused_before_they_are_sent(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    start(stage, auction)
    noor = come("Noor")
    sent: list[str] = []
    noor.page.on("request", lambda asked: sent.append(asked.url) if "/bids" in asked.url else None)
    for amount, words in (
        ("", "Please enter an amount."),
        ("seven", "Please enter an amount."),
        ("7.005", "Bid at most €50.00."),
        ("6.99", "Bid at least €7.00."),
        ("50.01", "Bid at most €50.00."),
    ):
        noor.bid_own(amount)
        expect(noor.part("bid-said")).to_have_text(words)
        expect(noor.part("bid-amount")).to_be_focused()
        noor.page.keyboard.press("Escape")
        expect(noor.part("bid-now")).to_be_focused()
    assert sent == []


def test_who_is_not_signed_in_is_asked_to_and_then_bids(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    start(stage, auction)
    guest = come()
    guest.part("bid-now").click()
    guest.shows("Please sign in to the shop, then bid again.")
    assert guest.asked == ["bid"]
    guest.user = {"sub": "Noor", "name": "Noor", "can_bid": True}
    guest.bid()
    guest.shows("You are leading")


def test_whom_the_shop_does_not_let_bid_is_told_so(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    start(stage, auction)
    noor = come("Noor", can_bid=False)
    noor.part("bid-now").click()
    noor.shows("The shop has not allowed you to bid.")


def test_who_watches_without_the_shops_page_is_sent_there(
    stage: Stage, auction: Auction, viewer: Page
) -> None:
    start(stage, auction)
    viewer.goto(f"{stage.page}?lang=fr")
    viewer.locator("[data-part=bid-now]").click()
    expect(viewer.locator(".lot")).to_contain_text("connectez-vous sur le site de la boutique")


def test_a_bid_that_did_not_arrive_is_sent_again_as_the_same_one(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    start(stage, auction)
    noor = come("Noor")
    keys: list[str] = []

    def note(route: Route) -> None:
        keys.append(route.request.post_data_json["key"])
        route.abort() if len(keys) == 1 else route.continue_()

    noor.page.route("**/bids", note)
    noor.bid()
    noor.shows("your bid counts once")
    noor.part("bid-yes").click()
    noor.shows("Your bid of €7.00 is in.", "You are leading")
    assert keys == [keys[0]] * 2
    assert Bid.get().key == keys[0]


def test_a_bid_whose_answer_was_lost_is_known_by_what_everybody_is_told(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    start(stage, auction)
    noor = come("Noor")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    noor.page.route("**/bids", lose)
    noor.bid()
    noor.shows("You are leading", "Your bid of €7.00 is in.")
    assert Bid.select().count() == 1


# Notes what is shown of more seconds, however short.
NOTE_MORE = """(more) => {
    const note = () => (window.added = more.hidden ? window.added : more.textContent);
    new MutationObserver(note).observe(more, { attributes: true, childList: true });
}"""


def test_a_late_bid_makes_it_longer_and_everybody_sees_that(
    stage: Stage, auction: Auction, come: Coming, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So late that a slow machine is not too late.
    monkeypatch.setattr(rules, "CLOSING", timedelta(seconds=700))
    start(stage, auction)
    there = come("Noor"), come()
    for each in there:
        each.part("lot-more").evaluate(NOTE_MORE)
    bid_as("Mo", stage, auction, "7.00")
    for each in there:
        each.shows("Mo leads")
        expect(each.part("lot-clock")).to_have_text(re.compile(r"^2\d:"))
        assert each.part("lot-more").evaluate("() => window.added") == "+700 s"


def test_the_winner_alone_is_led_to_the_till_after_a_reload_as_well(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    start(stage, auction)
    noor, sam = come("Noor"), come("Sam")
    sam.bid()
    noor.shows("Sam leads")
    noor.bid()
    noor.shows("You are leading")
    running.end(stage.shop, stage.live.uid, auction.uid)
    noor.shows("You won!", "€8.00", "The shop tells you here where to pay.")
    sam.shows("Sold", "to Noor", "€8.00")
    url = "https://shop.example/pay/1"
    running.choose_checkout(stage.shop, stage.live.uid, auction.uid, url)
    expect(noor.part("lot-pay")).to_have_attribute("href", url)
    noor.page.reload()
    noor.shows("You won!", "Field jacket")
    expect(noor.part("lot-pay")).to_have_attribute("href", url)
    expect(sam.part("lot-pay")).to_be_hidden()
    with noor.page.context.expect_page() as opened:
        noor.part("lot-pay").click()
    assert opened.value.url in (url, "about:blank", "chrome-error://chromewebdata/")
    noor.part("lot-away").click()
    expect(noor.frame.locator(".lot")).to_have_count(0)


def test_who_comes_back_finds_the_auction_as_it_stands(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    start(stage, auction)
    noor = come("Noor")
    noor.bid()
    noor.shows("You are leading")
    noor.page.reload()
    noor.shows("You are leading", "€7.00")
    assert noor.asked[-1] == "chat"
    bid_as("Mo", stage, auction, "9.00")
    noor.page.reload()
    noor.shows("Mo outbid you", "€9.00")


def test_an_auction_ends_without_a_bid_and_begins_anew(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    guest = come()
    start(stage, auction)
    guest.shows("No bids yet")
    running.end(stage.shop, stage.live.uid, auction.uid)
    guest.shows("Auction over", "Ended without a bid")
    running.reset(stage.shop, stage.live.uid, auction.uid)
    guest.shows("Auction soon", "From €7.00")
    start(stage, auction)
    guest.shows("No bids yet")
    end_in(auction, -1)
    expect(guest.part("bidding")).to_be_hidden()


def test_the_replay_tells_how_the_auction_went(
    stage: Stage, auction: Auction, come: Coming
) -> None:
    stage.film()
    start(stage, auction)
    begun = clock.now() - timedelta(seconds=30)
    Broadcast.update(started_at=begun).where(Broadcast.content == stage.live).execute()
    for name, amount in (("Noor", "7.00"), ("Sam", "9.00")):
        bid_as(name, stage, auction, amount)
    for each, at in zip(Bid.select().order_by(Bid.number), (12, 16), strict=True):
        Bid.update(created_at=begun + timedelta(seconds=at)).where(Bid.id == each.id).execute()
    running.end(stage.shop, stage.live.uid, auction.uid)
    facts = {"started_at": begun + timedelta(seconds=10), "ended_at": begun + timedelta(seconds=20)}
    AuctionRun.update(facts).execute()
    write_cues(Content.get_by_id(stage.live.id))
    stage.replay()
    guest = come()
    guest.frame.locator("#tab-questions").click()
    expect(guest.frame.locator(".lot")).to_have_count(0)
    moment = guest.frame.get_by_role("button", name="0:10 Field jacket")
    expect(moment).to_contain_text("9.00 EUR")
    moment.click()
    guest.part("play").click()
    guest.shows("Auction", "No bids yet", "€7.00")
    for at, words in ((13, "Noor leads"), (17, "Sam leads"), (21, "to Sam")):
        guest.part("seek").evaluate(SEEK, at)
        guest.shows(words)
    guest.shows("Sold", "€9.00")
    expect(guest.part("bid-now")).to_be_hidden()
    guest.part("seek").evaluate(SEEK, 35)
    expect(guest.frame.locator(".lot")).to_have_count(0)


SEEK = """(range, at) => {
    range.value = at;
    for (const name of ['input', 'change']) range.dispatchEvent(new Event(name, { bubbles: true }));
}"""


@pytest.mark.parametrize(
    "size",
    [PHONE, DESKTOP, {"width": 340, "height": 568}, {"width": 667, "height": 375}],
    ids=["phone", "desktop", "narrow", "low"],
)
def test_nothing_of_it_stands_in_anybodys_way(
    stage: Stage, auction: Auction, come: Coming, size: ViewportSize
) -> None:
    noor = come("Noor", size=size)

    def fine() -> None:
        assert noor.frame.locator(":root").evaluate("root => root.scrollWidth - innerWidth") <= 0
        assert violations(noor.page) == []

    noor.shows("Auction soon")
    fine()
    start(stage, auction)
    noor.shows("No bids yet")
    fine()
    noor.part("bid-now").click()
    expect(noor.part("bid-yes")).to_be_focused()
    fine()
    noor.part("bid-yes").click()
    noor.shows("You are leading")
    fine()
    bid_as("Maximilian-Alexander", stage, auction, "9.00")
    noor.shows("outbid you")
    noor.bid_own("3")
    expect(noor.part("bid-said")).to_have_text("Bid at least €10.00.")
    fine()
    noor.part("bid-amount").fill("12")
    noor.part("bid-amount").press("Enter")
    noor.part("bid-yes").click()
    noor.shows("You are leading")
    running.end(stage.shop, stage.live.uid, auction.uid)
    noor.shows("You won!")
    fine()
    running.choose_checkout(stage.shop, stage.live.uid, auction.uid, "https://shop.example/pay")
    expect(noor.part("lot-pay")).to_be_visible()
    fine()
    noor.page.set_viewport_size({"width": 320, "height": size["height"]})
    assert noor.frame.locator(":root").evaluate("root => root.scrollWidth") <= 320
