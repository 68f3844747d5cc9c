"""In a real browser: from a product card to a receipt, by keyboard too; nothing for axe to find."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from models.contract import PAID, Contract
from models.session import SignInCode
from models.shop import Shop
from tests import builders
from tests.browser.access import violations
from tests.browser.stage import Stage
from usecases import codes

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("patient")]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
NOOR = "noor@shop.example"


def kept(page: Page, name: str) -> None:
    """Look at a page with axe, and keep a picture of it where VITRINE_GALLERY names a folder."""
    assert violations(page) == [], name
    if folder := os.environ.get("VITRINE_GALLERY"):
        page.screenshot(path=Path(folder) / f"checkout-{name}.png", full_page=True)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_viewer_checks_out_from_a_player(
    stage: Stage, viewer: Page, size: ViewportSize, request: pytest.FixtureRequest
) -> None:
    Shop.update(checking_out=True).where(Shop.id == stage.shop.id).execute()
    lamp = builders.a_product(stage.shop, name="Lamp", price_amount=1_990, quantity=5)
    video = builders.a_video(stage.shop, products=(lamp,))
    viewer.set_viewport_size(size)
    viewer.goto(f"{stage.origin}/embed/videos/{video.uid}?lang=en")
    viewer.locator("[data-part=add]").click()
    expect(viewer.locator("[data-part=cart-count]")).to_have_text("1")
    with viewer.expect_popup() as opened:
        viewer.locator("[data-part=checkout]").click()
    till, step = opened.value, request.node.callspec.id
    till.set_viewport_size(size)
    expect(till.get_by_role("heading", name="Your cart")).to_be_visible()
    till.get_by_role("button", name="One more: Lamp").click()
    expect(till.locator(".total")).to_contain_text("€39.80")
    kept(till, f"{step}-cart")
    till.get_by_role("textbox", name="E-mail").fill("noor")
    till.keyboard.press("Enter")
    expect(till.get_by_role("alert")).to_contain_text("whole e-mail address")
    kept(till, f"{step}-address")
    till.get_by_role("textbox", name="E-mail").fill(NOOR)
    till.keyboard.press("Enter")
    expect(till.get_by_label("Code", exact=True)).to_be_focused()
    kept(till, f"{step}-code")
    till.keyboard.type(codes.code_of(SignInCode.get(SignInCode.email == NOOR)))
    till.keyboard.press("Enter")
    expect(till.locator(".total")).to_contain_text("€41.30")
    kept(till, f"{step}-order")
    pay(till, "4000 0000 0000 0002")
    expect(till.get_by_role("alert")).to_contain_text("declined")
    kept(till, f"{step}-declined")
    pay(till, "4242 4242 4242 4242")
    expect(till.get_by_role("heading", name="Thank you for your order")).to_be_visible()
    kept(till, f"{step}-receipt")
    assert Contract.get().status == PAID
    expect(viewer.locator("[data-part=checkout]")).to_be_hidden()


def pay(till: Page, number: str) -> None:
    """Type a card, by keyboard alone."""
    till.get_by_label("Card number").focus()
    till.keyboard.type(number)
    till.keyboard.press("Tab")
    till.keyboard.type("12 / 31")
    till.keyboard.press("Enter")
