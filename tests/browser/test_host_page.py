"""A host goes on air from a real Chromium with its fake camera, and ends the show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.browser.conftest import House

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# A busy machine is no fault.
PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def studio(chrome: Browser) -> Iterator[Browser]:
    """A Chromium whose camera is made up and always allowed."""
    flags = [*chromium.FLAGS, *CAMERA]
    made = chrome.browser_type.launch(executable_path=chromium.find(), args=flags)
    yield made
    made.close()


@pytest.fixture
def live(house: House) -> Iterator[dict[str, Any]]:
    """A live that starts by hand and carries a product; it is gone afterwards."""
    product = house.call("GET", "/products")["data"][0]
    facts = {
        "name": "From the browser",
        "start_date": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
        "starts_by": "hand",
        "product_ids": [product["id"]],
        "published": True,
    }
    made = house.call("POST", "/lives", json=facts)["data"]
    link = house.call("POST", f"/lives/{made['id']}/host_link", json={"name": "Anna"})
    yield {
        "id": made["id"],
        "link": link["data"]["attributes"]["url"],
        "token": link["data"]["attributes"]["token"],
        "product": product["attributes"]["name"],
    }
    house.call("DELETE", f"/lives/{made['id']}")


def state_of(house: House, live: dict[str, Any]) -> dict[str, Any]:
    path = f"{house.vitrine}/audience/v1/lives/{live['id']}/state"
    told: dict[str, Any] = requests.get(path, timeout=30).json()
    return told


def part(page: Page, name: str) -> Any:
    return page.locator(f"[data-part={name}]")


def test_a_show_from_rehearsal_to_its_end(
    house: House, studio: Browser, live: dict[str, Any]
) -> None:
    context = studio.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page, errors, asked = context.new_page(), [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    page.goto(live["link"])
    expect(part(page, "badge")).to_have_text("Off air")
    assert live["token"] not in page.url
    part(page, "camera-on").click()
    part(page, "act").click()
    expect(part(page, "badge")).to_have_text("Rehearsal")
    page.get_by_role("button", name=f"Show: {live['product']}").click()
    expect(page.get_by_role("button", name=f"Take off: {live['product']}")).to_be_visible()
    assert state_of(house, live)["state"] == "not_started"
    part(page, "act").click()
    part(page, "dialog-yes").click()
    expect(part(page, "badge")).to_have_text("On air")
    # The state may be a second old.
    while (told := state_of(house, live))["state"] != "started":
        page.wait_for_timeout(200)
    assert [each["name"] for each in told["screen"]["products"]] == [live["product"]]

    context.set_offline(True)
    expect(part(page, "line")).to_have_attribute("data-line", "lost")
    context.set_offline(False)
    expect(part(page, "line")).to_have_attribute("data-line", "good")

    manifest = f"{house.vitrine}/media/lives/{live['id']}/source.m3u8"
    while ".m4s" not in requests.get(manifest, timeout=30).text:
        page.wait_for_timeout(200)
    part(page, "act").click()
    part(page, "dialog-yes").click()
    expect(part(page, "badge")).to_have_text("Finished")
    while state_of(house, live)["state"] != "finished":
        page.wait_for_timeout(200)
    # The token went along as a header and nowhere else.
    assert not [each for each in asked if live["token"] in each.split("#")[0]]
    assert errors == []
    context.close()


def test_without_a_good_link_the_page_says_what_to_do(
    house: House, studio: Browser, live: dict[str, Any]
) -> None:
    page = studio.new_page(viewport={"width": 390, "height": 844}, locale="en-GB")
    expect.set_options(timeout=PATIENCE_MS)
    address = f"{house.vitrine}/studio/lives/{live['id']}"
    page.goto(address)
    expect(part(page, "gate-title")).to_have_text("Open the link you were sent")
    house.call("DELETE", f"/lives/{live['id']}/host_link")
    page.goto(f"{address}#{live['token']}")
    expect(part(page, "gate-title")).to_have_text("This link is not good any more")
    assert live["token"] not in page.url
    page.close()
