"""An app shows the player of a stream in its web view, and takes what is added over its bridge."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from models.content import ContentProduct
from models.product import Product
from tests.browser.stage import Stage
from usecases import products

pytestmark = pytest.mark.xdist_group("browser")
# What an app puts into every page of its web view.
BRIDGE = "window.taken = []; window.shopstory = { addProduct: (text) => taken.push(text) };"
CHOICES = {
    "options": [{"name": "Size", "values": ["S", "M"]}],
    "variants": [
        {"ref": ref, "options": [size], "price": None, "in_stock": True}
        for ref, size in (("COAT-S", "S"), ("COAT-M", "M"))
    ],
}


def carry(stage: Stage, **facts: Any) -> Product:
    """Let the live carry a new product."""
    product = products.add(stage.shop, **facts).product
    ContentProduct.create(content=stage.live, product=product)
    return product


def test_add_to_cart_calls_the_app_with_a_product_as_json(stage: Stage, viewer: Page) -> None:
    url = "https://shop.example/p/1"
    carry(stage, name="Field “jacket”", ref="183966", url=url)
    carry(stage, name="Coat", ref="COAT", choices=CHOICES)
    viewer.add_init_script(BRIDGE)
    address = f"{stage.origin}/sdk/?x-force-appid={stage.shop.slug}"
    viewer.goto(f"{address}#/translation/{stage.live.uid}")
    expect(viewer).to_have_url(re.compile(f"/embed/lives/{stage.live.uid}"))
    viewer.get_by_role("tab", name="Products").click()
    viewer.get_by_role("button", name="Add to cart: Field").click()
    viewer.wait_for_function("taken.length === 1")
    coat = viewer.get_by_role("button", name="Add to cart: Coat")
    coat.click()  # asks for the size
    viewer.get_by_label("Size").select_option("M")
    coat.click()
    viewer.wait_for_function("taken.length === 2")
    assert [json.loads(each) for each in viewer.evaluate("taken")] == [
        {
            "name": "Field “jacket”",
            "feedProductId": "183966",
            "feedProductGroupId": "",
            "url": url,
            "vendorCode": "183966",
        },
        {
            "name": "Coat",
            "feedProductId": "COAT-M",
            "feedProductGroupId": "COAT",
            "url": "",
            "vendorCode": "COAT-M",
        },
    ]


def test_an_address_without_a_stream_says_that_nothing_is_here(stage: Stage, viewer: Page) -> None:
    viewer.goto(f"{stage.origin}/sdk/?x-force-appid={stage.shop.slug}#/translation/2017")
    expect(viewer.get_by_text("There is nothing to watch here.")).to_be_visible()
