"""What browsers say of their users is heeded, and what browsers do with pages is withstood."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.browser.access import violations
from tests.browser.conftest import Host, House
from tests.browser.gallery import gallery, rule, shown
from tests.browser.test_shop_pages import PLAY

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("patient")]
WAIT_MS = 60_000
MOVING = """() => [...document.querySelectorAll('*')]
    .flatMap(each => [...each.shadowRoot?.querySelectorAll('video.moving') ?? []]).length"""


@pytest.fixture
def open_page(chrome: Browser) -> Iterator[Page]:
    """A visitor on a desktop."""
    context = chrome.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("wish", ["none", "reduced motion", "less data"])
def test_pictures_move_by_themselves_only_where_nobody_minds(
    house: House, host: Host, open_page: Page, wish: str
) -> None:
    if wish == "reduced motion":
        open_page.emulate_media(reduced_motion="reduce")
    if wish == "less data":
        session = open_page.context.new_cdp_session(open_page)
        session.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})
    asked: list[str] = []
    open_page.on("request", lambda request: asked.append(request.url))
    with gallery(house, host) as address:
        open_page.goto(address, wait_until="networkidle")
        poster = open_page.locator("#embed").get_by_role("button", name=PLAY)
        poster.hover()
        if wish == "none":
            open_page.wait_for_function(f"({MOVING})() > 0")
            return
        open_page.wait_for_timeout(1000)
        assert open_page.evaluate(MOVING) == 0
        assert [each for each in asked if "/preview" in each] == []


def test_no_film_is_fetched_before_the_visitor_does_something(
    house: House, host: Host, open_page: Page
) -> None:
    asked: list[str] = []
    open_page.on("request", lambda request: asked.append(request.url))
    with gallery(house, host) as address:
        open_page.goto(address, wait_until="networkidle")
        expect(open_page.get_by_role("button", name="Hide the video")).to_be_visible()
        assert open_page.evaluate(MOVING) == 0
        assert [each for each in asked if "/preview" in each] == []
        open_page.mouse.move(5, 5)
        open_page.wait_for_function(f"({MOVING})() > 0")


def test_in_forced_colours_every_button_has_an_edge(
    house: House, host: Host, open_page: Page
) -> None:
    open_page.emulate_media(forced_colors="active", reduced_motion="reduce")
    bare = """() => {
        const trees = (root) => [root, ...[...root.querySelectorAll('*')]
            .flatMap(each => each.shadowRoot ? trees(each.shadowRoot) : [])];
        const edged = (each) => parseFloat(getComputedStyle(each).borderTopWidth) > 0;
        return trees(document).flatMap(root => [...root.querySelectorAll('button, a.action')])
            .filter(each => each.checkVisibility({visibilityProperty: true}))
            .filter(each => !edged(each) && ![...each.children].some(edged))
            .map(each => each.outerHTML.slice(0, 100));
    }"""
    with gallery(house, host) as address:
        open_page.goto(address, wait_until="networkidle")
        expect(open_page.get_by_role("region", name="Lives and replays")).to_be_visible()
        assert open_page.evaluate(bare) == []
        assert violations(open_page) == []
    open_page.goto(f"{house.vitrine}/embed/videos/{house.facts['video_uid']}")
    open_page.locator("[data-part=play]").click()
    expect(open_page.locator("[data-part=cards] .card").first).to_be_visible()
    assert open_page.evaluate(bare) == []


def test_captions_stay_as_they_were_wished_until_the_tab_is_closed(
    house: House, open_page: Page
) -> None:
    film = f"{house.vitrine}/embed/videos/{house.facts['video_uid']}"
    box = open_page.locator("[data-part=captions]")
    button = open_page.locator("[data-part=captions-button]")
    open_page.goto(film)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert open_page.evaluate("sessionStorage.length + localStorage.length") == 0
    open_page.locator("[data-part=captions-gear]").click()
    open_page.get_by_label("Very large").check(force=True)
    open_page.get_by_label("Solid").check(force=True)
    open_page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(box).to_have_attribute("data-size", "huge")
    expect(box).to_have_attribute("data-background", "solid")
    expect(open_page.get_by_label("Very large")).to_be_checked()
    button.click()
    open_page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert open_page.evaluate("Object.keys(localStorage).length") == 0


@pytest.fixture
def remembering(chrome: Browser) -> Iterator[Browser]:
    """A Chromium that keeps pages for the way back, as people's do."""
    made = chrome.browser_type.launch(
        executable_path=chromium.find(),
        args=chromium.FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield made
    made.close()


def test_who_comes_back_finds_the_page_as_it_was(
    house: House, host: Host, remembering: Browser
) -> None:
    page = remembering.new_page(locale="en-GB")
    page.set_default_timeout(WAIT_MS)
    address = f"{host.origin}/page"
    host.pages["/page"] = (
        f"<main><div id=film></div></main>{house.tag}<script src=/told.js></script>"
    )
    host.pages["/other"] = "<script>setTimeout(() => history.back(), 300)</script>"
    # The page itself tells how it was found: tools that watch pages lose those that were kept.
    host.pages["/told.js"] = """
        addEventListener('pageshow', ({persisted}) => {
            const end = persisted && setInterval(() => {
                const asked = performance.getEntriesByType('resource')
                    .filter(({name}) => name.includes('/displayed_data')).length;
                if (asked < 2) return;
                clearInterval(end);
                const roots = [...document.querySelectorAll('*')].map(each => each.shadowRoot);
                const count = (what) => roots
                    .reduce((sum, root) => sum + (root?.querySelectorAll(what).length ?? 0), 0);
                navigator.sendBeacon('/told', JSON.stringify(
                    {kept: window.kept, players: count('iframe'), bubbles: count('.bubble')}));
            }, 200);
        });"""
    rules = [rule(house, "embed", address, "#film"), rule(house, "floating", address, "")]
    with shown(house, *rules):
        page.goto(address)
        page.locator("#film").get_by_role("button", name=PLAY).click()
        frame = page.frame_locator("#film iframe")
        frame.locator("[data-part=player]:not([data-state=idle])").wait_for()
        page.evaluate("window.kept = 'yes'; location.href = '/other'")
        wait_for_reports(page, host, 1)
    # The very same page: nothing of ours forbids to keep it, and it asked again what is displayed.
    assert json.loads(host.reports[0]) == {"kept": "yes", "players": 1, "bubbles": 1}


def wait_for_reports(page: Page, host: Host, many: int) -> None:
    """Wait until the host was told so much."""
    for _ in range(WAIT_MS // 200):
        if len(host.reports) >= many:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{len(host.reports)} of {many} reports came")
