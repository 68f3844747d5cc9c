"""On every kind of host page the script draws, opens, talks to its frame and breaks nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Host, House, Watched
from tests.browser.gallery import gallery, rule, shown
from tests.browser.host_pages import BODY, HOST_PAGES, HOSTILE, HostPage, spelled
from tests.browser.test_shop_pages import PLAY

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("patient")]
LISTEN = """
    window.heard = [];
    for (const type of ['ready', 'open', 'close', 'error'])
        addEventListener(`vitrine:${type}`, () => window.heard.push(type));
    window.broken = [];
    const note = (event) =>
        window.broken.push(`${event.violatedDirective ?? event.message ?? event.reason}`);
    for (const type of ['securitypolicyviolation', 'error', 'unhandledrejection'])
        addEventListener(type, note);
"""
DIFFERENT = 0.001


@contextmanager
def standing(house: House, host: Host, kind: HostPage) -> Iterator[str]:
    """Have such a page with a film, a carousel and a bubble on it; its address."""
    address = f"{host.origin}/page"
    files = {"/page": kind.html, **kind.files}
    host.pages.update({name: spelled(text, house) for name, text in files.items()})
    host.headers.update({name: spelled(text, house) for name, text in kind.headers.items()})
    rules = [
        rule(house, component, address, target)
        for component, target in {"embed": "#film", "shorts_card": "#row", "floating": ""}.items()
    ]
    with shown(house, *rules):
        yield address


@pytest.mark.parametrize("name", HOST_PAGES)
def test_a_host_page_carries_everything(
    house: House, host: Host, watched: Watched, name: str
) -> None:
    kind, page = HOST_PAGES[name], watched.page
    page.set_default_timeout(60_000)
    page.set_viewport_size({"width": kind.width, "height": 800})
    page.add_init_script(LISTEN + kind.before)
    missed: list[str] = []
    page.on("response", lambda each: missed.append(each.url) if each.status >= 400 else None)
    if name == "hostile styles":
        host.pages["/hostile.css"] = "\n".join(HOSTILE.values())
    with standing(house, host, kind) as address:
        page.goto(address)
        film = page.locator("#film").get_by_role("button", name=PLAY)
        expect(film).to_have_count(1)
        expect(page.locator("#row").get_by_role("button", name=PLAY).first).to_be_attached()
        film.click()
        until(page, "window.heard.includes('ready')")
        page.evaluate("window.vitrine.close()")
        expect(page.locator("iframe")).to_have_count(0)
        opened_by_keys(page)
        assert page.evaluate("window.broken") == []
        assert page.evaluate("window.heard.includes('error')") is False
        # The shop of this test has no icon; the browser says so in the console.
        assert [each for each in missed if not each.endswith("/favicon.ico")] == []
        complaints = [each for each in watched.lines if each.startswith(("error", "warning"))]
        assert [each for each in complaints if "404 (Not Found)" not in each] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def until(page: Page, expression: str) -> None:
    """Wait until something is true; strict pages forbid the way that Playwright waits by itself."""
    for _ in range(600):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"it never was true: {expression}")


def opened_by_keys(page: Page) -> None:
    """The bubble opens over the page, Escape closes it, and the focus is back where it was."""
    bubble = page.get_by_role("button", name="Hide the video").locator("xpath=..")
    cover = bubble.get_by_role("button", name=PLAY)
    cover.focus()
    page.keyboard.press("Enter")
    until(page, "window.heard.filter(each => each === 'ready').length === 2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name=re.compile("^(?!Cookies)"))).to_have_count(0)
    expect(cover).to_be_focused()


def test_a_refused_host_is_left_alone(house: House, stranger: Host, watched: Watched) -> None:
    stranger.pages["/page"] = BODY + house.tag
    page = watched.page
    with page.expect_console_message(lambda message: message.text.startswith("vitrine:")) as told:
        page.goto(f"{stranger.origin}/page", wait_until="networkidle")
    assert "origin-not-allowed" in told.value.text
    assert page.evaluate("[...document.querySelectorAll('*')].every(each => !each.shadowRoot)")
    assert page.locator("iframe").count() == 0


def test_before_and_after_a_consent_banner(house: House, host: Host, page: Page) -> None:
    kept = "localStorage.length + sessionStorage.length + document.cookie.length"
    with standing(house, host, HOST_PAGES["a consent banner"]) as address:
        page.goto(address)
        expect(page.locator("#film").get_by_role("button", name=PLAY)).to_be_visible()
        assert page.evaluate(kept) == 0
        # The banner's buttons can be reached, whatever floats about.
        page.locator("#refuse").click()
        assert page.evaluate(kept) == 0
        page.reload()
        page.locator("#agree").click()
        page.wait_for_function(f"{kept} > 0")


def test_ten_placements_on_one_page(house: House, host: Host, watched: Watched) -> None:
    address = f"{host.origin}/ten"
    places = [f"place-{number}" for number in range(10)]
    host.pages["/ten"] = "".join(f"<div id={each}></div>" for each in places) + house.tag
    kinds = ["embed", "shorts_card", "shorts_story", "cards_slider", "highlight"] * 2
    rules = [
        rule(house, kind, address, f"#{each}") for kind, each in zip(kinds, places, strict=True)
    ]
    with shown(house, *rules):
        watched.page.goto(address, wait_until="networkidle")
        for each in places:
            expect(watched.page.locator(f"#{each}").get_by_role("button").first).to_be_attached()
    # One question for all of them, and of each file one copy.
    assert len(watched.to(f"{house.vitrine}/api/v1/displayed_data")) == 1
    files = watched.to(f"{house.vitrine}/widget/")
    assert len(files) == len(set(files))


def test_the_page_gets_one_name_and_nothing_of_its_own_is_changed(
    house: House, host: Host, page: Page
) -> None:
    look = """() => {
        const list = (kind) => Object.entries(Object.getOwnPropertyDescriptors(kind.prototype))
            .map(([name, {value, get}]) => name + (typeof value === 'function' ? value : get));
        const kinds = [Element, Document, History, EventTarget, Array, Object, String];
        return [Object.getOwnPropertyNames(window), ...kinds.map(list)];
    }"""
    page.goto(f"{host.origin}/none")
    before = page.evaluate(look)
    with gallery(house, host) as address:
        page.goto(address, wait_until="networkidle")
        after = page.evaluate(look)
    assert set(after[0]) - set(before[0]) == {"vitrine"}
    assert after[1:] == before[1:]


def picture(page: Page, address: str) -> Image.Image:
    """How the film's poster and the row look, once everything is there."""
    page.goto(address, wait_until="networkidle")
    expect(page.locator("#row").get_by_role("button", name=PLAY).first).to_be_attached()
    page.evaluate("document.querySelector('#row').scrollIntoView({block: 'end'})")
    page.wait_for_function("""[...document.querySelectorAll('#film *, #row *')].every(host =>
        [...host.shadowRoot?.querySelectorAll('.facade img') ?? []].slice(0, 3)
            .every(each => each.complete && each.naturalWidth))""")
    taken = [page.locator(each).screenshot(animations="disabled") for each in ("#film", "#row")]
    pictures = [Image.open(io.BytesIO(each)).convert("RGB") for each in taken]
    both = Image.new("RGB", (600, sum(each.height for each in pictures)))
    both.paste(pictures[0], (0, 0))
    both.paste(pictures[1], (0, pictures[0].height))
    return both


def test_no_style_sheet_of_the_shop_changes_how_we_look(
    house: House, host: Host, chrome: Browser
) -> None:
    context = chrome.new_context(viewport={"width": 1280, "height": 1600}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    kind = HOST_PAGES["hostile styles"]
    with standing(house, host, kind) as address:
        page.route("**/hostile.css", lambda route: route.fulfill(content_type="text/css", body=""))
        clean = picture(page, address)
        page.unroute("**/hostile.css")
        changed = {}
        for name, sheet in HOSTILE.items():
            host.pages["/hostile.css"] = sheet
            seen = picture(page, address)
            assert seen.size == clean.size, name
            delta = ImageChops.difference(seen, clean).convert("L").point(lambda each: each > 16)
            changed[name] = sum(delta.histogram()[1:]) / (seen.width * seen.height)
        assert {name: share for name, share in changed.items() if share > DIFFERENT} == {}
    context.close()
