// PrestaShop's cart. Shapes: controllers/front/CartController.php (displayAjaxUpdate), CartPresenter, the search box's JSON, and the
// events of devdocs.prestashop-project.org/8/themes/reference/javascript-events.
import assert from "node:assert/strict";
import { test } from "node:test";
import { adapt, numbersOf } from "../../../widget/ui/prestashop.js";
import { refusalOf, shop, wish } from "./fake.mjs";

const FULL = "The product is no longer available in this quantity.";

/** A shop with two of everything and none of product 9. */
function classic(lines = []) {
  return ({ method, path, query, headers, form }) => {
    if (method === "GET" && path === "/search") {
      if (headers["x-requested-with"] !== "XMLHttpRequest") return {};
      // Combinations are found too, and answered as their product: SearchResultProductFilter.php lets no `id_product_attribute` through.
      const products = [{ id_product: "7", reference: "COAT" }, { id_product: "8", reference: "COAT-2" }];
      return { json: { products: products.filter(({ reference }) => reference.startsWith(query.s) || query.s === `${reference}-RED`) } };
    }
    if (method !== "POST" || path !== "/cart" || form.ajax !== "1" || form.action !== "update") return;
    const mine = lines.find(({ id_product }) => id_product === form.id_product);
    if (form.add === "1") {
      if (form.token !== "t0ken") return { json: { hasError: true, errors: ["Invalid token"], quantity: null } };
      if (form.id_product === "9" || Number(form.qty) + (mine?.quantity ?? 0) > 2)
        return { json: { hasError: true, errors: [FULL], quantity: mine?.quantity ?? null } };
      lines.push({ id_product: form.id_product, id_product_attribute: form.id_product_attribute, reference: `R${form.id_product}`, quantity: Number(form.qty) });
    }
    const products_count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const cart = { products: lines, products_count, totals: { total: { type: "total", amount: 12, value: `${products_count * 12},00&nbsp;€` } } };
    return { json: { success: true, id_product: form.id_product, id_product_attribute: form.id_product_attribute, quantity: 1, cart, errors: "" } };
  };
}

async function opened(t, answer = classic()) {
  const told = [];
  const heard = {};
  const made = await shop(t, answer);
  const pages = { cart: `${made.origin}/cart`, order: `${made.origin}/order`, search: `${made.origin}/search` };
  made.page.prestashop = { static_token: "t0ken", urls: { pages }, emit: (...given) => told.push(given), on: (name, work) => (heard[name] = work) };
  let changes = 0;
  return { ...made, told, heard, changes: () => changes, adapter: adapt(made.page, () => changes++) };
}
const read = (adapter) => adapter.read({ signal: AbortSignal.timeout(5000) });

test("a combination named by its page's address is added with the token; the page's cart is read", async (t) => {
  const { adapter, asked, origin, told } = await opened(t);
  await adapter.add(wish({ url: `${origin}/women/7-31-rain-coat.html`, quantity: 2 }));
  assert.deepEqual(asked, ["POST /cart"]);
  assert.deepEqual(await read(adapter), { count: 2, items: [{ ref: "R7", quantity: 2 }], total: "24,00 €" });
  // The theme's own cart is redrawn by this event; without `linkAction` it opens no dialog.
  const [[name, { reason }]] = told;
  assert.deepEqual([name, reason.idProduct, reason.idProductAttribute, reason.linkAction], ["updateCart", "7", "31", undefined]);
});

test("a reference is looked up by the shop's own search, once", async (t) => {
  const { adapter, asked } = await opened(t);
  await adapter.add(wish({ ref: "COAT" }));
  await adapter.add(wish({ ref: "COAT" }));
  assert.deepEqual(asked, ["GET /search?s=COAT", "POST /cart", "POST /cart"]);
});

for (const ref of ["CO", "COAT-RED"])
  test(`what is found by ${ref} but has another reference is not taken for it`, async (t) => {
    const { adapter } = await opened(t);
    assert.deepEqual(await refusalOf(adapter.add(wish({ ref }))), [undefined, `no product ${ref}`]);
  });

test("what was chosen is the reference's combination, never the address's", async (t) => {
  const { adapter, asked, origin } = await opened(t);
  const url = `${origin}/7-31-rain-coat.html`;
  await adapter.add(wish({ ref: "7-32", url, chosen: true }));
  assert.deepEqual((await read(adapter)).count, 1);
  const before = asked.length;
  const [, words] = await refusalOf(adapter.add(wish({ ref: "COAT-BLUE", url, chosen: true })));
  assert.match(words, /no combination COAT-BLUE/);
  assert.equal(asked.length, before);
});

test("what is gone and what is all in the cart are told in the shop's words", async (t) => {
  const { adapter } = await opened(t);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "9-0" }))), ["failed", FULL]);
  await adapter.add(wish({ ref: "7-31", quantity: 2 }));
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "7-31" }))), ["limit", FULL]);
});

test("a shop that did nothing, as with the token of before signing in, is not believed", async (t) => {
  const nothing = { success: true, id_product: 7, id_product_attribute: 31, quantity: null, cart: { products: [], products_count: 0 }, errors: "" };
  const { adapter, told } = await opened(t, () => ({ json: nothing }));
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "7-31" }))), ["failed", ""]);
  assert.deepEqual(told, []);
});

test("a shop in maintenance answers no JSON, and nothing is told to shoppers", async (t) => {
  const { adapter } = await opened(t, () => ({ status: 503 }));
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "7-31" }))), [undefined, "503 cart"]);
});

test("what the theme does to its cart is heard", async (t) => {
  const { heard, changes } = await opened(t);
  heard.updateCart();
  heard.updatedCart();
  assert.equal(changes(), 2);
});

test("a cart of another site is left alone", () => {
  const location = { href: "https://shop.example/", origin: "https://shop.example" };
  assert.equal(adapt({ location, prestashop: { urls: { pages: { cart: "https://other.example/cart" } } } }, () => {}), null);
});

for (const [ref, url, numbers] of [
  ["7-31", null, { id_product: "7", id_product_attribute: "31" }],
  ["7v31", "https://s.example/8-cap.html", { id_product: "7", id_product_attribute: "31" }],
  ["SKU-1", "https://s.example/en/women/7-31-rain-coat.html#/size-s", { id_product: "7", id_product_attribute: "31" }],
  ["SKU-1", "https://s.example/8-cap.html", { id_product: "8", id_product_attribute: 0 }],
  ["SKU-1", "https://s.example/index.php?controller=product&id_product=8&id_product_attribute=2", { id_product: "8", id_product_attribute: "2" }],
  ["SKU-1", "https://s.example/cap.html", null],
  ["SKU-1", null, null],
])
  test(`numbers in ${ref} at ${url}`, () => assert.deepEqual(numbersOf(ref, url), numbers));
