// WooCommerce's cart. Shapes: developer.woocommerce.com/docs/apis/store-api (cart, products, nonce tokens); codes and words of refusals:
// plugins/woocommerce/src/StoreApi/Utilities/CartController.php.
import assert from "node:assert/strict";
import { test } from "node:test";
import { adapt, restAddress } from "../../../widget/ui/woocommerce.js";
import { documentOf, refusalOf, shop, wish } from "./fake.mjs";

const API = 'link[rel="https://api.w.org/"]';
const CAP = { id: 11, type: "simple", sku: "CAP", has_options: false, is_in_stock: true };
const COAT = { id: 20, type: "variable", sku: "COAT", has_options: true, is_in_stock: true };
const RED = { id: 21, type: "variation", sku: "COAT-R", has_options: false, is_in_stock: true };
const LAMP = { id: 30, type: "simple", sku: "LAMP", has_options: false, is_in_stock: false };
const GOODS = [CAP, COAT, RED, LAMP];

/** A shop that has two of everything, whose nonce is `nonce()`. */
function store(nonce = () => "n1") {
  const lines = [];
  const fault = (status, code, message) => ({ status, headers: { Nonce: nonce() }, json: { code: `woocommerce_rest_${code}`, message, data: { status } } });
  const cart = () => {
    const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const totals = { total_price: `${count * 1250}`, currency_code: "EUR", currency_minor_unit: 2, currency_prefix: "", currency_suffix: " €" };
    return { headers: { Nonce: nonce() }, json: { items_count: count, items: lines, totals } };
  };
  return ({ method, path, query, headers, body }) => {
    if (method === "GET" && path === "/wp-json/wc/store/v1/cart") return cart();
    if (method === "GET" && path === "/wp-json/wc/store/v1/products")
      return { json: GOODS.filter(({ sku, type }) => sku === query.sku && (type === "variation") === (query.type === "variation")) };
    const [, single] = /^\/wp-json\/wc\/store\/v1\/products\/(\d+)$/.exec(path) ?? [];
    if (method === "GET" && single) return { json: GOODS.find(({ id }) => `${id}` === single) };
    if (method !== "POST" || path !== "/wp-json/wc/store/v1/cart/add-item") return;
    if (!headers.nonce) return fault(401, "missing_nonce", "Missing the Nonce header. This endpoint requires a valid nonce.");
    if (headers.nonce !== nonce()) return fault(403, "invalid_nonce", "Nonce is invalid.");
    const { id, quantity } = JSON.parse(body);
    const { sku, is_in_stock } = GOODS.find((each) => each.id === id);
    if (!is_in_stock) return fault(400, "product_out_of_stock", "You cannot add &quot;Lamp&quot; to the cart because the product is out of stock.");
    if (quantity > 2) return fault(400, "product_partially_out_of_stock", "You cannot add that amount of &quot;Cap&quot; to the cart because there is not enough stock (2 remaining).");
    if (quantity === 2 && sku === "COAT-R") return fault(400, "product_too_many_in_cart", "");
    lines.push({ key: `k${id}`, id, sku, quantity });
    return { status: 201, ...cart() };
  };
}

async function opened(t, answer = store()) {
  const found = {};
  const made = await shop(t, answer, { document: documentOf(found) });
  found[API] = { href: `${made.origin}/wp-json/` };
  return { ...made, adapter: adapt(made.page, () => {}) };
}
const read = (adapter) => adapter.read({ signal: AbortSignal.timeout(5000) });

test("a product is found by its SKU and added with the shop's nonce; the page's cart is read", async (t) => {
  const { adapter, asked } = await opened(t);
  await adapter.add(wish({ ref: "CAP", quantity: 2 }));
  assert.deepEqual(asked, [
    "GET /wp-json/wc/store/v1/products?sku=CAP",
    "GET /wp-json/wc/store/v1/cart",
    "POST /wp-json/wc/store/v1/cart/add-item",
  ]);
  assert.deepEqual(await read(adapter), { count: 2, items: [{ ref: "CAP", quantity: 2 }], total: "€25.00" });
});

test("a variation is found by its own SKU, a product by its number", async (t) => {
  const { adapter } = await opened(t);
  await adapter.add(wish({ ref: "COAT-R" }));
  await adapter.add(wish({ ref: "gla_11" }));
  assert.deepEqual((await read(adapter)).items, [{ ref: "COAT-R", quantity: 1 }, { ref: "CAP", quantity: 1 }]);
});

test("a nonce that has run out is replaced once, and the wish repeated", async (t) => {
  let nonce = "old";
  const { adapter, asked } = await opened(t, store(() => nonce));
  await read(adapter);
  nonce = "new";
  await adapter.add(wish({ ref: "CAP" }));
  assert.deepEqual((await read(adapter)).items, [{ ref: "CAP", quantity: 1 }]);
  assert.equal(asked.filter((each) => each.startsWith("POST")).length, 2);
});

test("a shop that takes no nonce is not asked without end", async (t) => {
  let turn = 0;
  const { adapter, asked } = await opened(t, store(() => `n${++turn}`));
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "CAP" }))), ["failed", ""]);
  assert.equal(asked.filter((each) => each.startsWith("POST")).length, 2);
});

for (const [ref, quantity, reason, words] of [
  ["LAMP", 1, "out-of-stock", 'You cannot add "Lamp" to the cart because the product is out of stock.'],
  ["CAP", 3, "limit", 'You cannot add that amount of "Cap" to the cart because there is not enough stock (2 remaining).'],
  ["COAT", 1, "options", ""],
])
  test(`a refusal is told as ${reason}`, async (t) => {
    const { adapter } = await opened(t);
    assert.deepEqual(await refusalOf(adapter.add(wish({ ref, quantity }))), [reason, words]);
  });

for (const [status, code, message, told] of [
  [400, "woocommerce_rest_add_to_cart_error", "Please choose &quot;Engraving&quot;", ["failed", 'Please choose "Engraving"']],
  [400, "readonly_quantity", "The quantity of &quot;Cap&quot; cannot be changed", ["limit", 'The quantity of "Cap" cannot be changed']],
  [400, "woocommerce_rest_missing_variation_data", "Missing variation data for variable product.", ["options", ""]],
  [500, "woocommerce_rest_unknown_server_error", "Call to undefined function", ["failed", ""]],
  [500, "internal_server_error", "<p>There has been a critical error on this website.</p>", ["failed", ""]],
  [400, "rest_invalid_param", "Invalid parameter(s): id", ["failed", ""]],
])
  test(`of ${code} shoppers read ${told[1] ? "the shop's words" : "ours"}`, async (t) => {
    const shop = store();
    const { adapter } = await opened(t, (request) => (request.method === "POST" ? { status, json: { code, message, data: { status } } } : shop(request)));
    assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "CAP" }))), told);
  });

test("a reference the shop does not know is no one's fault but ours", async (t) => {
  const { adapter } = await opened(t);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "NONE" }))), [undefined, "no product NONE"]);
});

test("the page's small carts hear of it", async (t) => {
  const { adapter, page } = await opened(t);
  const heard = [];
  page.document.body.addEventListener("wc-blocks_added_to_cart", () => heard.push("blocks"));
  page.jQuery = () => ({ trigger: (name) => heard.push(name) });
  await adapter.add(wish({ ref: "CAP" }));
  assert.deepEqual(heard, ["blocks", "wc_fragment_refresh"]);
});

test("an API of another site is left alone", () => {
  const location = { href: "https://shop.example/", origin: "https://shop.example" };
  const document = documentOf({ [API]: { href: "https://cms.example/wp-json/" } });
  assert.equal(adapt({ location, document }, () => {}), null);
});

for (const [root, address] of [
  ["https://s.example/wp-json/", "https://s.example/wp-json/wc/store/v1/cart?a=1"],
  ["https://s.example/blog/index.php?rest_route=/", "https://s.example/blog/index.php?rest_route=%2Fwc%2Fstore%2Fv1%2Fcart&a=1"],
])
  test(`the API's addresses under ${root}`, () => assert.equal(restAddress(root, "cart", { a: 1 }), address));
