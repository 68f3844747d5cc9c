"""A maker of the demo who has no web shop sells from a film, as `make demo` says how."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.access import violations
from tests.browser.conftest import House

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("patient")]
NOOR = "noor@shop.example"


def test_a_visitor_buys_from_a_film_and_reads_the_mails(house: House, page: Page) -> None:
    page.goto(house.facts["maker_url"])
    film = page.locator("vitrine-video")
    expect(film.get_by_role("button").first).to_be_visible()
    assert violations(page) == []
    film.get_by_role("button").first.click()
    player = opened(page)
    player.locator("[data-part=add]").first.click()
    expect(player.locator("[data-part=cart-count]")).to_have_text("1")
    with page.expect_popup() as shown:
        player.locator("[data-part=checkout]").click()
    till = shown.value
    till.get_by_role("textbox", name="E-mail").fill(NOOR)
    till.keyboard.press("Enter")
    expect(till.get_by_label("Code", exact=True)).to_be_focused()
    till.keyboard.type(came(house, page, r"\b(\d{6}) is your code for Brookside Works"))
    till.keyboard.press("Enter")
    till.get_by_label("Name").fill("Noor Doe")
    till.get_by_label("Delivery address").fill("1 Larch Way\n12345 Town")
    till.get_by_role("button", name="Go on to payment").click()
    till.get_by_label("Card number").fill("4242 4242 4242 4242")
    till.get_by_label("Valid until").fill("12 / 31")
    till.keyboard.press("Enter")
    expect(till.get_by_role("heading", name="Thank you for your order")).to_be_visible()
    order = till.locator("code").inner_text()
    assert (
        came(house, page, r"Your receipt from Brookside Works[\s\S]*?Order number: (\w+)") == order
    )


def opened(page: Page) -> Frame:
    """The player's page."""
    frame = page.locator("vitrine-video iframe").element_handle().content_frame()
    assert frame
    return frame


def came(house: House, page: Page, words: str) -> str:
    """What a mail says, when it has come: read in a tab of its own."""
    box = page.context.new_page()
    box.goto(house.facts["mail_url"])
    for _ in range(300):
        if found := re.search(words, box.locator("main").inner_text()):
            assert violations(box) == []
            box.close()
            return found[1]
        box.get_by_role("link", name="Look again").click()
        box.wait_for_timeout(200)
    raise AssertionError(f"no mail says {words}")
