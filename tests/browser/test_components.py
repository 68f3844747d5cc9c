"""Components that few pages show: what they are, what they lead to, by pointer and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Host, House, Watched

pytestmark = pytest.mark.xdist_group("browser")
LIVE = "Pack the basket with us"
HIDE = "Hide the video"
WIDTHS = pytest.mark.parametrize("width", [320, 1280])


@pytest.fixture(autouse=True)
def _patience(page: Page) -> Iterator[None]:
    """What is waited for here comes over the network, on a machine that may be busy."""
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)


@contextmanager
def placed(house: House, host: Host, component: str, **facts: Any) -> Iterator[str]:
    """A page of another site with one component; its address."""
    path = f"/{component}"
    rule = {
        "name": f"a test's {component}",
        "component": component,
        "urls": [host.origin + path],
        "content_id": house.facts["video_uid"],
        "target": {"element": "#here"},
        **facts,
    }
    made = house.call("POST", "/placements", json=rule)["data"]
    host.pages[path] = f"<main><div id=here></div></main>{house.tag}"
    try:
        yield host.origin + path
    finally:
        house.call("DELETE", f"/placements/{made['id']}")


def placement_of(house: House, component: str) -> str:
    """The uid of the placement of a test."""
    path = f"/placements?name=a test's {component}"
    return str(house.call("GET", path)["data"][0]["id"])


def narrow(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})


def fits(page: Page) -> bool:
    """Nothing is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def fetched(watched: Watched) -> set[str]:
    """The names of the script's parts that the page fetched."""
    files = watched.requests
    return {found[1] for each in files if (found := re.search(r"/widget/(\w+)\.\w+\.js$", each))}


def bubble(page: Page) -> Locator:
    return page.get_by_role("region").filter(has=page.get_by_role("button", name=HIDE))


def is_movable(cover: Locator) -> None:
    """The part that moves a bubble has come: it says which keys do."""
    expect(cover).to_have_attribute("aria-keyshortcuts", re.compile("ArrowLeft"))


def test_a_bubble_comes_after_its_delay(house: House, host: Host, page: Page) -> None:
    page.clock.install()
    with placed(house, host, "floating", configuration={"delay_seconds": 30}) as address:
        page.goto(address)
        page.wait_for_function("window.vitrine?.version")
        page.clock.run_for(1000)
        # Until then the wait has not begun: what is fetched is not slowed or hastened.
        page.evaluate("vitrine.ready.then(() => {})")
        page.clock.run_for(28_000)
        expect(bubble(page)).to_have_count(0)
        page.clock.run_for(3000)
        expect(bubble(page)).to_be_visible()


def test_a_bubble_may_wait_for_the_second_page(house: House, host: Host, page: Page) -> None:
    with placed(house, host, "floating", configuration={"from_second_page": True}) as address:
        host.pages["/first"] = f"<a href={address}>on</a>"
        with page.expect_request("**/widget/ui.*"):
            page.goto(address)
        page.wait_for_function("window.vitrine.ready")
        expect(bubble(page)).to_have_count(0)
        page.goto(f"{host.origin}/first")
        page.get_by_text("on").click()
        expect(bubble(page)).to_be_visible()
        assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_a_bubble_is_dragged_to_another_corner_and_does_not_open(
    house: House, host: Host, page: Page
) -> None:
    with placed(house, host, "floating") as address:
        page.goto(address)
        box = bubble(page).bounding_box()
        assert box
        assert box["x"] > 640
        assert box["y"] > 400
        page.mouse.move(box["x"] + 40, box["y"] + 40)
        is_movable(bubble(page).get_by_role("button").first)
        page.mouse.down()
        page.mouse.move(300, 300, steps=5)
        page.mouse.move(100, 100, steps=5)
        page.mouse.up()
        expect(bubble(page)).to_have_class(re.compile(r"\btop left\b"))
        expect(page.locator("iframe")).to_have_count(0)
        bubble(page).get_by_role("button").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()


def test_arrow_keys_move_a_bubble(house: House, host: Host, page: Page) -> None:
    with placed(house, host, "floating") as address:
        page.goto(address)
        cover = bubble(page).get_by_role("button").first
        cover.focus()
        is_movable(cover)
        cover.press("ArrowLeft")
        expect(bubble(page)).to_have_class(re.compile(r"\bleft\b"))
        cover.press("ArrowUp")
        expect(bubble(page)).to_have_class(re.compile(r"\btop\b"))
        expect(cover).to_be_focused()


@WIDTHS
def test_the_home_page_has_a_launcher_that_leads_to_the_live(
    house: House, page: Page, width: int
) -> None:
    narrow(page, width)
    page.goto(house.shop)
    launcher = page.get_by_role("region", name=LIVE)
    expect(launcher.get_by_role("timer")).to_have_text(re.compile(r"^Starts in.*\d"))
    assert fits(page)
    launcher.get_by_role("button", name=f"Remind me: {LIVE}").click()
    frame = page.locator("iframe").content_frame
    expect(frame.locator("[data-part=countdown]")).to_be_visible()
    mail = frame.get_by_role("dialog").get_by_role("textbox", name="E-mail address")
    expect(mail).to_be_focused(timeout=30_000)
    with page.expect_response("**/reminders*") as asked:
        mail.fill("dew@shop.example")
        frame.get_by_role("dialog").get_by_role("checkbox").check()
        frame.get_by_role("dialog").get_by_role("button", name="Remind me").click()
    assert asked.value.status == 204
    page.get_by_role("button", name="Close the video").click()
    with page.expect_popup() as opened:
        launcher.get_by_role("link", name="Add to calendar").click()
    opened.value.wait_for_url(re.compile(r"/embed/lives/\w+/calendar\?lang=en$"))


def test_a_placement_says_its_own_words_in_the_pages_language(
    house: House, host: Host, page: Page
) -> None:
    words = {"title": "Gleich live", "remind": "Erinnern", "starts_in": "Beginnt in"}
    look = {"texts": {"de": words, "fr": {"remind": "Prévenez-moi"}}}
    facts = {"content_id": house.facts["live_uid"], "urls": ["/*"], "configuration": look}
    with placed(house, host, "launcher", **facts):
        for path, lang in (("/de", "de-AT"), ("/en", "en")):
            host.pages[path] = f"<!doctype html><html lang={lang}>{host.pages['/launcher']}"
        page.goto(f"{host.origin}/de")
        launcher = page.get_by_role("region", name="Gleich live")
        expect(launcher.get_by_role("button", name=f"Erinnern: {LIVE}")).to_be_visible()
        expect(launcher.get_by_role("timer")).to_contain_text("Beginnt in")
        page.goto(f"{host.origin}/en")
        expect(page.get_by_role("button", name=f"Remind me: {LIVE}").first).to_be_visible()


def test_a_shops_words_hold_for_every_component(house: House, host: Host, page: Page) -> None:
    before = house.call("GET", "/shop")["data"]["attributes"]["appearance"]
    said = {"en": {"dismiss": "No, thanks", "play": "See {0}"}}
    house.call("PATCH", "/shop", json={"appearance": {**before, "texts": said}})
    try:
        with placed(house, host, "floating") as address:
            page.goto(address)
            expect(page.get_by_role("button", name=re.compile("^See A morning"))).to_be_visible()
            page.get_by_role("button", name="No, thanks").click()
            expect(page.get_by_role("region")).to_have_count(0)
    finally:
        house.call("PATCH", "/shop", json={"appearance": before})


def test_a_preview_shows_what_is_not_switched_on_and_says_why(
    house: House, host: Host, page: Page
) -> None:
    live = house.facts["live_uid"]
    with placed(house, host, "launcher", content_id=live, active=False) as address:
        uid = placement_of(house, "launcher")
        host.pages["/other"] = host.pages["/launcher"]

        def link(url: str) -> str:
            made = house.call("POST", f"/placements/{uid}/preview", json={"url": url})
            return str(made["data"]["attributes"]["url"])

        panel = page.get_by_role("complementary", name=re.compile("^Preview until"))
        page.goto(link(address))
        expect(page.get_by_role("button", name=f"Remind me: {LIVE}")).to_be_visible()
        expect(panel.get_by_role("status")).to_contain_text("Shown here: its rule")
        narrow(page, 320)
        assert fits(page)
        panel.get_by_role("button", name="Hide this panel").click()
        expect(panel).to_have_count(0)
        page.goto(link(f"{host.origin}/other"))
        expect(panel.get_by_role("status")).to_contain_text("Not shown here: none of its addresses")
        expect(page.get_by_role("button", name=f"Remind me: {LIVE}")).to_have_count(0)
        with page.expect_response("**/displayed_data?*") as asked:
            page.goto(f"{host.origin}/nowhere")
            page.goto(address)
        assert asked.value.json() == []
        expect(panel).to_have_count(0)


def test_phones_and_desktops_may_see_different_components(
    house: House, host: Host, page: Page
) -> None:
    both = [f"{host.origin}/embed"]
    tall = {"configuration": {"only_on": "phone"}, "urls": both}
    wide = {"configuration": {"only_on": "desktop"}, "urls": both}
    with placed(house, host, "highlight", **tall), placed(house, host, "embed", **wide) as address:
        page.goto(address)
        watch = page.get_by_role("button", name=re.compile("^Watch: "))
        play = page.get_by_role("button", name=re.compile("^Play video"))
        expect(play).to_have_count(1)
        expect(watch).to_have_count(0)
        narrow(page, 390)
        expect(watch).to_have_count(1)
        narrow(page, 1280)
        expect(watch).to_have_count(0)
        expect(play).to_have_count(1)


def test_an_element_without_a_name_shows_the_next_live(
    house: House, host: Host, page: Page
) -> None:
    host.pages["/own"] = f"<main><vitrine-live>Soon</vitrine-live></main>{house.tag}"
    page.goto(f"{host.origin}/own")
    page.get_by_role("button", name=re.compile(f"^Live on .*: {LIVE}")).click()
    expect(page.locator("iframe").content_frame.locator("[data-part=countdown]")).to_be_visible()


def test_a_launcher_follows_its_live_when_that_begins(house: House, host: Host, page: Page) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    live = house.call(
        "POST", "/lives", json={"name": "Dew", "start_date": soon.isoformat(), "starts_by": "hand"}
    )["data"]
    try:
        with placed(house, host, "launcher", content_id=live["id"]) as address:
            page.clock.install()
            page.goto(address)
            page.clock.run_for(2000)
            expect(page.get_by_role("button", name="Remind me: Dew")).to_be_visible()
            house.call("PUT", f"/lives/{live['id']}/start")
            page.clock.fast_forward(3_700_000)
            expect(page.get_by_role("button", name="Watch live: Dew")).to_be_visible()
            expect(page.get_by_role("timer")).to_have_count(0)
    finally:
        house.call("DELETE", f"/lives/{live['id']}")


@WIDTHS
def test_stories_open_over_the_page_and_go_on_to_the_next(
    house: House, watched: Watched, width: int
) -> None:
    page = watched.page
    narrow(page, width)
    page.goto(f"{house.shop}/c/picnic")
    stories = page.get_by_role("list", name="Seen outdoors").get_by_role("button")
    expect(stories.first).to_be_visible()
    assert fits(page)
    assert stories.count() >= 4
    stories.first.click()
    dialog = page.get_by_role("dialog")
    first = dialog.get_attribute("aria-label")
    expect(dialog.get_by_role("button", name="Previous")).to_be_disabled()
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector("video")
    # The end of a film, told as a film tells it.
    frame.evaluate("""async () => {
        const film = document.querySelector('video');
        while (!film.duration) await new Promise(done => setTimeout(done, 50));
        film.currentTime = film.duration;
        await film.play().catch(() => {});
    }""")
    expect(dialog).not_to_have_attribute("aria-label", first or "")
    dialog.get_by_role("button", name="Close the video").click()
    expect(dialog).to_have_count(0)
    expect(stories.first).to_be_focused()


def test_stories_are_walked_by_arrow_keys(house: House, page: Page) -> None:
    page.goto(f"{house.shop}/c/garden")
    stories = page.get_by_role("list", name="Seen outdoors").get_by_role("button")
    stories.first.focus()
    page.keyboard.press("ArrowRight")
    expect(stories.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(stories.last).to_be_focused()


@WIDTHS
def test_a_slider_shows_one_card_at_a_time(house: House, page: Page, width: int) -> None:
    narrow(page, width)
    # A slide that is still sliding cannot be aimed at.
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{house.shop}/journal/the-first-hour")
    slider = page.get_by_role("region", name="More mornings")
    # What is out of sight is inert, so keys and readers meet one slide.
    slides = slider.locator(".slide:not([inert])")
    expect(slides).to_have_count(1)
    assert fits(page)
    before = slides.first.get_attribute("aria-label")
    slider.get_by_role("button", name="Next").click()
    expect(slides.first).not_to_have_attribute("aria-label", before or "")
    slides.first.get_by_role("button", name=re.compile("^Watch: ")).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_highlight_stands_on_a_shelf(house: House, page: Page) -> None:
    page.goto(f"{house.shop}/c/picnic")
    highlight = page.get_by_role("region", name=LIVE)
    expect(highlight.get_by_role("heading", name=LIVE)).to_be_visible()
    expect(highlight.get_by_role("timer")).to_be_visible()
    expect(highlight.get_by_role("link", name="Meadow blanket")).to_have_attribute(
        "href", re.compile("/p/")
    )


@WIDTHS
def test_the_landing_shows_lives_by_what_is_wanted(house: House, page: Page, width: int) -> None:
    narrow(page, width)
    page.goto(f"{house.shop}/watch")
    landing = page.get_by_role("region", name="Lives and replays")
    heading = landing.get_by_role("heading", name=LIVE)
    expect(heading).to_be_visible()
    assert fits(page)
    landing.get_by_role("button", name="Replay", exact=True).click()
    expect(heading).to_be_hidden()
    landing.get_by_role("button", name="Soon", exact=True).click()
    expect(heading).to_be_visible()
    expect(landing.get_by_role("button", name="Soon", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(landing.get_by_role("status")).to_have_text(re.compile(r"Shown: [1-9]"))


def test_a_page_fetches_the_parts_it_shows_and_no_others(house: House, watched: Watched) -> None:
    watched.page.goto(f"{house.shop}/watch")
    expect(watched.page.get_by_role("region", name="Lives and replays")).to_be_visible()
    assert fetched(watched) - {"seen"} == {"ui", "landing"}


@pytest.mark.parametrize("path", ["/", "/c/picnic", "/watch", "/journal/the-first-hour"])
def test_components_read_from_right_to_left_do_not_widen_the_page(
    house: House, page: Page, path: str
) -> None:
    narrow(page, 320)
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => document.dir = 'rtl')"
    )
    page.goto(house.shop + path)
    expect(page.get_by_role("button", name=re.compile("^(Play|Live on)")).first).to_be_visible()
    assert fits(page)
