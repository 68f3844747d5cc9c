"""Frozen and all-in-one scripts against today's server, and the switch that empties pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from gateways.releases import Script, scripts
from tests.browser.conftest import Host, House, Watched
from tests.browser.test_components import placed
from tests.browser.test_shop_pages import PLAY, player, the_picture_moves
from tests.serving import Site, a_site

pytestmark = pytest.mark.xdist_group("browser")

FROZEN = [each for each in scripts() if each.number and not each.whole]
WHOLE = [each for each in scripts() if each.whole]
# What every version so far draws.
COMPONENTS = ("floating", "embed", "shorts_card")


def path_of(script: Script) -> str:
    """Name a case."""
    return script.path


@pytest.fixture
def own_site(house: House) -> Iterator[Site]:
    """The shop's own web server, which serves a copy of the script beside its pages."""
    before = house.call("GET", "/shop")["data"]["attributes"]["allowed_origins"]
    with a_site() as site:
        house.call("PATCH", "/shop", json={"allowed_origins": [*before, site.url("")]})
        yield site
    house.call("PATCH", "/shop", json={"allowed_origins": before})


def with_tag(house: House, script: Script, integrity: str) -> str:
    """A page with a place and the tag of a script by its integrity."""
    return (
        f'<main><div id=here></div></main><script async src="{house.vitrine}{script.path}"'
        f' data-app-id="{house.facts["app_id"]}" integrity="{integrity}" crossorigin></script>'
    )


@pytest.mark.parametrize("component", COMPONENTS)
@pytest.mark.parametrize("script", FROZEN, ids=path_of)
def test_a_frozen_script_plays_from_todays_server(
    house: House, host: Host, page: Page, script: Script, component: str
) -> None:
    with placed(house, host, component) as address:
        host.pages[f"/{component}"] = with_tag(house, script, script.integrity)
        page.goto(address)
        page.get_by_role("button", name=PLAY).click()
        the_picture_moves(player(page))


def test_a_script_that_is_not_the_one_named_is_not_run(
    house: House, host: Host, watched: Watched
) -> None:
    with placed(house, host, "embed") as address:
        other = next(each for each in WHOLE if each.number)
        host.pages["/embed"] = with_tag(house, FROZEN[0], other.integrity)
        with watched.page.expect_console_message(lambda each: "integrity" in each.text):
            watched.page.goto(address)
        assert watched.page.evaluate("typeof vitrine") == "undefined"


@pytest.mark.parametrize("script", WHOLE, ids=path_of)
def test_one_file_on_the_shops_own_domain_is_all_the_script_there_is(
    house: House, own_site: Site, watched: Watched, script: Script
) -> None:
    page, server = watched.page, house.vitrine
    policy = "; ".join(
        [
            "default-src 'none'; script-src 'self'; base-uri 'none'",
            *(f"{kind}-src {server}" for kind in ("connect", "frame", "img", "media")),
            "require-trusted-types-for 'script'; trusted-types 'none'",
        ]
    )
    tag = (
        f'<script async src="/own.js" data-app-id="{house.facts["app_id"]}"'
        f' data-server="{server}"></script>'
    )
    html = f"<!doctype html><html lang=en><title>x</title>{tag}<main><div id=here></div></main>"
    headers = {"Content-Type": "text/html", "Content-Security-Policy": policy}
    own_site.pages["/own.js"] = (200, {"Content-Type": "text/javascript"}, script.file.read_bytes())
    with placed(house, Host(own_site.url("")), "embed") as address:
        own_site.pages["/embed"] = (200, headers, html.encode())
        page.goto(address)
        cover = page.get_by_role("button", name=PLAY)
        cover.hover()
        expect(cover).to_be_visible()
        assert not [each for each in watched.to(server) if each.endswith(".js")]
        cover.click()
        the_picture_moves(player(page))
    assert not [each for each in watched.lines if "Content Security Policy" in each]


def test_one_file_carries_every_component(house: House, own_site: Site, watched: Watched) -> None:
    rolling = next(each for each in WHOLE if each.number is None)
    own_site.pages["/own.js"] = (
        200,
        {"Content-Type": "text/javascript"},
        rolling.file.read_bytes(),
    )
    html = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>x</title>"
        '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
        f'<script async src="/own.js" data-app-id="{house.facts["app_id"]}"'
        f' data-server="{house.vitrine}"></script><div id=here></div>'
    )
    for component in ("launcher", "shorts_story", "cards_slider", "highlight", "landing"):
        with placed(house, Host(own_site.url("")), component) as address:
            own_site.pages[f"/{component}"] = (200, {"Content-Type": "text/html"}, html.encode())
            watched.page.goto(address)
            expect(watched.page.get_by_role("button").first).to_be_visible()
    assert not [each for each in watched.to(house.vitrine) if each.endswith(".js")]


def switched(house: House, seen: Watched, displaying: bool) -> None:
    """Switch the shop, and look until caches have forgotten what was displayed before."""
    house.call("PATCH", "/shop", json={"displaying": displaying})
    for _ in range(15):
        # As a shopper who goes on inside the page, or comes back to it.
        seen.page.evaluate("vitrine.refresh()")
        try:
            drawn = seen.page.get_by_role("button", name=PLAY)
            expect(drawn).to_have_count(int(displaying))
        except AssertionError:
            continue
        return
    pytest.fail(f"nothing changed: {seen.lines}")


def test_a_shop_that_is_switched_off_vanishes_at_the_next_look(
    house: House, host: Host, watched: Watched
) -> None:
    page = watched.page
    with placed(house, host, "embed") as address:
        page.goto(address)
        cover = page.get_by_role("button", name=PLAY)
        expect(cover).to_be_visible()
        try:
            switched(house, watched, False)
            with page.expect_response("**/displayed_data*") as answer:
                page.goto(address)
            assert answer.value.json() == []
            page.evaluate("vitrine.ready.then(() => 0)")
            expect(cover).to_have_count(0)
        finally:
            switched(house, watched, True)
