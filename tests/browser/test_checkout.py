"""In a real browser: from a product card to a receipt, by keyboard too; nothing for axe to find."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from models.contract import PAID, Contract
from models.session import SignInCode
from models.shop import Shop
from tests import builders
from tests.browser.access import violations
from tests.browser.stage import Stage
from usecases import codes
from usecases.market import baskets
from usecases.market.baskets import Basket

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.usefixtures("patient")]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
# What is left of 1280 px enlarged to 400 %.
NARROW: ViewportSize = {"width": 320, "height": 640}
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
    kept(viewer, f"{request.node.callspec.id}-player")
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
    expect(till.locator(".total")).to_contain_text("€39.80")
    till.get_by_role("button", name="Go on to payment").click()
    expect(till.get_by_label("Name")).to_be_focused()
    kept(till, f"{step}-nobody")
    till.keyboard.type("Noor Doe")
    till.get_by_label("Delivery address").fill("1 Larch Way\n12345 Town")
    till.get_by_role("button", name="Go on to payment").click()
    expect(till.locator(".sums")).to_contain_text("1 Larch Way")
    kept(till, f"{step}-order")
    pay(till, "4000 0000 0000 0002")
    expect(till.get_by_role("alert")).to_contain_text("declined")
    # Going back and loading again sends nothing again.
    till.reload()
    expect(till.get_by_role("alert")).to_contain_text("declined")
    till.go_back()
    till.go_forward()
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


@pytest.mark.parametrize("size", [NARROW, DESKTOP], ids=["narrow", "desktop"])
def test_a_brands_colours_long_names_and_french_fit_in_the_dark(
    stage: Stage, viewer: Page, size: ViewportSize, request: pytest.FixtureRequest
) -> None:
    look = {"accent": "#16382c", "accent_text": "#ffffff", "radius": 14}
    mine = Shop.update(checking_out=True, name="Maison Hollow & Hay", appearance=look)
    mine.where(Shop.id == stage.shop.id).execute()
    long = "Couverture de laine " + "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 2
    goods = [
        builders.a_product(stage.shop, name=long, price_amount=123_456_700),
        *(builders.a_product(stage.shop, name=f"Lampe {each}") for each in range(12)),
    ]
    basket = Basket(stage.shop, {each.uid: 12 for each in goods})
    step = request.node.callspec.id
    viewer.set_viewport_size(size)
    viewer.emulate_media(color_scheme="dark")

    def fits(name: str) -> None:
        kept(viewer, f"{step}-french-{name}")
        assert viewer.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    viewer.goto(f"{stage.origin}/checkout/carts/{baskets.written(Basket(stage.shop))}?lang=fr")
    fits("empty")
    viewer.goto(f"{stage.origin}/checkout/carts/{baskets.written(basket)}?lang=fr")
    expect(viewer.get_by_role("heading", name="Votre panier")).to_be_visible()
    button = viewer.get_by_role("button", name="M’envoyer un code")
    assert button.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(22, 56, 44)"
    fits("cart")
    viewer.get_by_role("textbox", name="E-mail").fill(NOOR)
    viewer.keyboard.press("Enter")
    viewer.get_by_label("Code", exact=True).fill("12")
    viewer.keyboard.press("Enter")
    expect(viewer.get_by_role("alert")).to_contain_text("Ce code est faux")
    fits("wrong")
    viewer.keyboard.type(codes.code_of(SignInCode.get(SignInCode.email == NOOR)))
    viewer.keyboard.press("Enter")
    viewer.get_by_label("Nom").fill("Donaudampfschifffahrtsgesellschaftskapitänswitwe")
    viewer.get_by_label("Adresse de livraison").fill("1 allée des Mélèzes\n12345 Ville")
    viewer.get_by_role("button", name="Passer au paiement").click()
    viewer.get_by_label("Numéro de carte").fill("4242")
    viewer.keyboard.press("Enter")
    expect(viewer.get_by_role("alert").first).to_contain_text("numéro entier")
    fits("faults")
    viewer.get_by_label("Numéro de carte").fill("4000 0000 0000 0077")
    viewer.get_by_label("Valable jusqu’à").fill("12/31")
    viewer.keyboard.press("Enter")
    expect(viewer.get_by_role("heading", name="cours de vérification")).to_be_visible()
    fits("paying")
    viewer.get_by_role("button", name="Vérifier à nouveau").click()
    expect(viewer.get_by_role("heading", name="Merci")).to_be_visible()
    fits("paid")


def test_by_keyboard_alone_an_order_is_changed_after_a_declined_card_and_paid(
    stage: Stage, viewer: Page
) -> None:
    Shop.update(checking_out=True).where(Shop.id == stage.shop.id).execute()
    lamp = builders.a_product(stage.shop, name="Lamp", price_amount=1_990, quantity=5)
    shade = builders.a_product(stage.shop, name="Shade", price_amount=500)
    text = baskets.written(Basket(stage.shop, {lamp.uid: 2, shade.uid: 1}))
    viewer.goto(f"{stage.origin}/checkout/carts/{text}?lang=en")
    press(viewer, "One more: Lamp")
    expect(viewer.locator(".total")).to_contain_text("€64.70")
    # One goes on where one was, not at the top of the page.
    viewer.keyboard.press("Tab")
    expect(viewer.get_by_role("button", name="One less: Lamp")).to_be_focused()
    tab_to(viewer, viewer.get_by_role("textbox", name="E-mail"))
    viewer.keyboard.type(NOOR)
    viewer.keyboard.press("Enter")
    expect(viewer.get_by_label("Code", exact=True)).to_be_focused()
    viewer.keyboard.type(codes.code_of(SignInCode.get(SignInCode.email == NOOR)))
    viewer.keyboard.press("Enter")
    tab_to(viewer, viewer.get_by_label("Name"))
    viewer.keyboard.type("Noor Doe")
    viewer.keyboard.press("Tab")
    viewer.keyboard.type("1 Larch Way")
    press(viewer, "Go on to payment")
    tab_to(viewer, viewer.get_by_label("Card number"))
    viewer.keyboard.type("4000 0000 0000 9995")
    viewer.keyboard.press("Tab")
    viewer.keyboard.type("12/31")
    viewer.keyboard.press("Enter")
    expect(viewer.get_by_role("alert")).to_contain_text("not enough money")
    press(viewer, "Remove: Lamp")
    expect(viewer.locator(".total")).to_contain_text("€5.00")
    tab_to(viewer, viewer.get_by_label("Card number"))
    viewer.keyboard.type("4242 4242 4242 4242")
    viewer.keyboard.press("Tab")
    viewer.keyboard.type("12/31")
    viewer.keyboard.press("Enter")
    expect(viewer.get_by_role("heading", name="Thank you for your order")).to_be_visible()
    assert Contract.get().status == PAID


def press(page: Page, name: str) -> None:
    """Go to a button by keyboard, and press it."""
    tab_to(page, page.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on by keyboard until something has the focus; what cannot be reached fails the test."""
    expect(wanted).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"no way to {wanted}")
