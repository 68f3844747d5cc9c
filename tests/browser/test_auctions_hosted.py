"""Auctions from the host's page: terms, start, bids as they come, end, reset."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from models import clock
from models.auction import Auction, AuctionRun
from models.broadcast import Broadcast
from models.content import Content, ContentProduct
from models.message import HOST, MODERATOR
from tests import builders
from tests.browser.access import violations
from tests.browser.bidders import DESKTOP, PATIENCE_MS, PHONE
from tests.browser.stage import Stage
from usecases import passes, viewers
from usecases.auctions import bidding

pytestmark = pytest.mark.usefixtures("patient")


@pytest.fixture
def desk(chrome: Browser, stage: Stage) -> Iterator[Page]:
    """A window for the host's page of a live on air with a jacket."""
    jacket = builders.a_product(stage.shop)
    ContentProduct.create(content=stage.live, product=jacket)
    Broadcast.update(started_at=clock.now()).where(Broadcast.content == stage.live).execute()
    stage.begin()
    context = chrome.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def enter(stage: Stage, page: Page, role: str = HOST) -> Locator:
    """Open the page by a link; answers what it says of the jacket's auction."""
    link = viewers.invite(stage.shop, stage.live.uid, role=role, name="Anna", hours=8)
    page.goto(f"{stage.origin}/studio/lives/{stage.live.uid}#{passes.written(link)}")
    return page.locator("[data-lot]")


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=f"{words}: Field jacket", exact=True).click()


def agree(page: Page) -> None:
    page.locator("[data-part=dialog-yes]").click()


def arrange(page: Page, **fields: str) -> None:
    """Fill in terms and keep them."""
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
    page.get_by_role("button", name="Save").click()


def bid(stage: Stage, name: str, amount: str) -> None:
    live, auction = Content.get_by_id(stage.live.id), Auction.get()
    bidding.bid(builders.a_bidder(stage.live, name), live, auction.uid, amount)


@pytest.mark.parametrize("role", [HOST, MODERATOR])
def test_an_auction_from_its_terms_to_its_reset(stage: Stage, desk: Page, role: str) -> None:
    lot = enter(stage, desk, role)
    if role == MODERATOR:
        desk.set_viewport_size(DESKTOP)
    press(desk, "Auction…")
    arrange(desk, starting_price="7", increment="nothing")
    expect(desk.locator("#terms-said")).to_contain_text("how much more")
    expect(desk.locator("#increment")).to_be_focused()
    arrange(desk, increment="1,50", duration_seconds="600")
    expect(lot).to_contain_text("Auction from €7.00, for 10:00")
    press(desk, "Terms")
    expect(desk.locator("#increment")).to_have_value("1.50")
    arrange(desk, maximum_price="50")
    expect(desk.locator("#increment")).to_be_hidden()
    press(desk, "Start auction")
    expect(lot).to_contain_text("no bids yet")
    made = Auction.get()
    assert (made.increment_amount, made.maximum_amount, made.duration_s) == (150, 50_00, 600)
    end = desk.get_by_role("button", name="End auction: Field jacket")
    end.focus()
    bid(stage, "Noor", "7.00")
    bid(stage, "Sam", "8.50")
    expect(lot).to_contain_text("Sam leads with €8.50, bids: 2")
    expect(lot.locator("li")).to_have_text(["€8.50Sam", "€7.00Noor"])
    expect(end).to_be_focused()
    end.click()
    expect(desk.locator("[data-part=dialog-text]")).to_have_text("Then Sam has won it for €8.50.")
    agree(desk)
    expect(lot).to_contain_text("Sold to Sam for €8.50")
    press(desk, "Reset")
    agree(desk)
    expect(lot).to_contain_text("Auction from €7.00, for 10:00")
    expect(lot.locator("li")).to_have_count(0)
    assert AuctionRun.get().reset_at
    press(desk, "Terms")
    desk.get_by_role("button", name="No auction").click()
    expect(desk.get_by_role("button", name="Auction…: Field jacket")).to_be_visible()
    assert Auction.select().count() == 0


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_of_it_stands_in_anybodys_way(stage: Stage, desk: Page, size: ViewportSize) -> None:
    desk.set_viewport_size(size)
    enter(stage, desk)
    desk.locator("#tab-products").click()
    assert violations(desk) == []
    press(desk, "Auction…")
    assert violations(desk) == []
    arrange(desk, starting_price="7", increment="0")
    assert violations(desk) == []
    arrange(desk, increment="1", duration_seconds="600")
    press(desk, "Start auction")
    expect(desk.locator("[data-lot]")).to_contain_text("no bids yet")
    bid(stage, "Noor", "7.00")
    expect(desk.locator("[data-lot] li")).to_have_count(1)
    assert violations(desk) == []
