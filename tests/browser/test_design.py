"""What every visitor may rely on: nothing moves, nothing is cut off, everything can be reached."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from tests.browser.conftest import House
from tests.browser.test_shop_pages import PLAY, player

pytestmark = pytest.mark.xdist_group("browser")

# Adds up what moved by itself, as browsers report it to search engines.
COUNT_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts += each.value;
    }).observe({type: 'layout-shift', buffered: true});
"""
SHOP_PAGES = {
    "home": "/",
    "product": "/p/meadow-blanket",
    "product with a tall film": "/p/watering-can",
    "article": "/journal/the-first-hour",
    "cart": "/cart",
}
OWN_PAGES = {
    "player": "/embed/videos/{video_uid}",
    "carousel": "/embed/collections/{collection_uid}",
    "notice": "/embed/videos/none",
    "lost": "/nowhere",
    "welcome": "/",
    "API": "/api/v1/docs",
}
SIZES = {
    "small phone": (320, 640),
    "phone": (390, 844),
    "flat phone": (640, 360),
    "laptop": (1280, 800),
}


@pytest.fixture
def small(chrome: Browser) -> Iterator[Page]:
    """A page as narrow as 320 px, which is also what 1280 px enlarged to 400 % leaves."""
    context = chrome.new_context(viewport={"width": 320, "height": 640}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def drawn(page: Page) -> Locator:
    """The play buttons of what was drawn; the first of them is there."""
    buttons = page.get_by_role("button", name=PLAY)
    expect(buttons.first).to_be_attached()
    return buttons


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("path", list(SHOP_PAGES.values())[:4], ids=list(SHOP_PAGES)[:4])
def test_nothing_moves_when_a_film_arrives(
    house: House, page: Page, path: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.add_init_script(COUNT_SHIFTS)
    page.goto(house.shop + path, wait_until="networkidle")
    drawn(page)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert page.evaluate("() => window.shifts") == 0


@pytest.mark.parametrize("path", SHOP_PAGES.values(), ids=SHOP_PAGES)
def test_no_page_of_the_shop_scrolls_sideways_at_320_px(
    house: House, small: Page, path: str
) -> None:
    small.goto(house.shop + path, wait_until="networkidle")
    assert small.evaluate("() => document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", OWN_PAGES.values(), ids=OWN_PAGES)
def test_no_page_of_ours_scrolls_sideways_at_320_px(house: House, small: Page, path: str) -> None:
    small.goto(house.vitrine + path.format(**house.facts), wait_until="networkidle")
    assert small.evaluate("() => document.documentElement.scrollWidth") == 320
    expect(small.locator("main")).to_have_count(1)
    expect(small.locator("h1")).to_have_count(1)


@pytest.mark.parametrize("height", [640, 180], ids=["a small phone", "enlarged to 400 %"])
def test_a_docked_player_can_be_closed_by_hand_on_the_smallest_window(
    house: House, small: Page, height: int
) -> None:
    small.set_viewport_size({"width": 320, "height": height})
    small.goto(house.facts["product_url"])
    expect(drawn(small)).to_have_count(2)
    drawn(small).last.click()
    close = small.get_by_role("button", name="Close the video")
    expect(close).to_be_in_viewport(ratio=1)
    close.click()
    expect(close).to_have_count(0)


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)], ids=["phone", "laptop"])
def test_a_docked_player_sells_at_first_sight(
    house: House, page: Page, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(house.facts["product_url"])
    expect(drawn(page)).to_have_count(2)
    drawn(page).last.click()
    frame = player(page)
    add = frame.get_by_role("button", name="Add to cart")
    expect(add.first).to_be_in_viewport(ratio=1)
    assert frame.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_bubble_stays_away_from_a_player_that_is_open(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    expect(drawn(page)).to_have_count(2)
    bubble = page.get_by_role("region").filter(has=page.get_by_role("button", name="Hide"))
    expect(bubble).to_have_css("opacity", "1")
    drawn(page).first.click()
    expect(bubble).to_have_css("opacity", "0")
    page.evaluate("() => window.vitrine.close()")
    expect(bubble).to_have_css("opacity", "1")


def test_the_bubble_gives_way_to_what_has_the_keyboards_focus(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    bubble = page.get_by_role("region").filter(has=page.get_by_role("button", name="Hide"))
    expect(bubble).to_have_css("opacity", "1")
    page.evaluate("""() => {
        const under = document.createElement('button');
        under.id = 'under';
        Object.assign(under.style, {position: 'fixed', right: '60px', bottom: '60px'});
        document.body.prepend(under);
    }""")
    page.keyboard.press("Tab")
    expect(page.locator("#under")).to_be_focused()
    expect(bubble).to_have_css("opacity", "0")
    page.keyboard.press("Tab")
    expect(bubble).to_have_css("opacity", "1")


def test_the_poster_stays_until_the_player_has_something_to_show(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    page.route("**/embed/videos/**", lambda _route: None)  # a server that thinks for ever
    drawn(page).first.click()
    frame = page.locator("iframe")
    expect(frame).to_have_css("opacity", "0")
    page.unroute("**/embed/videos/**")
    page.evaluate("() => window.vitrine.close()")
    drawn(page).first.click()
    expect(frame).to_have_css("opacity", "1")


NAMES = {
    "en": {"Pause", "Mute", "Seek", "Captions", "Caption settings", "Full screen"},
    "fr": {"Pause", "Couper le son", "Sous-titres", "Réglages des sous-titres", "Plein écran"},
}


@pytest.mark.parametrize("language", NAMES)
def test_every_control_of_the_player_has_a_name_and_room_for_a_finger(
    house: House, small: Page, language: str
) -> None:
    small.goto(f"{house.vitrine}/embed/videos/{house.facts['video_uid']}?lang={language}")
    small.locator("[data-part=play]").click()
    small.evaluate("() => { document.querySelector('video').loop = true }")
    small.locator("[data-part=player][data-state=playing]").wait_for()
    # All at once: a control that comes or goes between two questions would be met twice.
    controls = small.evaluate("""() =>
        [...document.querySelectorAll('button, [role=slider], [type=range]')]
            .filter((each) => each.checkVisibility({ visibilityProperty: true }))
            .map((each) => {
                const { width, height } = each.getBoundingClientRect();
                const name = each.getAttribute('aria-label') || each.textContent.trim();
                return { name, width, height, part: each.dataset.part };
            })""")
    assert len(controls) >= 7
    for each in controls:
        # At 320 px seven of them stand in a row; the fold's reach is larger than its look.
        reach = 12 if each["part"] == "fold" else 0
        assert each["width"] >= 40, each
        assert each["height"] + reach >= 44, each
    names = [each["name"] for each in controls]
    assert len(set(names)) == len(names)
    assert set(names) >= NAMES[language]


def test_the_whole_player_can_be_worked_by_keys(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    expect(drawn(page)).to_have_count(2)
    cover = drawn(page).first
    cover.focus()
    page.keyboard.press("Enter")
    frame = player(page)
    frame.wait_for_function("() => document.hasFocus()")
    state = frame.locator("[data-part=player]")
    frame.evaluate("() => { document.querySelector('video').loop = true }")
    expect(state).to_have_attribute("data-state", "playing")
    page.keyboard.press("k")
    expect(state).to_have_attribute("data-state", "paused")
    wanted = "play mute volume seek captions-button captions-gear fullscreen fold link more add"
    assert set(tab_through(page, frame)) >= set(wanted.split())
    frame.locator("[data-part=add]").first.focus()
    page.keyboard.press("Enter")
    expect(frame.locator("[data-part=status]")).to_have_text("Meadow blanket is in your cart")
    expect(page.locator("[data-cart-count]")).to_have_text("1")
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_have_count(0)
    expect(cover).to_be_focused()


def tab_through(page: Page, frame: Frame) -> list[str]:
    """Press Tab until the focus leaves the player; the parts it came by, each of them in view."""
    reached: list[str] = []
    while len(reached) < 40:
        page.keyboard.press("Tab")
        part = frame.evaluate("""() => {
            const {activeElement: it, body} = document;
            if (!document.hasFocus() || it === body) return null;
            const {left, top, right, bottom} = it.getBoundingClientRect();
            const across = left >= -8 && right <= innerWidth + 8;
            return [it.dataset.part, across && top >= -1 && bottom <= innerHeight + 1];
        }""")
        if part is None:
            return reached
        assert part[1], f"{part[0]} is not in view"
        reached.append(part[0])
    raise AssertionError("the focus does not leave the player")


def test_the_bubble_is_reached_opened_and_closed_by_keys(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    expect(drawn(page)).to_have_count(2)
    page.locator("footer a").last.focus()
    page.keyboard.press("Tab")
    bubble = drawn(page).last
    expect(bubble).to_be_focused()
    page.keyboard.press("Enter")
    player(page).wait_for_function("() => document.hasFocus()")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(bubble).to_be_focused()


def test_arrow_keys_walk_along_the_carousel(house: House, page: Page) -> None:
    page.goto(house.shop)
    slides = page.get_by_role("group").get_by_role("button", name=PLAY)
    expect(slides.first).to_be_attached()
    slides.first.focus()
    page.keyboard.press("ArrowRight")
    expect(slides.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(slides.last).to_be_focused()
    expect(slides.last).to_be_in_viewport()
    page.keyboard.press("ArrowRight")
    expect(slides.last).to_be_focused()
    page.keyboard.press("Home")
    expect(slides.first).to_be_focused()


def test_captions_are_one_press_away_and_as_large_as_wished(house: House, page: Page) -> None:
    page.goto(f"{house.vitrine}/embed/videos/{house.facts['video_uid']}")
    captions = page.locator("[data-part=captions]")
    lines = captions.locator("p")
    button = page.get_by_role("button", name="Captions", exact=True)
    page.get_by_role("button", name="Play").first.click()
    page.evaluate("() => { document.querySelector('video').loop = true }")
    expect(lines).to_have_count(0)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-part=status]")).to_have_text("Captions are on")
    expect(lines.first).to_be_visible()
    assert lines.first.inner_text().strip()
    page.get_by_role("button", name="Caption settings").click()
    medium = size_of(captions)
    page.get_by_label("Very large").check(force=True)
    assert size_of(captions) > medium * 1.4
    page.get_by_label("Solid").check(force=True)
    expect(lines.first).to_have_css("background-color", "rgb(0, 0, 0)")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Caption settings")).to_be_focused()
    page.keyboard.press("c")
    expect(lines).to_have_count(0)


def size_of(captions: Locator) -> float:
    """How large the letters are, in pixels."""
    return float(captions.evaluate("box => parseFloat(getComputedStyle(box).fontSize)"))
