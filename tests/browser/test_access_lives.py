"""axe-core finds nothing wrong with a live before, during and after it, nor with its studio."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from models import clock
from models.broadcast import PRODUCT
from models.content import Content, ContentProduct
from tests import builders
from tests.browser.access import violations
from tests.browser.conftest import House
from tests.browser.stage import Stage
from tests.browser.test_on_air import live, part, studio
from usecases.screens import tell_screen

__all__ = ["live", "studio"]
pytestmark = pytest.mark.usefixtures("patient")
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
PATIENCE_MS = 60_000


@pytest.fixture
def viewer(chrome: Browser) -> Iterator[Page]:
    """Somebody who wants nothing to move."""
    context = chrome.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("way", ["ltr", "rtl"])
@SIZES
def test_before_a_live(stage: Stage, viewer: Page, size: ViewportSize, way: str) -> None:
    starts_at = clock.now() + timedelta(hours=3)
    Content.update(starts_at=starts_at).where(Content.id == stage.live.id).execute()
    viewer.set_viewport_size(size)
    viewer.goto(f"{stage.page}?lang={'ar' if way == 'rtl' else 'en'}&dir={way}")
    expect(viewer.locator("[data-part=countdown]")).to_be_visible()
    assert violations(viewer) == []
    viewer.locator("summary").click()
    assert violations(viewer) == []
    viewer.locator("summary").click()
    viewer.locator("[data-part=remind]").click()
    viewer.locator("[data-part=mail]").fill("noor")
    viewer.locator("[data-part=reminding-send]").click()
    expect(viewer.locator("[data-part=reminding-refused]")).not_to_be_empty()
    assert violations(viewer) == []


@SIZES
def test_a_live_on_air_and_after(stage: Stage, viewer: Page, size: ViewportSize) -> None:
    stage.film()
    stage.begin()
    jacket = builders.a_product(stage.shop)
    ContentProduct.create(content=stage.live, product=jacket)
    stage.say("Does it come in green?", author="Noor")
    stage.say("It does!", author="Alice", by_host=True)
    stage.say("And in red?", question=True)
    stage.past("Spring show")
    viewer.set_viewport_size(size)
    viewer.goto(stage.page)
    expect(viewer.locator(".message").first).to_be_visible()
    builders.an_event(stage.live, PRODUCT, product=jacket)
    stage.live.state = "started"
    tell_screen(stage.live)
    expect(viewer.locator("[data-part=cards] .card")).to_contain_text("Field jacket")
    assert violations(viewer) == []
    for tab in ("questions", "products", "past", "chat"):
        viewer.locator(f"#tab-{tab}").click()
        expect(viewer.locator(f"#pane-{tab}")).to_be_visible()
        assert violations(viewer) == [], tab
    viewer.locator("[data-part=text]").fill("Hello")
    viewer.keyboard.press("Enter")
    viewer.locator("[data-part=nickname]").fill("two words")
    viewer.keyboard.press("Enter")
    expect(viewer.locator("[data-part=naming-refused]")).to_contain_text("one word")
    assert violations(viewer) == []
    viewer.locator("[data-part=naming-cancel]").click()
    stage.lose()
    expect(viewer.get_by_text("Back in a moment", exact=True).first).to_be_visible()
    assert violations(viewer) == []
    stage.change("finished")
    viewer.wait_for_function("() => document.body.dataset.phase === 'waiting'")
    assert violations(viewer) == []
    stage.replay()
    viewer.wait_for_function("() => document.body.dataset.phase === 'replay'")
    assert violations(viewer) == []


@SIZES
def test_the_studio(
    house: House, studio: Browser, live: dict[str, str], size: ViewportSize
) -> None:
    context = studio.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{house.vitrine}/studio/lives/{live['id']}")
    expect(part(page, "gate-title")).to_have_text("Open the link you were sent")
    assert violations(page) == []
    page.goto(live["link"])
    expect(part(page, "badge")).to_have_text("Off air")
    assert violations(page) == []
    part(page, "camera-on").click()
    part(page, "act").click()
    expect(part(page, "badge")).to_have_text("Rehearsal")
    part(page, "devices").click()
    assert violations(page) == []
    part(page, "devices").click()
    for tab in page.get_by_role("tab").all():
        if tab.is_visible():
            tab.click()
            assert violations(page) == []
    part(page, "act").click()
    expect(part(page, "dialog-yes")).to_be_visible()
    assert violations(page) == []
    context.close()
