"""Measuring in a real browser: what is counted, and what is stored before and after a yes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import Host, House

pytestmark = pytest.mark.xdist_group("browser")
PLAY = re.compile("^Play video")
ID = re.compile("[0-9a-f]{32}")
PATIENCE_MS = 60_000
BANNER = """
<div role="dialog" aria-label="Privacy">
<button onclick="vitrine.consent({measure: true})">Agree</button>
<button onclick="vitrine.consent({measure: false})">Refuse</button>
</div>
<script>
(window.vitrine = window.vitrine || []).push(v => v.cart.use({add: async () => {}}))
</script>
"""


@dataclass
class Visitor:
    """A fresh visitor of a page with a banner, and what their browser told of what was seen."""

    page: Page
    house: House
    told: list[dict[str, Any]] = field(default_factory=list)

    def note(self, request: Request) -> None:
        """Remember a batch."""
        if "/audience/v1/seen" in request.url:
            self.told.append(json.loads(request.post_data or "{}"))

    def sum(self, name: str) -> int:
        """How often something was told."""
        return sum(item.get(name, 0) for body in self.told for item in body.get("seen", []))

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for something that is sure to come."""
        for _ in range(PATIENCE_MS // 100):
            if true():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"it never came; told: {self.told}")

    def stored(self) -> tuple[list[str], list[str], list[Any]]:
        """The keys of both storages, and all cookies of all sites."""
        keys: Any = self.page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)]")
        return keys[0], keys[1], list(self.page.context.cookies())

    def play(self) -> None:
        """Let the film play until it was watched for a second: those of the demo are short."""
        self.page.get_by_role("button", name=PLAY).first.click()
        self.until(lambda: self.sum("watched") >= 1)

    def add_to_cart(self) -> None:
        """Put the first product into the cart, from the player."""
        before = self.sum("adds")
        frame = self.page.frame_locator("iframe").first
        name = re.compile("Add .*to cart", re.IGNORECASE)
        frame.get_by_role("button", name=name).first.click()
        self.until(lambda: self.sum("adds") > before)


@pytest.fixture
def video(house: House) -> dict[str, Any]:
    """A film of the demo that carries a product which can be put into a cart."""
    found: dict[str, Any] = house.call("GET", f"/videos/{house.facts['video_uid']}")["data"]
    return found


@pytest.fixture
def visit(chrome: Browser, house: House, host: Host, video: dict[str, Any]) -> Any:
    """Open a page with the film on it; `script` runs before everything else in it."""
    contexts = []

    def open_page(script: str = "", *, below: int = 0, **options: Any) -> Visitor:
        place = f'<div style="height:{below}px"></div>'
        element = f'<vitrine-video video="{video["id"]}"></vitrine-video>'
        host.pages["/"] = f"{BANNER}{place}{element}{house.tag}"
        size = {"width": 1280, "height": 800}
        context = chrome.new_context(viewport=size, locale="en-GB", **options)
        contexts.append(context)
        visitor = Visitor(context.new_page(), house)
        visitor.page.set_default_timeout(PATIENCE_MS)
        context.on("request", visitor.note)
        if script:
            visitor.page.add_init_script(script)
        visitor.page.goto(host.origin)
        expect(visitor.page.get_by_role("button", name=PLAY).first).to_be_visible()
        return visitor

    yield open_page
    for each in contexts:
        each.close()


def numbers(house: House, video: dict[str, Any], component: str = "embed") -> dict[str, Any]:
    """What the film came to so far in a component; and what was bought because of it."""
    path = f"/numbers?by=content&content_id={video['id']}"
    rows = house.call("GET", f"{path}&component={component}")["data"]
    [whole] = house.call("GET", path)["data"] or [{"attributes": {}}]
    names = ("impressions", "views", "watch_seconds", "cart_adds", "product_clicks")
    counts = rows[0]["attributes"] if rows else {}
    kept = ("unique_viewers", "direct", "assisted")
    return {name: counts.get(name) or 0 for name in names} | {
        name: whole["attributes"].get(name) for name in kept
    }


def orders(of: dict[str, Any], kind: str) -> int:
    """How many orders the film has its share in."""
    return int((of[kind] or {"orders": 0})["orders"])


def test_before_anybody_agrees_nothing_is_stored_and_nobody_is_named(
    house: House, video: dict[str, Any], visit: Any
) -> None:
    before = numbers(house, video)
    visitor = visit()
    visitor.until(lambda: visitor.sum("impressions") == 1)
    visitor.play()
    visitor.add_to_cart()
    assert visitor.stored() == ([], [], [])
    assert visitor.page.evaluate("vitrine.attribution()") == {"products": {}}
    assert all(set(body) == {"seen"} for body in visitor.told)
    named = {found for body in visitor.told for found in ID.findall(json.dumps(body))}
    assert named <= {video["id"], *video["attributes"]["product_ids"]}
    after = numbers(house, video)
    gained = {name: after[name] - before[name] for name in ("impressions", "views", "cart_adds")}
    assert gained == {"impressions": 1, "views": 1, "cart_adds": 1}
    assert after["watch_seconds"] - before["watch_seconds"] >= 1
    assert (after["unique_viewers"] or 0) == (before["unique_viewers"] or 0)


def test_who_agrees_has_an_id_until_they_refuse(
    house: House, video: dict[str, Any], visit: Any
) -> None:
    before = numbers(house, video)["unique_viewers"] or 0
    visitor = visit()
    visitor.until(lambda: visitor.sum("impressions") == 1)
    visitor.page.get_by_role("button", name="Agree").click()
    visitor.until(lambda: visitor.stored()[0] == ["vitrine:seen"])
    visitor.play()
    known = visitor.page.evaluate("localStorage['vitrine:seen'].split('.')[0]")
    assert visitor.told[-1]["visitor"] == known
    assert numbers(house, video)["unique_viewers"] == before + 1
    # Another page of the shop asks again, and the banner has not told yet.
    visitor.told.clear()
    visitor.page.reload()
    visitor.until(lambda: visitor.sum("impressions") == 1)
    assert "visitor" not in visitor.told[0]
    visitor.page.get_by_role("button", name="Refuse").click()
    assert visitor.stored() == ([], [], [])
    visitor.until(lambda: {"visitor": known, "forget": True} in visitor.told)
    visitor.until(lambda: (numbers(house, video)["unique_viewers"] or 0) == before)
    visitor.told.clear()
    visitor.play()
    assert all(set(body) == {"seen"} for body in visitor.told)


def test_who_refuses_where_nothing_is_shown_is_forgotten_as_well(
    house: House, host: Host, visit: Any
) -> None:
    visitor = visit()
    visitor.page.get_by_role("button", name="Agree").click()
    visitor.until(lambda: visitor.stored()[0] == ["vitrine:seen"])
    host.pages["/empty"] = f"{BANNER}{house.tag}"
    visitor.page.goto(f"{host.origin}/empty")
    visitor.until(lambda: bool(visitor.page.evaluate("!!window.vitrine.version")))
    visitor.page.get_by_role("button", name="Refuse").click()
    assert visitor.stored() == ([], [], [])


def test_global_privacy_control_is_a_no(house: House, video: dict[str, Any], visit: Any) -> None:
    visitor = visit(
        "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})",
        extra_http_headers={"Sec-GPC": "1"},
    )
    visitor.page.get_by_role("button", name="Agree").click()
    visitor.play()
    visitor.add_to_cart()
    assert visitor.stored() == ([], [], [])
    assert all(set(body) == {"seen"} for body in visitor.told)


def test_what_is_out_of_view_is_no_impression(visit: Any) -> None:
    visitor = visit(below=3000)
    visitor.until(lambda: bool(visitor.page.evaluate("!!window.vitrine.attribution")))
    visitor.page.wait_for_function("new Promise(done => setTimeout(() => done(true), 4000))")
    assert visitor.told == []
    visitor.page.get_by_role("button", name=PLAY).first.scroll_into_view_if_needed()
    visitor.until(lambda: visitor.sum("impressions") == 1)


def test_each_slide_of_a_carousel_is_an_impression_of_its_own(
    chrome: Browser, house: House
) -> None:
    page = chrome.new_page(viewport={"width": 1280, "height": 800})
    visitor = Visitor(page, house)
    page.on("request", visitor.note)
    page.goto(house.shop)
    page.get_by_role("button", name=PLAY).nth(1).scroll_into_view_if_needed()

    def seen() -> list[str]:
        items = [each for body in visitor.told for each in body["seen"]]
        return [each["content"] for each in items if each["component"] == "shorts_card"]

    visitor.until(lambda: len(set(seen())) >= 3)
    assert len(seen()) == len(set(seen()))
    page.close()


def test_a_product_followed_from_beside_the_film_is_a_click(
    house: House, video: dict[str, Any], visit: Any
) -> None:
    before = numbers(house, video)["product_clicks"]
    visitor = visit()
    visitor.until(lambda: bool(visitor.page.evaluate("!!window.vitrine.attribution")))
    # The click takes the page away.
    visitor.page.locator("vitrine-video a.chip").click()
    visitor.page.wait_for_url(f"{house.shop}/**")
    visitor.until(lambda: numbers(house, video)["product_clicks"] == before + 1)


def test_an_order_of_what_was_added_in_the_player_is_attributed(
    house: House, host: Host, video: dict[str, Any], visit: Any
) -> None:
    before = numbers(house, video)
    visitor = visit()
    visitor.page.get_by_role("button", name="Agree").click()
    visitor.until(lambda: bool(visitor.page.evaluate("!!window.vitrine.attribution")))
    visitor.play()
    visitor.add_to_cart()
    known = visitor.page.evaluate("vitrine.attribution()")
    [(ref, attribution)] = known["products"].items()
    line = {"id": ref, "quantity": 2, "price": 9.95, "attribution": attribution}
    order = {"order_id": known["visitor"], "total": 19.9, "products": [line]}
    unmarked = {
        **order,
        "order_id": f"{known['visitor']} 2",
        "products": [{"id": ref, "quantity": 1}],
    }
    for body in (order, order, {**unmarked, "visitor": known["visitor"]}):
        answer = requests.post(
            f"{house.vitrine}/api/v1/purchases?app_id={house.facts['app_id']}",
            data=json.dumps(body),
            headers={"Origin": host.origin, "Content-Type": "text/plain"},
            timeout=30,
        )
        assert answer.status_code == 204
    after = numbers(house, video)
    assert orders(after, "direct") - orders(before, "direct") == 1
    assert orders(after, "assisted") - orders(before, "assisted") == 1


def test_a_player_that_is_open_by_itself_counts_too(
    chrome: Browser, house: House, video: dict[str, Any]
) -> None:
    before = numbers(house, video, "page")["views"]
    page = chrome.new_page()
    page.goto(video["attributes"]["player_url"])
    visitor = Visitor(page, house)
    page.on("request", visitor.note)
    page.locator("[data-part=play]").first.click()
    visitor.until(lambda: visitor.sum("views") == 1)
    visitor.until(lambda: numbers(house, video, "page")["views"] == before + 1)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.close()


def test_who_leaves_at_once_is_counted_by_a_beacon(
    house: House, video: dict[str, Any], visit: Any
) -> None:
    before = numbers(house, video)["impressions"]
    # Nothing but the beacon gets through.
    visitor = visit(
        "const plain = window.fetch; window.fetch = (url, options) =>"
        " options?.keepalive ? Promise.reject(new Error('no')) : plain(url, options)"
    )
    visitor.until(lambda: bool(visitor.page.evaluate("!!window.vitrine.attribution")))
    visitor.page.wait_for_function("new Promise(done => setTimeout(() => done(true), 1500))")
    visitor.page.goto("about:blank")
    visitor.until(lambda: numbers(house, video)["impressions"] == before + 1)
