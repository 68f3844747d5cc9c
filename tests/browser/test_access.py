"""axe-core finds nothing wrong with what shoppers meet, in any of its states."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, ViewportSize, expect

from tests.browser.access import violations
from tests.browser.conftest import Host, House
from tests.browser.gallery import gallery, rule, shown
from tests.browser.test_carts import CHOICES
from tests.browser.test_shop_pages import PLAY, player

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("patient")]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
# How a shop's page may look around us.
PAGES = {
    "light": "",
    "dark": "<html style='color-scheme: dark; background: #141416; color: #eee'>",
    "right to left": "<html dir=rtl>",
    "in another size": "<html style='font-size: 62.5%'><body style='font: 2rem/1.7 Georgia'>",
}
OWN_PAGES = {
    "carousel": "/embed/collections/{collection_uid}",
    "notice": "/embed/videos/none",
    "lost": "/nowhere",
    "welcome": "/",
    "API": "/api/v1/docs",
    "streams API": "/v3/docs",
}

# Of a hundred operations, those in which something stands that stands in none before.
ONE_OF_EACH = """() => {
    const seen = new Set();
    const kind = (each) => `${each.parentElement.tagName} ${each.tagName} ${each.type}
        ${each.className} ${each.dataset.part}`;
    for (const each of document.querySelectorAll('article')) {
        const fresh = [...each.querySelectorAll('*')].map(kind).filter((its) => !seen.has(its));
        if (!fresh.length) each.remove();
        for (const its of fresh) seen.add(its);
    }
    return document.querySelectorAll('article').length;
}"""


@pytest.fixture
def calm(chrome: Browser) -> Iterator[Page]:
    """A visitor who wants nothing to move, so that nothing is asked about while it does."""
    context = chrome.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@SIZES
@pytest.mark.parametrize("look", PAGES)
def test_every_component(
    house: House, host: Host, calm: Page, look: str, size: ViewportSize
) -> None:
    calm.set_viewport_size(size)
    with gallery(house, host, PAGES[look]) as address:
        calm.goto(address, wait_until="networkidle")
        expect(calm.get_by_role("button", name="Hide the video")).to_be_visible()
        landing = calm.get_by_role("region", name="Lives and replays")
        expect(landing).to_be_visible()
        assert violations(calm) == []
        landing.get_by_role("button", name="Replay", exact=True).click()
        assert violations(calm) == []


@SIZES
def test_what_opens_over_a_page(house: House, host: Host, calm: Page, size: ViewportSize) -> None:
    calm.set_viewport_size(size)
    with gallery(house, host) as address:
        calm.goto(address)
        calm.get_by_role("region", name="Short films").get_by_role(
            "button", name=PLAY
        ).first.click()
        playing(player(calm))
        assert violations(calm) == []
        calm.get_by_role("button", name="Close the video").click()
        stories = calm.locator("#shorts_story").get_by_role("list").get_by_role("button")
        stories.first.click()
        playing(player(calm))
        assert violations(calm) == []
        calm.get_by_role("button", name="Close the video").click()
        bubble = calm.get_by_role("button", name="Hide the video").locator("xpath=..")
        bubble.get_by_role("button", name=PLAY).click()
        playing(player(calm))
        assert violations(calm) == []


def playing(frame: Frame) -> None:
    """The film runs, and goes on running."""
    frame.evaluate("() => { document.querySelector('video').loop = true }")
    frame.locator("[data-part=player]:not([data-state=idle])").wait_for()


@pytest.mark.parametrize("language", ["en", "ar"], ids=["left to right", "right to left"])
@SIZES
def test_a_player_alone(house: House, calm: Page, size: ViewportSize, language: str) -> None:
    calm.set_viewport_size(size)
    way = "rtl" if language == "ar" else "ltr"
    film = f"{house.vitrine}/embed/videos/{house.facts['video_uid']}?lang={language}&dir={way}"
    calm.goto(film, wait_until="networkidle")
    assert violations(calm) == []
    calm.locator("[data-part=play]").click()
    playing(calm.main_frame)
    assert violations(calm) == []
    calm.locator("[data-part=captions-button]").click()
    calm.locator("[data-part=captions-gear]").click()
    expect(calm.locator("[data-part=captions-menu]")).to_be_visible()
    assert violations(calm) == []


def test_a_player_that_cannot_play(house: House, calm: Page) -> None:
    calm.route(re.compile(r"/media/.*\.(m3u8|mp4|m4s)$"), lambda route: route.abort())
    calm.goto(f"{house.vitrine}/embed/videos/{house.facts['video_uid']}")
    calm.locator("[data-part=play]").click()
    expect(calm.get_by_role("alert")).to_be_visible()
    assert violations(calm) == []


def test_choices_and_a_cart_that_refuses(house: House, host: Host, calm: Page) -> None:
    video = f"/videos/{house.facts['video_uid']}"
    shown_before = house.call("GET", video)["data"]["attributes"]
    before = [each["id"] for each in shown_before["products"]]
    coat = {"name": "Rain coat", "ref": "COAT", "price": "99.00", "url": f"{host.origin}/coat"}
    coat["seller_id"] = shown_before["seller_id"]
    product = house.call("POST", "/products", json={**coat, "choices": CHOICES})["data"]
    house.call("PATCH", video, json={"product_ids": [product["id"]]})
    host.pages["/cart.js"] = """
        (window.vitrine = window.vitrine || []).push((vitrine) => vitrine.cart.use({
            add: () => Promise.reject({code: 'out-of-stock', message: 'All gone, sorry.'}),
            read: () => Promise.resolve({items: [{ref: 'A', quantity: 2}], count: 2, total: '9 €'}),
            checkout() {},
        }))"""
    host.pages["/"] = f"<main><h1>Coats</h1><div id=here></div></main>{house.tag}"
    host.pages["/"] += "<script src=/cart.js></script>"
    try:
        with shown(house, rule(house, "embed", f"{host.origin}/", "#here")):
            calm.goto(host.origin)
            calm.get_by_role("button", name=PLAY).click()
            frame = player(calm)
            playing(frame)
            colour = frame.get_by_label("Colour")
            expect(colour).to_be_visible()
            assert violations(calm) == []
            colour.select_option("Red")
            frame.get_by_label("Size").select_option("S")
            frame.locator("[data-part=add]").click()
            expect(frame.locator("[data-part=refusal]")).not_to_be_empty()
            assert violations(calm) == []
    finally:
        house.call("PATCH", video, json={"product_ids": before})
        house.call("DELETE", f"/products/{product['id']}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_our_own_pages(house: House, calm: Page, scheme: str) -> None:
    calm.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for path in OWN_PAGES.values():
        calm.goto(house.vitrine + path.format(**house.facts), wait_until="networkidle")
        if scheme == "dark":
            # Only colours are others, and looking at those of every operation takes long.
            assert bool(calm.evaluate(ONE_OF_EACH)) is path.endswith("/docs")
        assert violations(calm) == [], path


def test_the_demo_shop(house: House, calm: Page) -> None:
    for path in ("/", "/p/meadow-blanket", "/c/picnic", "/journal/the-first-hour", "/watch"):
        calm.goto(house.shop + path, wait_until="networkidle")
        assert violations(calm) == [], path


def test_a_refusal_to_be_framed(house: House, stranger: Host, calm: Page) -> None:
    film = f"{house.vitrine}/embed/videos/{house.facts['video_uid']}"
    stranger.pages["/"] = (
        f"<main><h1>x</h1><iframe title=Film src='{film}?origin={stranger.origin}'></iframe></main>"
    )
    calm.goto(stranger.origin, wait_until="networkidle")
    expect(calm.frame_locator("iframe").locator("body")).to_contain_text(stranger.origin)
    assert violations(calm) == []
