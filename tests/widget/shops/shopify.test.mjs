// A Shopify theme's cart. Shapes: shopify.dev/docs/api/ajax/reference/cart (add.js, cart.js, its three 422 answers) and …/reference/product.
import assert from "node:assert/strict";
import { test } from "node:test";
import { adapt, variantOf } from "../../../widget/ui/shopify.js";
import { refusalOf, shop, wish } from "./fake.mjs";

const RED = { id: 40001, sku: "COAT-R", barcode: "4006381333931", title: "Red", options: ["Red"], available: true };
const BLUE = { id: 40002, sku: "COAT-B", barcode: "", title: "Blue", options: ["Blue"], available: false };
const SOLD_OUT = "The product 'Rain coat - Blue' is already sold out.";
const ALL_IN_CART = "The maximum quantity of this item is already in your cart.";

/** A theme with three red coats, no blue one. */
function theme(root = "/") {
  const cart = [];
  const error = (description) => ({ status: 422, json: { status: 422, message: "Cart Error", description } });
  return ({ method, path, headers, body }) => {
    if (method === "GET" && path === `${root}products/rain-coat.js`)
      return { json: { id: 7, handle: "rain-coat", options: [{ name: "Colour", values: ["Red", "Blue"] }], variants: [RED, BLUE] } };
    if (method === "GET" && path === `${root}cart.js`) {
      const items = cart.map(({ id, quantity }) => ({ id, variant_id: id, quantity, sku: [RED, BLUE].find((each) => each.id === id).sku }));
      const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
      return { json: { token: "t", item_count: count, total_price: 12900 * count, currency: "EUR", items } };
    }
    if (method === "POST" && path === `${root}cart/add.js`) {
      if (headers["content-type"] !== "application/json") return { status: 415, json: {} };
      const [{ id, quantity, properties }] = JSON.parse(body).items;
      if (id === BLUE.id) return error(SOLD_OUT);
      if (cart.reduce((sum, each) => sum + each.quantity, 0) + quantity > 3) return error(ALL_IN_CART);
      cart.push({ id, quantity, properties });
      return { json: { items: [{ id, variant_id: id, quantity, properties: properties ?? {} }] } };
    }
  };
}

const opened = async (t, root = "/", answer = theme(root)) => {
  const made = await shop(t, answer, { Shopify: { shop: "a.myshopify.com", routes: { root } } });
  let changes = 0;
  const adapter = adapt(made.page, () => changes++);
  return { ...made, adapter, changes: () => changes, url: `${made.origin}${root}products/rain-coat` };
};
const read = (adapter) => adapter.read({ signal: AbortSignal.timeout(5000) });

test("a variant is found by its SKU at the product's address, added, and the page's cart is read", async (t) => {
  const { adapter, asked, url } = await opened(t);
  await adapter.add(wish({ ref: "COAT-R", quantity: 2, url }));
  assert.deepEqual(asked, ["GET /products/rain-coat.js", "POST /cart/add.js"]);
  assert.deepEqual(await read(adapter), { count: 2, items: [{ ref: "COAT-R", quantity: 2 }], total: "€258.00" });
});

test("what the player says for the order's line goes along as a property nobody is shown", async (t) => {
  const bodies = [];
  const answer = theme();
  const { adapter, url } = await opened(t, "/", (request) => (bodies.push(request.body), answer(request)));
  await adapter.add(wish({ ref: "COAT-R", url, attribution: "a1" }));
  assert.deepEqual(JSON.parse(bodies.at(-1)), { items: [{ id: 40001, quantity: 1, properties: { _vitrine: "a1" } }] });
});

test("a page of another language asks under that language's root", async (t) => {
  const { adapter, asked, gone, origin, url } = await opened(t, "/fr/");
  await adapter.add(wish({ ref: "COAT-R", url }));
  await read(adapter);
  adapter.checkout();
  assert.deepEqual(asked, ["GET /fr/products/rain-coat.js", "POST /fr/cart/add.js", "GET /fr/cart.js"]);
  assert.deepEqual(gone, [`${origin}/fr/checkout`]);
});

test("a product is looked up once", async (t) => {
  const { adapter, asked, url } = await opened(t);
  await adapter.add(wish({ ref: "COAT-R", url }));
  await adapter.add(wish({ ref: "COAT-R", url }));
  assert.equal(asked.filter((each) => each.startsWith("GET")).length, 1);
});

test("what is sold out and what is all in the cart are told in the shop's words", async (t) => {
  const { adapter, url } = await opened(t);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "COAT-B", url }))), ["out-of-stock", SOLD_OUT]);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "COAT-R", quantity: 9, url }))), ["limit", ALL_IN_CART]);
});

test("a reference of several variants asks for an option", async (t) => {
  const { adapter, url } = await opened(t);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "COAT", url }))), ["options", ""]);
});

test("a shop behind a password sends to sign in", async (t) => {
  const { adapter, url } = await opened(t, "/", ({ path }) => (path === "/password" ? {} : { redirect: "/password" }));
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "COAT-R", url }))), ["login", ""]);
});

test("a shop that is busy says nothing to shoppers, and is asked anew", async (t) => {
  const answer = theme();
  let busy = true;
  const { adapter, url } = await opened(t, "/", (request) => (busy ? { status: 429, json: {} } : answer(request)));
  assert.equal((await refusalOf(adapter.add(wish({ ref: "COAT-R", url }))))[0], undefined);
  busy = false;
  await adapter.add(wish({ ref: "COAT-R", url }));
});

test("without an address the number in a reference is the variant", async (t) => {
  const { adapter, asked } = await opened(t);
  await adapter.add(wish({ ref: "shopify_DE_7000001_40001" }));
  assert.deepEqual(asked, ["POST /cart/add.js"]);
});

const BOTH = { variants: [RED, BLUE] };
for (const [what, product, ref, url, found, chosen] of [
  ["its SKU", BOTH, "COAT-B", null, BLUE],
  ["its barcode", BOTH, "4006381333931", null, RED],
  ["its number", BOTH, "40002", null, BLUE],
  ["a feed's number", BOTH, "shopify_DE_7_40002", null, BLUE],
  ["the address", BOTH, "X", "https://a.example/products/c?x=1&variant=40002", BLUE],
  ["being the only one", { variants: [RED] }, "X", null, RED],
  ["nothing, where there are several", BOTH, "X", null, undefined],
  ["its SKU, whatever the product's address names", BOTH, "COAT-B", "https://a.example/products/c?variant=40001", BLUE, true],
  ["nothing, where another was chosen than the address names", BOTH, "X", "https://a.example/products/c?variant=40002", undefined, true],
  ["nothing, where another was chosen than the only one", { variants: [RED] }, "X", null, undefined, true],
])
  test(`a variant is known by ${what}`, () => assert.equal(variantOf(product, ref, url, chosen), found));

test("of a variant that was chosen nobody is asked to choose again", async (t) => {
  const { adapter, url } = await opened(t);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "COAT-X", url, chosen: true }))), [undefined, "no variant COAT-X"]);
});

test("what the theme tells of its cart is heard when it is done", async (t) => {
  const { changes, page } = await opened(t);
  let done;
  const promise = new Promise((resolve) => (done = resolve));
  page.document.dispatchEvent(Object.assign(new Event("shopify:cart:lines-update"), { promise }));
  assert.equal(changes(), 0);
  done();
  await promise;
  assert.equal(changes(), 1);
  page.document.dispatchEvent(Object.assign(new Event("shopify:cart:lines-update"), { promise: Promise.reject(new Error()) }));
  await new Promise(setImmediate);
  assert.equal(changes(), 2);
});

test("what the page itself asks of its cart is overheard", async (t) => {
  const { changes, origin } = await opened(t);
  const settled = async (fits) => {
    for (let turn = 0; turn < 500 && !fits(); turn++) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await (await fetch(`${origin}/cart.js`)).text();
  await (await fetch(`${origin}/cart/change.js`, { method: "POST" })).text();
  await settled(changes);
  assert.equal(changes(), 1);
});
