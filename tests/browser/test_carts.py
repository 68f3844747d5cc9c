"""In a real browser the player adds to the carts of four shop systems, and shows them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Host, House

pytestmark = pytest.mark.xdist_group("browser")
Answer = dict[str, Any] | list[Any] | None
VARIANTS = [
    {"ref": "COAT-R-S", "options": ["Red", "S"], "price": "89.00"},
    {"ref": "COAT-B-M", "options": ["Blue", "M"]},
    {"ref": "COAT-B-S", "options": ["Blue", "S"], "in_stock": False},
]
CHOICES = {
    "options": [
        {"name": "Colour", "values": ["Red", "Blue"]},
        {"name": "Size", "values": ["S", "M"]},
    ],
    "variants": VARIANTS,
}


@dataclass
class Till:
    """A shop's own server: its page's head, and its cart as the system's endpoints tell it."""

    system: str
    head: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    said: list[dict[str, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things are in the cart."""
        return sum(self.lines.values())

    def put(self, ref: str, quantity: int) -> bool:
        """Put something into the cart; of everything there are two."""
        fits = self.lines.get(ref, 0) + quantity <= 2
        if fits:
            self.lines[ref] = self.lines.get(ref, 0) + quantity
        return fits

    def shopify(self, method: str, path: str, sent: str, _headers: Any) -> tuple[int, Answer]:
        """Answer as https://shopify.dev/docs/api/ajax says."""
        ids = {"COAT-R-S": 50001, "COAT-B-M": 50002}
        if path == "/products/coat.js":
            made = [{"id": each, "sku": ref, "available": True} for ref, each in ids.items()]
            return 200, {"variants": made}
        if method == "POST" and path == "/cart/add.js":
            [item] = json.loads(sent)["items"]
            ref = next(ref for ref, each in ids.items() if each == item["id"])
            words = {
                "status": 422,
                "message": "Cart Error",
                "description": "All 2 are in your cart.",
            }
            return (200, {"items": []}) if self.put(ref, item["quantity"]) else (422, words)
        items = [
            {"sku": ref, "variant_id": 1, "quantity": many} for ref, many in self.lines.items()
        ]
        total = {"total_price": 8900 * self.count, "currency": "EUR"}
        return 200, {"item_count": self.count, "items": items, **total}

    def woocommerce(self, method: str, path: str, sent: str, headers: Any) -> tuple[int, Answer]:
        """Answer as WooCommerce's Store API does."""
        ids = {"COAT-R-S": 21, "COAT-B-M": 22}
        route, _, query = path.removeprefix("/wp-json/wc/store/v1/").partition("?")
        if route == "products":
            asked = parse_qs(query)
            ref = asked["sku"][0]
            if asked.get("type") != ["variation"]:
                return 200, []
            return 200, [{"id": ids[ref], "type": "variation", "is_in_stock": True}]
        if method == "POST" and route == "cart/add-item":
            wish = json.loads(sent)
            ref = next(ref for ref, each in ids.items() if each == wish["id"])
            if headers["Nonce"] != "n0nce":
                return 401, {"code": "woocommerce_rest_missing_nonce", "message": "Missing"}
            if not self.put(ref, wish["quantity"]):
                code = "woocommerce_rest_product_partially_out_of_stock"
                return 400, {"code": code, "message": "All 2 are in your cart."}
        items = [{"id": ids[ref], "sku": ref, "quantity": many} for ref, many in self.lines.items()]
        money = {"total_price": str(8900 * self.count), "currency_code": "EUR"}
        totals = {**money, "currency_minor_unit": 2}
        return 200, {"items_count": self.count, "items": items, "totals": totals}

    def magento(self, method: str, path: str, sent: str, _headers: Any) -> tuple[int, Answer]:
        """Answer as Magento's GraphQL, cart and customer sections do."""
        colours, sizes = {"R": 58, "B": 59}, {"S": 166, "M": 167}
        if path.startswith("/graphql?"):
            made = [
                {
                    "product": {"sku": ref, "stock_status": "IN_STOCK"},
                    "attributes": [
                        {"code": "color", "value_index": colours[ref[5]]},
                        {"code": "size", "value_index": sizes[ref[7]]},
                    ],
                }
                for ref in ("COAT-R-S", "COAT-B-M")
            ]
            axes = [("93", "color"), ("144", "size")]
            options = [{"attribute_id": each, "attribute_code": code} for each, code in axes]
            coat = {"id": 9, "sku": "COAT", "__typename": "ConfigurableProduct", "variants": made}
            found = {"items": [{**coat, "configurable_options": options}]}
            return 200, {"data": {"a": {"items": []}, "b": found}}
        if method == "POST" and path == "/checkout/cart/add/product/9/":
            form = {name: each[0] for name, each in parse_qs(sent).items()}
            chosen = form["super_attribute[93]"], form["super_attribute[144]"]
            ref = {("58", "166"): "COAT-R-S", ("59", "167"): "COAT-B-M"}[chosen]
            good = form["form_key"] == "k3y" and self.put(ref, int(form["qty"]))
            told = ("success", "Added.") if good else ("error", "All 2 are in <b>your</b> cart.")
            self.said = [dict(zip(("type", "text"), told, strict=True))]
            return 200, [] if good else {"backUrl": "/coat.html"}
        if "sections=messages" in path:
            said, self.said = self.said, []
            return 200, {"messages": {"messages": said}}
        items = [{"product_sku": ref, "qty": many} for ref, many in self.lines.items()]
        total = f'<span class="price">€{89 * self.count}.00</span>'
        return 200, {"cart": {"summary_count": self.count, "subtotal": total, "items": items}}

    def prestashop(self, method: str, path: str, sent: str, _headers: Any) -> tuple[int, Answer]:
        """Answer as PrestaShop's cart does."""
        ids = {"COAT-R-S": "31", "COAT-B-M": "32"}
        form = {name: each[0] for name, each in parse_qs(sent).items()}
        if form.get("add"):
            ref = next(ref for ref, each in ids.items() if each == form["id_product_attribute"])
            if form["token"] != "t0ken" or not self.put(ref, int(form["qty"])):
                return 200, {"hasError": True, "errors": ["All 2 are in your cart."], "quantity": 2}
        lines = self.lines.items()
        items = [{"id_product": 7, "reference": ref, "quantity": many} for ref, many in lines]
        totals = {"total": {"value": f"€{89 * self.count}.00"}}
        cart = {"products": items, "products_count": self.count, "totals": totals}
        return 200, {"success": True, "cart": cart, "errors": ""}


HEADS = {
    "shopify": '<script>Shopify = {shop: "a.myshopify.com", routes: {root: "/"}}</script>',
    "woocommerce": '<link rel="https://api.w.org/" href="/wp-json/">'
    '<meta name="generator" content="WooCommerce 9.3">',
    "magento": '<script type="text/x-magento-init">{}</script>'
    '<script>document.cookie = "form_key=k3y"</script>',
    "prestashop": "<script>prestashop = {static_token: 't0ken', on() {}, emit() {},"
    " urls: {pages: {cart: '/cart', order: '/order', search: '/search'}}}</script>",
}
PATHS = {
    "shopify": "/products/coat",
    "woocommerce": "/product/coat",
    "magento": "/coat.html",
    "prestashop": "/coat.html",
}


@pytest.fixture(params=sorted(HEADS))
def till(request: pytest.FixtureRequest, house: House) -> Iterator[tuple[Till, str]]:
    """A shop of each system on an origin of its own, with a coat in a video."""
    shop = Till(request.param, HEADS[request.param])

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            shop.asked.append(f"{self.command} {self.path}")
            if self.path == "/":
                body, kind, status = f"<!doctype html><html lang=en>{shop.head}", "text/html", 200
            elif self.path == "/favicon.ico":
                body, kind, status = "", "image/x-icon", 200
            else:
                how = getattr(shop, shop.system)
                status, told = how(self.command, self.path, sent, self.headers)
                body, kind = json.dumps(told), "application/json"
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Nonce", "n0nce")
            self.end_headers()
            self.wfile.write(body.encode())

        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    before = house.call("GET", "/shop")["data"]["attributes"]["allowed_origins"]
    house.call("PATCH", "/shop", json={"allowed_origins": [*before, origin]})
    video = house.call("GET", "/videos")["data"][0]
    carried = [each["id"] for each in video["attributes"]["products"]]
    seller = video["attributes"]["seller_id"]
    facts = {
        "name": "Coat",
        "price": "79.00",
        "url": origin + PATHS[shop.system],
        "seller_id": seller,
    }
    choices = CHOICES
    if shop.system == "prestashop":
        # Its combinations are known by their numbers.
        numbered = [{**each, "ref": f"7-{31 + at}"} for at, each in enumerate(VARIANTS)]
        choices = {**CHOICES, "variants": numbered}
    coat = house.call("POST", "/products", json={**facts, "ref": "COAT", "choices": choices})
    coat_id = coat["data"]["id"]
    house.call("PATCH", f"/videos/{video['id']}", json={"product_ids": [coat_id]})
    shop.head += f"<title>x</title>{house.tag}<script>(window.vitrine = window.vitrine || [])"
    shop.head += f".push((v) => v.open('{video['id']}'))</script>"
    try:
        yield shop, origin
    finally:
        house.call("PATCH", f"/videos/{video['id']}", json={"product_ids": carried})
        house.call("DELETE", f"/products/{coat_id}")
        house.call("PATCH", "/shop", json={"allowed_origins": before})
        server.shutdown()
        server.server_close()


def test_a_variant_is_chosen_added_to_the_shops_cart_and_seen_there(
    till: tuple[Till, str], page: Page
) -> None:
    shop, origin = till
    page.goto(f"{origin}/")
    frame = page.locator("iframe").first.content_frame
    add = frame.locator("[data-part=add]").first
    refusal = frame.locator("[data-part=refusal]").first
    add.click()
    expect(refusal).to_have_text("Please choose: Colour")
    colour, size = frame.get_by_label("Colour"), frame.get_by_label("Size")
    expect(colour).to_be_focused()
    colour.select_option("Blue")
    expect(size.locator("option", has_text="Out of stock")).to_be_disabled()
    colour.select_option("Red")
    expect(size.locator("option", has_text="Not available")).to_have_text("M · Not available")
    size.select_option("S")
    expect(frame.locator("[data-part=price]").first).to_have_text("€89.00")
    add.click()
    expect(frame.locator("[data-part=cart-count]")).to_have_text("1")
    expect(frame.locator("[data-part=cart-total]")).to_have_text("€89.00")
    assert shop.lines == {"COAT-R-S": 1}
    # What changes elsewhere is shown when the visitor comes back, or when the page tells so.
    shop.put("COAT-B-M", 1)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(frame.locator("[data-part=cart-count]")).to_have_text("2")
    shop.put("COAT-R-S", 1)
    page.evaluate("vitrine.cart.changed()")
    expect(frame.locator("[data-part=cart-count]")).to_have_text("3")
    # Of each there are two.
    expect(add).to_have_text("Add to cart")
    add.click()
    expect(refusal).to_have_text("All 2 are in your cart.")
    assert shop.lines == {"COAT-R-S": 2, "COAT-B-M": 1}


@pytest.fixture
def show(house: House) -> Iterator[str]:
    """A planned live with a coat; its uid."""
    coat = house.call("POST", "/products", json={"name": "Coat", "ref": "COAT", "choices": CHOICES})
    facts = {"name": "Autumn", "product_ids": [coat["data"]["id"]], "published": True}
    starts = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    live = house.call("POST", "/lives", json={**facts, "start_date": starts, "starts_by": "hand"})
    yield live["data"]["id"]
    house.call("DELETE", f"/lives/{live['data']['id']}")
    house.call("DELETE", f"/products/{coat['data']['id']}")


def test_beside_a_live_options_are_chosen_by_keys(
    house: House, host: Host, show: str, page: Page
) -> None:
    take = "v.cart.use({add: async ({ref, quantity}) => { added = `${quantity} ${ref}`; }});"
    host.pages["/"] = f"""{house.tag}<script>let added;
    (window.vitrine = window.vitrine || []).push((v) => {{ {take} v.open("{show}"); }})</script>"""
    page.goto(f"{host.origin}/")
    frame = page.locator("iframe").first.content_frame
    frame.get_by_role("tab", name="Products").click()
    card = frame.locator("[data-part=goods] .card")
    card.get_by_role("button", name="Add to cart: Coat").press("Enter")
    expect(card.get_by_label("Colour")).to_be_focused()
    for key in ("R", "Tab", "S"):
        page.keyboard.press(key)
    expect(card.get_by_label("Size")).to_have_value("S")
    expect(card.locator("[data-part=price]")).to_have_text("€89.00")
    card.get_by_role("button", name="Add to cart: Coat").press("Enter")
    expect(card.locator("[data-part=add]")).to_have_text("Added")
    assert page.evaluate("added") == "1 COAT-R-S"
