// Magento 2's cart. Shapes: Magento_Checkout's Controller/Cart/Add.php (form key, `backUrl`), CustomerData/Cart.php and the `messages` section;
// the catalogue: developer.adobe.com/commerce/webapi/graphql/schema/products.
import assert from "node:assert/strict";
import { test } from "node:test";
import { adapt, choiceOf } from "../../../widget/ui/magento.js";
import { documentOf, refusalOf, shop, wish } from "./fake.mjs";

const CAP = { id: 5, sku: "CAP", __typename: "SimpleProduct", stock_status: "IN_STOCK" };
const variant = (sku, colour, size, stock_status = "IN_STOCK") => ({
  product: { sku, stock_status },
  attributes: [{ code: "color", value_index: colour }, { code: "size", value_index: size }],
});
const COAT = {
  id: 9,
  sku: "COAT",
  __typename: "ConfigurableProduct",
  stock_status: "IN_STOCK",
  configurable_options: [{ attribute_id: "93", attribute_code: "color" }, { attribute_id: "144", attribute_code: "size" }],
  variants: [variant("COAT-R-S", 58, 166), variant("COAT-R-M", 58, 167, "OUT_OF_STOCK")],
};
const BROKEN = "We can't add this item to your shopping cart right now.";
const FULL = "The requested qty exceeds the maximum qty allowed in shopping cart";

/** A Luma shop: what goes wrong is told by the section of messages, as HTML. */
function luma({ login = false, toCart = false } = {}) {
  const lines = [];
  let messages = [];
  return ({ method, path, query, headers, form }) => {
    const ajax = headers["x-requested-with"] === "XMLHttpRequest";
    if (method === "GET" && path === "/graphql") {
      const { sku, key } = JSON.parse(query.variables);
      assert.match(query.query, /url_key:\{eq:\$key\}/);
      // Variants are not sold by themselves, so their SKU finds nothing.
      const items = [CAP, COAT].filter((each) => each.sku === sku);
      return { json: { data: { a: { items }, b: { items: key === "rain-coat" ? [COAT] : [] } } } };
    }
    if (method === "GET" && path === "/customer/section/load/" && ajax) {
      const said = messages;
      if (query.sections === "messages") return (messages = []), { json: { messages: { messages: said, data_id: 1 } } };
      const count = lines.reduce((sum, { qty }) => sum + qty, 0);
      return { json: { cart: { summary_count: count, subtotal: `<span class="price">&euro;</span><span>${count * 10},00&nbsp;€</span>`.replace("&euro;", ""), items: lines } } };
    }
    const [, id] = /^\/checkout\/cart\/add\/product\/(\d+)\/$/.exec(path) ?? [];
    if (method !== "POST" || !id) return;
    if (login) return { json: { backUrl: "http://shop/customer/account/login/" } };
    if (!ajax || form.form_key !== "k3y" || form.product !== id) return { redirect: "/" };
    const refuse = (text) => ((messages = [{ type: "error", text }]), { json: { backUrl: "http://shop/rain-coat.html" } });
    if (id === "9" && form["super_attribute[144]"] === "167") return refuse("Product that you are trying to add is not available.");
    if (id === "9" && !(form["super_attribute[93]"] && form["super_attribute[144]"])) return refuse("You need to choose options for your item.");
    if (form.qty > 2) return refuse(`<b>${FULL}</b>`);
    // What it did not foresee it only tells.
    if (form.qty === "0") return refuse(BROKEN), { json: [] };
    lines.push({ product_sku: id === "5" ? "CAP" : "COAT-R-S", qty: Number(form.qty) });
    messages = [{ type: "success", text: "You added Cap to your shopping cart." }];
    return { json: toCart ? { backUrl: "http://shop/checkout/cart/" } : [] };
  };
}

async function opened(t, answer = luma(), page = { document: documentOf({}, "a=1; form_key=k3y") }) {
  const made = await shop(t, answer, page);
  return { ...made, adapter: adapt(made.page, () => {}) };
}
const read = (adapter) => adapter.read({ signal: AbortSignal.timeout(5000) });

test("a product is found by its SKU and added with the form key; the page's cart is read", async (t) => {
  const { adapter, asked } = await opened(t);
  await adapter.add(wish({ ref: "CAP", quantity: 2 }));
  assert.deepEqual(asked.map((each) => each.split("?")[0]), ["GET /graphql", "POST /checkout/cart/add/product/5/", "GET /customer/section/load/"]);
  assert.deepEqual(await read(adapter), { count: 2, items: [{ ref: "CAP", quantity: 2 }], total: "20,00 €" });
});

test("a variant is added as its parent with every option", async (t) => {
  const { adapter, origin } = await opened(t);
  await adapter.add(wish({ ref: "COAT-R-S", url: `${origin}/jackets/rain-coat.html` }));
  assert.deepEqual((await read(adapter)).items, [{ ref: "COAT-R-S", quantity: 1 }]);
});

test("refusals are told in the words the shop keeps for its next page", async (t) => {
  const { adapter, origin } = await opened(t);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "CAP", quantity: 3 }))), ["limit", FULL]);
  const gone = wish({ ref: "COAT-R-M", url: `${origin}/rain-coat.html` });
  assert.deepEqual(await refusalOf(adapter.add(gone)), ["out-of-stock", "Product that you are trying to add is not available."]);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "COAT" }))), ["options", ""]);
});

test("a shop that sends everybody to the cart afterwards has added too", async (t) => {
  const { adapter } = await opened(t, luma({ toCart: true }));
  await adapter.add(wish({ ref: "CAP" }));
  assert.equal((await read(adapter)).count, 1);
});

test("what broke in the shop is believed to its message, not to its answer", async (t) => {
  const { adapter } = await opened(t);
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "CAP", quantity: 0 }))), ["limit", BROKEN]);
});

test("who has to sign in first is told so", async (t) => {
  const { adapter } = await opened(t, luma({ login: true }));
  assert.deepEqual(await refusalOf(adapter.add(wish({ ref: "CAP" }))), ["login", ""]);
});

test("without the form key nothing is added", async (t) => {
  const { adapter } = await opened(t, luma(), {});
  assert.equal((await refusalOf(adapter.add(wish({ ref: "CAP" }))))[0], undefined);
  assert.equal((await read(adapter)).count, 0);
});

test("the form key of a theme without cookies is taken from its forms", async (t) => {
  const { adapter } = await opened(t, luma(), { document: documentOf({ "input[name=form_key]": { value: "k3y" } }) });
  await adapter.add(wish({ ref: "CAP" }));
});

test("the page's small cart is told to look again", async (t) => {
  const { adapter, page } = await opened(t);
  const heard = [];
  page.requirejs = (names, work) => work({ reload: (...given) => heard.push([...names, ...given]) });
  page.addEventListener("reload-customer-section-data", () => heard.push("hyva"));
  await adapter.add(wish({ ref: "CAP" }));
  assert.deepEqual(heard, [["Magento_Customer/js/customer-data", ["cart"], true], "hyva"]);
});

test("a product nobody knows is nothing", () => assert.equal(choiceOf([], "X"), null));
