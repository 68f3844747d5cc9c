"""Watching while browsing: what plays over a page goes on in the corner of the shop's next page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Locator, Page, expect

from models.content import Content
from tests.browser.conftest import Host
from tests.browser.stage import Stage
from tests.browser.unwatched import LEADS, heard, unwatched

pytestmark = pytest.mark.xdist_group("browser")
# As slow as a browser plays, so that a slow machine cannot come too late for a second.
SLOW = "() => { document.querySelector('video').playbackRate = 0.0625 }"
AT = "() => document.querySelector('video').currentTime"
# What a page finds in the tab's storage before anything runs in it; has it heard of playing?
LOOK = """try { window.found = {...sessionStorage} } catch { window.found = null }
    addEventListener('vitrine:play', () => { window.played = true })"""
CLOSED_STORAGE = """Object.defineProperty(window, 'sessionStorage', {
    get() { throw new DOMException('no', 'SecurityError') } })"""


@dataclass
class Visit:
    """A visitor of a shop with many pages, a replay of forty seconds and a live."""

    page: Page
    shop: Host
    stage: Stage
    replay: Content

    def go(self, path: str) -> None:
        """Go to another page of the shop as a link does."""
        if self.page.url == "about:blank":
            self.page.goto(self.shop.origin + path)
        else:
            self.page.evaluate("path => { location.assign(path) }", path)
        self.page.wait_for_url(f"**{path}")
        self.page.wait_for_function("window.vitrine?.version")

    def play(self, content: Content) -> Frame:
        """Open a content over the page and wait until it has played some seconds."""
        self.page.evaluate("uid => vitrine.ready.then(() => { vitrine.open(uid) })", content.uid)
        frame = self.frame(content)
        frame.wait_for_function("() => document.querySelector('video').currentTime > 1")
        self.page.wait_for_function("window.played")
        return frame

    def frame(self, content: Content) -> Frame:
        """The player's frame."""
        found = self.page.locator("iframe").element_handle().content_frame()
        assert found is not None
        found.wait_for_url(f"**/{content.uid}*")
        found.wait_for_selector("video")
        return found

    @property
    def dialog(self) -> Locator:
        """What lies over the page."""
        return self.page.locator("dialog")

    def found(self) -> dict[str, str]:
        """What this page found in the tab's storage."""
        found: dict[str, str] = self.page.evaluate("window.found")
        return found

    def stays_away(self, path: str) -> None:
        """The next page finds nothing kept, and opens nothing."""
        self.go(path)
        assert self.found() == {}
        self.page.wait_for_load_state("networkidle")
        expect(self.dialog).to_have_count(0)


def asked(frame: Frame) -> dict[str, str]:
    """The parameters that a player was opened with."""
    return {name: each[0] for name, each in parse_qs(urlsplit(frame.url).query).items()}


@pytest.fixture
def visit(viewer: Page, stage: Stage, site: Host) -> Visit:
    replay = stage.past("Spring show")
    script = f'{stage.origin}/vitrine.js" data-app-id="{stage.shop.app_id}"'
    for path in ("/one", "/two", "/three"):
        site.pages[path] = f'<script async src="{script}></script><p>{path}</p>'
    site.pages["/off"] = f'<script async src="{script} data-resume="off"></script><p>off</p>'
    viewer.add_init_script(LOOK)
    return Visit(viewer, site, stage, replay)


def test_a_film_goes_on_at_its_second_in_the_corner_of_the_next_page(visit: Visit) -> None:
    visit.go("/one")
    frame = visit.play(visit.replay)
    assert visit.page.evaluate("sessionStorage.length") == 0
    frame.evaluate(SLOW)
    here = frame.evaluate(AT)
    visit.go("/two")
    assert list(visit.found()) == ["vitrine:resume"]
    frame = visit.frame(visit.replay)
    query = asked(frame)
    # Two seconds: the longest that a player may be silent about where it is.
    assert here - 1 <= float(query["at"]) <= here + 2
    assert "muted" not in query
    frame.wait_for_function(
        "at => (({currentTime, paused}) => !paused && currentTime > at)"
        "(document.querySelector('video'))",
        arg=float(query["at"]),
    )
    expect(visit.dialog).to_have_class("dock bottom right")
    assert visit.page.evaluate("document.activeElement === document.body")
    assert visit.page.evaluate("sessionStorage.length + localStorage.length") == 0
    # And from there to the page after.
    visit.go("/three")
    assert float(asked(visit.frame(visit.replay))["at"]) > float(query["at"])


def test_an_opened_film_goes_on_in_the_corner_of_its_own_page(visit: Visit) -> None:
    visit.go("/one")
    frame = visit.play(visit.replay)
    frame.evaluate("window.mark = true")
    expect(visit.page.locator(":modal")).to_have_count(1)
    visit.dialog.get_by_role("button", name="Keep watching in the corner").click()
    expect(visit.dialog).to_have_class("dock bottom right")
    expect(visit.page.locator(":modal")).to_have_count(0)
    visit.page.get_by_text("/one").click()
    assert visit.page.evaluate("getComputedStyle(document.documentElement).overflow") == "visible"
    # The very same player, which plays on.
    here = frame.evaluate(AT)
    frame.wait_for_function(
        "at => window.mark && document.querySelector('video').currentTime > at", arg=here
    )
    visit.dialog.get_by_role("button", name="Close the video").click()
    expect(visit.dialog).to_have_count(0)


def test_a_film_without_sound_stays_so(visit: Visit) -> None:
    visit.go("/one")
    visit.page.evaluate("""() => {
        document.addEventListener('vitrine:sound', ({detail}) => { window.silent = detail.muted });
    }""")
    frame = visit.play(visit.replay)
    assert not visit.page.evaluate("window.silent")
    frame.evaluate("() => { document.querySelector('video').muted = true }")
    visit.page.wait_for_function("window.silent")
    visit.go("/two")
    frame = visit.frame(visit.replay)
    assert asked(frame)["muted"] == "1"
    assert frame.evaluate("() => document.querySelector('video').muted")


def test_a_live_goes_on_where_it_is_live(visit: Visit) -> None:
    visit.stage.film()
    visit.stage.begin()
    visit.go("/one")
    visit.play(visit.stage.live)
    visit.go("/two")
    frame = visit.frame(visit.stage.live)
    assert "at" not in asked(frame)
    frame.wait_for_function("() => document.querySelector('video').currentTime > 30")
    expect(visit.dialog).to_have_class("dock bottom right")


AHEAD = """<script>
    const tell = (what) => fetch('/told?' + what);
    if (document.prerendering) tell('ahead');
    document.addEventListener('vitrine:play', () => tell(location.pathname + ' plays'));
</script>"""


def test_a_film_goes_on_in_a_page_that_was_drawn_ahead(
    stage: Stage, site: Host, tmp_path: Path
) -> None:
    replay = stage.past("Spring show")
    script = f'{stage.origin}/vitrine.js" data-app-id="{stage.shop.app_id}"'
    tag = f'<script async src="{script}></script>'
    opens = f"(window.vitrine ||= []).push((vitrine) => vitrine.open('{replay.uid}'))"
    site.pages["/one"] = f"{AHEAD}<script>{opens}</script>{tag}{LEADS}"
    site.pages["/two"] = AHEAD + tag
    with unwatched(f"{site.origin}/one", tmp_path):
        heard(site, "ahead")
        heard(site, "/one plays")
        site.pages["/go"] = "yes"
        heard(site, "/two plays")


def test_what_was_closed_stays_closed(visit: Visit) -> None:
    visit.go("/one")
    visit.play(visit.replay)
    visit.go("/two")
    visit.frame(visit.replay).wait_for_function("() => document.querySelector('video').currentTime")
    visit.dialog.get_by_role("button", name="Close the video").click()
    visit.stays_away("/three")


ENDS = {
    "paused": "() => document.querySelector('video').pause()",
    "over": "() => (film => { film.currentTime = film.duration })(document.querySelector('video'))",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_what_does_not_play_does_not_go_on(visit: Visit, end: str) -> None:
    visit.go("/one")
    visit.page.evaluate("""() => {
        for (const type of ['pause', 'ended'])
            document.addEventListener(`vitrine:${type}`, () => { window.ended = true });
    }""")
    visit.play(visit.replay).evaluate(end)
    visit.page.wait_for_function("window.ended")
    visit.stays_away("/two")


def test_a_shop_may_switch_it_off(visit: Visit) -> None:
    visit.go("/off")
    visit.play(visit.replay)
    visit.stays_away("/two")


def test_a_browser_without_storage_plays_and_says_nothing(visit: Visit) -> None:
    visit.page.add_init_script(CLOSED_STORAGE)
    visit.go("/one")
    visit.play(visit.replay)
    visit.go("/two")
    visit.page.wait_for_load_state("networkidle")
    expect(visit.dialog).to_have_count(0)


def test_what_somebody_else_wrote_opens_nothing(visit: Visit) -> None:
    visit.go("/one")
    visit.page.evaluate("sessionStorage.setItem('vitrine:resume', '{\"id\": \"../../x\"}')")
    visit.go("/two")
    visit.page.wait_for_function("sessionStorage.length === 0")
    visit.page.wait_for_load_state("networkidle")
    expect(visit.dialog).to_have_count(0)
