"""The playground in a browser: every component, its looks, its player, and what is to be copied."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import House
from tests.browser.test_shop_pages import PLAY, player, the_picture_moves

pytestmark = pytest.mark.xdist_group("browser")
COMPONENTS = (
    "floating",
    "embed",
    "shorts_card",
    "shorts_story",
    "cards_slider",
    "highlight",
    "launcher",
    "landing",
)


@pytest.fixture(params=[1280, 390], ids=["laptop", "phone"])
def owner(chrome: Browser, house: House, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page of somebody of the shop, whose browser was told a key."""
    context = chrome.new_context(
        viewport={"width": request.param, "height": 900},
        http_credentials={
            "username": house.facts["app_id"],
            "password": house.facts["api_key"],
        },
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
    context.close()


def test_a_content_is_shown_in_every_component(house: House, owner: Page) -> None:
    asked: list[str] = []
    owner.on("request", lambda each: asked.append(each.url))
    owner.goto(f"{house.vitrine}/playground/videos/{house.facts['video_uid']}")
    stage = owner.locator("#stage")
    for component in COMPONENTS:
        owner.get_by_label("Component").select_option(component)
        where = owner.locator("section.bubble") if component == "floating" else stage
        expect(where.get_by_role("button").first).to_be_visible()
        assert f'"component": "{component}"' in owner.locator("[data-part=placement]").inner_text()
    assert owner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # What is tried here is nobody's impression.
    assert not [each for each in asked if "/seen" in each]


@pytest.mark.parametrize("kind", ["videos", "collections"])
def test_its_films_play(house: House, owner: Page, kind: str) -> None:
    uid = house.facts["video_uid" if kind == "videos" else "collection_uid"]
    owner.goto(f"{house.vitrine}/playground/{kind}/{uid}")
    owner.get_by_role("button", name=PLAY).first.click()
    the_picture_moves(player(owner))


def test_a_live_has_its_countdown(house: House, owner: Page) -> None:
    owner.goto(f"{house.vitrine}/playground/lives/{house.facts['live_uid']}")
    expect(owner.get_by_role("timer")).to_be_visible()


def test_what_is_tried_is_what_is_copied(house: House, owner: Page) -> None:
    owner.goto(f"{house.vitrine}/playground/collections/{house.facts['collection_uid']}")
    owner.get_by_label("Title").fill("Rain or shine")
    expect(owner.get_by_role("region", name="Rain or shine")).to_be_visible()
    owner.get_by_label("Radius").fill("3")
    copied = owner.locator("[data-part=placement]").inner_text()
    body = json.loads(copied.partition("--json '")[2].rstrip("'"))
    assert body["configuration"] == {"title": "Rain or shine", "radius": 3}
    made = house.call("POST", "/placements", json=body)["data"]
    house.call("DELETE", f"/placements/{made['id']}")
    element = f'<vitrine-carousel collection="{house.facts["collection_uid"]}">'
    assert element in owner.locator("[data-part=element]").inner_text()
