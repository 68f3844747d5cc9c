"""What the shop's page knows better than the server, in drawings and in players."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import Host, House, Watched
from tests.browser.test_shop_pages import PLAY, own_lines, player

pytestmark = pytest.mark.xdist_group("browser")
PATIENCE_MS = 60_000

# A page with its own prices; `answers` may be changed, `asked` is what it was asked about.
PAGE = """
<script>
window.asked = [];
window.answers = %s;
(window.vitrine = window.vitrine || []).push((v) => v.products.use({
  get: async (refs) => {
    asked.push(...refs);
    return typeof answers === "function" ? answers(refs) : answers;
  },
}));
</script>
<vitrine-video video="%s"></vitrine-video>
"""


@pytest.fixture(autouse=True)
def _patience(page: Page) -> Any:
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def ref(house: House) -> str:
    """The reference of the product that the demo's film shows."""
    return house.facts["product_ref"]


def opened(page: Page, house: House, host: Host, answers: str) -> None:
    host.pages["/"] = PAGE % (answers, house.facts["video_uid"]) + house.tag
    page.goto(host.origin)
    expect(page.get_by_role("button", name=PLAY)).to_be_visible()


def chip(page: Page) -> Any:
    return page.locator("vitrine-video a.chip, vitrine-video div.chip")


def card(frame: Frame) -> Any:
    return frame.locator("[data-part=cards] > li").first


def test_a_pages_own_price_stands_beside_the_film_and_in_its_player(
    house: House, host: Host, page: Page, ref: str
) -> None:
    opened(page, house, host, f'[{{ref: "{ref}", price: 7.5, currency: "EUR", in_stock: true}}]')
    expect(chip(page)).to_contain_text("€7.50")
    page.get_by_role("button", name=PLAY).click()
    frame = player(page)
    expect(card(frame)).to_contain_text("€7.50")
    assert ref in page.evaluate("asked")


def test_what_changes_on_the_page_changes_in_the_player(
    house: House, host: Host, page: Page, ref: str
) -> None:
    opened(page, house, host, "[]")
    before = chip(page).inner_text()
    page.get_by_role("button", name=PLAY).click()
    frame = player(page)
    expect(card(frame)).to_be_attached()
    page.evaluate(
        """ref => {
            const price = {price: "20", discount_price: "15", currency: "EUR"};
            answers = [{ref, ...price, name: "Yours alone"}];
            vitrine.products.changed();
        }""",
        ref,
    )
    for place in (chip(page), card(frame)):
        expect(place).to_contain_text("€15.00")
        expect(place).to_contain_text("€20.00")
        expect(place).to_contain_text("Yours alone")
    page.evaluate("ref => { answers = [{ref, in_stock: false}]; vitrine.products.changed() }", ref)
    expect(chip(page)).to_contain_text("Sold out")
    expect(card(frame)).to_have_attribute("data-sold", "")
    expect(card(frame).get_by_role("button", name=re.compile("^Add"))).to_have_count(0)
    # Without the page's word the server's holds again.
    page.evaluate("() => vitrine.products.use(null)")
    expect(chip(page)).to_have_text(before, use_inner_text=True)
    expect(card(frame)).not_to_have_attribute("data-sold", "")


def test_products_of_a_live_have_the_pages_own_price(house: House, host: Host, page: Page) -> None:
    mine = "refs => refs.map(ref => ({ref, price: 7.5, currency: 'EUR'}))"
    opened(page, house, host, mine)
    live = house.call("GET", "/lives")["data"][0]["id"]
    page.evaluate("uid => { vitrine.open(uid) }", live)
    goods = page.locator("dialog iframe").content_frame.locator("[data-part=goods] > li")
    expect(goods.first).to_contain_text("€7.50")
    expect(goods.last).to_contain_text("€7.50")


WRONG = {
    "no list": "({ref: 'x'})",
    "no answer": "() => new Promise((_, no) => no(new Error('busy')))",
    "a trap": "[new Proxy({}, {get() { throw new Error('no') }})]",
    "markup and no currency": "refs => refs.map(ref => ({ref, price: '<b>1</b>'}))",
}


@pytest.mark.parametrize("answers", WRONG.values(), ids=WRONG)
def test_a_wrong_answer_changes_nothing_and_is_told_in_one_line(
    house: House, host: Host, watched: Watched, answers: str
) -> None:
    page = watched.page
    with page.expect_console_message(lambda message: "vitrine: products" in message.text):
        opened(page, house, host, answers)
    expect(chip(page)).to_contain_text(re.compile(r"€\d"))
    assert len(own_lines(watched)) == 1


def test_a_page_with_nothing_of_its_own_fetches_nothing_for_it(
    house: House, watched: Watched
) -> None:
    watched.page.goto(house.facts["product_url"])
    watched.page.get_by_role("button", name=PLAY).first.click()
    # The film may have ended meanwhile, and its cards with it.
    expect(card(player(watched.page))).to_be_attached()
    assert not [each for each in watched.requests if "/widget/products." in each]


def test_products_stay_while_a_film_plays_in_a_window_of_its_own(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    page.get_by_role("button", name=PLAY).first.click()
    frame = player(page)
    frame.evaluate(
        "film => Object.assign(film, {loop: true}).play()", frame.query_selector("video")
    )
    assert "picture-in-picture" in (page.locator("iframe").get_attribute("allow") or "")
    able = frame.evaluate("document.pictureInPictureEnabled")
    button = page.frame_locator("iframe").locator("[data-part=pip]")
    expect(button).to_be_visible(visible=able)
    if not able:
        pytest.skip("this browser has no picture-in-picture")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    frame.wait_for_function("() => document.pictureInPictureElement?.localName === 'video'")
    expect(card(frame)).to_be_visible()
    page.keyboard.press("i")
    expect(button).to_have_attribute("aria-pressed", "false")
