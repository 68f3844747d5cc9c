"""The script on a shop's pages: what appears where, and what never happens."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import Host, House, Watched

pytestmark = pytest.mark.xdist_group("browser")
PLAY = re.compile("^Play video")


def player(page: Page) -> Frame:
    """The player's frame, once its film can be asked things."""
    frame = page.locator("iframe").first.element_handle().content_frame()
    assert frame is not None
    frame.wait_for_url("**/embed/videos/**")
    frame.wait_for_selector("video")
    return frame


def the_picture_moves(frame: Frame) -> None:
    """The film runs: at two of its moments the picture, read off a canvas, is not the same.

    It is set to repeat, so that a slow machine cannot come too late for a short film.
    """
    frame.evaluate("""async () => {
        const film = document.querySelector('video'), canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [64, 36];
        const end = performance.now() + 60_000;
        const frames = () => new Promise((done, fail) =>
            performance.now() < end ? requestAnimationFrame(done) : fail(new Error('it stands')));
        const read = () => {
            canvas.getContext('2d').drawImage(film, 0, 0, 64, 36);
            return [film.currentTime, canvas.toDataURL()];
        };
        film.loop = true;
        while (film.paused && !film.ended) await frames();
        if (film.ended) await film.play();
        while (film.currentTime < 0.05) await frames();
        const [early, first] = read();
        for (;;) {
            await frames();
            const [late, second] = read();
            if (Math.abs(late - early) > 0.3 && first !== second) return;
        }
    }""")


def test_the_home_page_has_a_carousel_found_by_its_address(house: House, page: Page) -> None:
    page.goto(house.shop)
    carousel = page.get_by_role("region").filter(has=page.get_by_role("group"))
    slides = carousel.get_by_role("group")
    expect(slides.first).to_be_visible()
    assert slides.count() >= 4
    before = slides.first.bounding_box()
    assert before is not None
    carousel.get_by_role("button", name="Next").click()
    slides.first.evaluate(
        "(slide, x) => new Promise(done => (function look() {"
        " slide.getBoundingClientRect().x < x ? done() : requestAnimationFrame(look) })())",
        before["x"],
    )


def test_a_slide_of_the_carousel_plays(house: House, page: Page) -> None:
    page.goto(house.shop)
    page.get_by_role("button", name=PLAY).first.click()
    the_picture_moves(player(page))


def test_a_product_page_has_a_player_found_by_its_reference(house: House, watched: Watched) -> None:
    page = watched.page
    page.goto(house.facts["product_url"])
    expect(page.get_by_role("button", name=PLAY)).to_have_count(2)
    asked = watched.to(f"{house.vitrine}/api/v1/displayed_data")
    assert len(asked) == 1
    assert f"product_ref={house.facts['product_ref']}" in asked[0]
    assert "&url=" not in asked[0]
    page.get_by_role("button", name=PLAY).first.click()
    the_picture_moves(player(page))


@pytest.mark.parametrize(("width", "over"), [(1280, False), (390, True)])
def test_a_live_in_an_article_has_its_place_and_a_phones_whole_screen(
    house: House, page: Page, width: int, over: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(house.facts["live_url"])
    page.get_by_role("button", name=re.compile("^Live on ")).click()
    frame = page.locator("iframe")
    countdown = frame.content_frame.locator("[data-part=countdown]")
    expect(countdown).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(int(over))
    box = frame.bounding_box()
    assert box is not None
    assert (box["width"] == width) == over


def test_before_a_click_there_is_no_frame_and_no_film(house: House, watched: Watched) -> None:
    watched.page.goto(house.facts["product_url"])
    expect(watched.page.get_by_role("button", name=PLAY)).to_have_count(2)
    assert not [each for each in watched.page.frames if each.url.startswith(house.vitrine)]
    assert not [each for each in watched.requests if each.endswith((".m3u8", ".m4s", "/video.mp4"))]


def test_a_page_is_found_by_its_address(house: House, host: Host, page: Page) -> None:
    rule = {
        "name": "by address",
        "component": "embed",
        "urls": [f"{host.origin}/films/*"],
        "content_id": house.facts["video_uid"],
        "target": {"element": "#here"},
    }
    made = house.call("POST", "/placements", json=rule)["data"]
    host.pages["/films/one"] = f"<p id=here>film</p>{house.tag}"
    try:
        page.goto(f"{host.origin}/films/one?utm_source=mail#top")
        page.get_by_role("button", name=PLAY).click()
        the_picture_moves(player(page))
    finally:
        house.call("DELETE", f"/placements/{made['id']}")


def test_a_bubble_opens_and_once_dismissed_stays_away(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    hide = page.get_by_role("button", name="Hide the video")
    expect(hide).to_be_visible()
    hide.click()
    expect(hide).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name=PLAY)).to_have_count(1)
    expect(hide).to_have_count(0)


def test_the_bubble_plays(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    page.get_by_role("button", name=PLAY).last.click()
    the_picture_moves(player(page))


def test_an_article_places_a_film_by_an_element(house: House, page: Page) -> None:
    page.goto(f"{house.shop}/journal/the-first-hour")
    element = page.locator("vitrine-video")
    element.get_by_role("button", name=PLAY).click()
    the_picture_moves(player(page))


def test_where_nothing_is_displayed_nothing_happens(house: House, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{house.shop}/about", wait_until="networkidle")
    asked = watched.to(house.vitrine)
    assert len(asked) == 2, asked
    assert page.locator("iframe").count() == 0
    assert page.evaluate("() => [...document.querySelectorAll('*')].every(e => !e.shadowRoot)")
    assert watched.lines == []


def test_a_script_pasted_twice_works_once(house: House, host: Host, watched: Watched) -> None:
    rule = {
        "name": "twice",
        "component": "floating",
        "urls": [f"{host.origin}/twice"],
        "content_id": house.facts["video_uid"],
    }
    made = house.call("POST", "/placements", json=rule)["data"]
    host.pages["/twice"] = house.tag + "<p>text</p>" + house.tag
    try:
        watched.page.goto(f"{host.origin}/twice", wait_until="networkidle")
        expect(watched.page.get_by_role("button", name=PLAY)).to_have_count(1)
        assert len(watched.to(f"{house.vitrine}/api/v1/displayed_data")) == 1
    finally:
        house.call("DELETE", f"/placements/{made['id']}")


BROKEN_TAGS = {
    "no app id": '<script async src="{vitrine}/vitrine.js"></script>',
    "a wrong app id": '<script async src="{vitrine}/vitrine.js" data-app-id="x y"></script>',
    "an unknown app id": '<script async src="{vitrine}/vitrine.js" data-app-id="%s"></script>'
    % ("A" * 43),
}


@pytest.mark.parametrize("tag", BROKEN_TAGS.values(), ids=BROKEN_TAGS)
def test_a_wrong_tag_leaves_the_page_untouched_with_one_line(
    house: House, host: Host, watched: Watched, tag: str
) -> None:
    host.pages["/"] = "<p id=vitrine>text</p>" + tag.replace("{vitrine}", house.vitrine)
    untouched(house, host, watched)


def test_a_refused_origin_leaves_the_page_untouched_with_one_line(
    house: House, stranger: Host, watched: Watched
) -> None:
    stranger.pages["/"] = f"<p id=vitrine>text</p>{house.tag}"
    untouched(house, stranger, watched)
    assert "origin-not-allowed" in own_lines(watched)[0]


def test_a_server_that_is_down_leaves_the_page_untouched_with_one_line(
    house: House, host: Host, watched: Watched
) -> None:
    host.pages["/"] = f"<p id=vitrine>text</p>{house.tag}"
    watched.page.route("**/api/v1/displayed_data**", lambda route: route.abort("connectionrefused"))
    untouched(house, host, watched)


def untouched(house: House, host: Host, watched: Watched) -> None:
    """Load the host's page: it keeps its markup, and the console has one line of ours."""
    with watched.page.expect_console_message(lambda message: "vitrine" in message.text.lower()):
        watched.page.goto(host.origin, wait_until="networkidle")
    assert watched.page.locator("#vitrine").inner_html() == "text"
    assert watched.page.locator("iframe").count() == 0
    assert watched.page.locator("body > *").count() == 2
    assert len(own_lines(watched)) == 1


def own_lines(watched: Watched) -> list[str]:
    """The console's lines that are ours, not the browser's own about a failed request."""
    return [each for each in watched.lines if each.startswith("warning: vitrine")]


def test_a_foreign_site_cannot_frame_a_player(house: House, stranger: Host, page: Page) -> None:
    film = f"{house.vitrine}/embed/videos/{house.facts['video_uid']}"
    stranger.pages["/"] = (
        f'<iframe src="{film}?origin={stranger.origin}" width=600 height=400></iframe>'
    )
    page.goto(stranger.origin)
    frame = page.frame_locator("iframe")
    expect(frame.locator("body")).to_contain_text(stranger.origin)
    expect(frame.locator("video")).to_have_count(0)


def test_add_to_cart_in_the_player_reaches_the_shops_cart(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    count = page.locator("header a[href='/cart']")
    expect(count).to_contain_text("0")
    page.get_by_role("button", name=PLAY).first.click()
    frame = player(page)
    frame.get_by_role("button", name=re.compile("Add .*to cart", re.IGNORECASE)).first.click()
    expect(count).to_contain_text("1")
    page.goto(f"{house.shop}/cart")
    expect(page.locator("main")).to_contain_text("Meadow blanket")


def test_the_strict_policy_of_the_shop_is_never_violated(house: House, watched: Watched) -> None:
    page = watched.page
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " event => console.error('CSP ' + event.violatedDirective + event.blockedURI))"
    )
    policy = page.goto(house.facts["product_url"]).headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    page.get_by_role("button", name=PLAY).first.click()
    the_picture_moves(player(page))
    assert not [each for each in watched.lines if "CSP" in each or "Content Security" in each]


def test_nothing_is_stored_before_an_explicit_act(house: House, page: Page) -> None:
    page.goto(house.facts["product_url"])
    expect(page.get_by_role("button", name=PLAY)).to_have_count(2)
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0
    cookies = [each for each in page.context.cookies() if each["domain"] in house.vitrine]
    assert [each["name"] for each in cookies if "vitrine" in each["name"].lower()] == []


@pytest.mark.parametrize("joined", [False, True], ids=["at once", "when the player listens"])
def test_escape_closes_an_opened_film_and_gives_the_focus_back(
    house: House, page: Page, joined: bool
) -> None:
    page.goto(f"{house.shop}/journal/the-first-hour")
    page.evaluate(
        """uid => {
            window.opener_ = document.querySelector('a');
            window.opener_.focus();
            return window.vitrine.ready.then(() => { window.vitrine.open(uid) });
        }""",
        house.facts["video_uid"],
    )
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    if joined:
        player(page).wait_for_function("() => document.hasFocus()")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert page.evaluate("() => document.activeElement === window.opener_")
