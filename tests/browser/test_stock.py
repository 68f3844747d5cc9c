"""What a shop says of a product's stock during a show, as those who watch see it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from models.broadcast import PRODUCT
from models.content import ContentProduct
from models.product import IN_STOCK, LOW_IN_STOCK, SOLD_OUT
from tests import builders
from tests.browser.stage import Stage
from usecases import carrying
from usecases.goods import Name


def test_who_watches_sees_at_once_that_little_or_nothing_is_left(
    stage: Stage, viewer: Page
) -> None:
    url = "https://shop.example/p/1"
    shown = builders.a_product(stage.shop, name="Jacket", url=url, button="Buy now")
    other = builders.a_product(stage.shop, name="Scarf", url=url)
    for position, each in enumerate((shown, other)):
        ContentProduct.create(content=stage.live, product=each, position=position)
    builders.an_event(stage.live, PRODUCT, product=shown)
    stage.film()
    stage.begin()
    viewer.goto(stage.page)
    card = viewer.locator("[data-part=cards] .card")
    listed = viewer.locator("[data-part=goods] .card")
    expect(card.locator("[data-part=view]")).to_have_text("Buy now")
    expect(card.locator("[data-part=view]")).to_have_attribute("aria-label", "Buy now Jacket")
    expect(listed).to_have_count(2)

    def say(stock: str) -> None:
        names = [Name(each.uid, None) for each in (shown, other)]
        carrying.say_stock(stage.shop, stage.live.uid, names, stock)

    say(LOW_IN_STOCK)
    expect(card.locator("[data-part=stock]")).to_have_text("Only a few left")
    expect(listed.locator("[data-part=stock]")).to_have_text(["Only a few left"] * 2)
    say(SOLD_OUT)
    expect(card.locator("[data-part=stock]")).to_have_text("Out of stock")
    expect(listed.locator("[data-part=stock]")).to_have_text(["Out of stock"] * 2)
    viewer.reload()
    expect(listed.locator("[data-part=stock]")).to_have_text(["Out of stock"] * 2)
    say(IN_STOCK)
    expect(card.locator("[data-part=stock]")).to_have_text("")
    expect(listed.locator("[data-part=stock]")).to_have_text([""] * 2)
