// The emitter without a browser: what an order becomes, and when it is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeEmitter } from "../../../widget/caast/emitter.js";
import { orderOf } from "../../../widget/caast/order.js";

const plain = (order, options) => JSON.parse(JSON.stringify(orderOf(order, options)));

test("an order in the documented words is taken as it is", () => {
  const products = [{ id: "SKU-1", quantity: 2, price: 64.95, sku: "9", productCategory: "Jackets" }];
  assert.deepEqual(plain({ total: 129.9, products }), { total: 129.9, products });
});

test("an order's number and currency go along, and no word that nobody knows", () => {
  const order = { total: 10, products: [{ id: 7, quantity: 1 }], order_id: 2026, currency: "EUR", total_items: 1 };
  const told = { order_id: "2026", total: 10, currency: "EUR", products: [{ id: 7, quantity: 1 }] };
  assert.deepEqual(plain(order), told);
});

test("the noise of floats is taken off, by the decimals of the currency", () => {
  const total = (amount, currency) => plain({ total: amount, products: [], currency }).total;
  assert.equal(total(59.699999999999996), 59.7);
  assert.equal(total("19.90"), 19.9);
  assert.equal(total(1000.4, "JPY"), 1000);
  assert.equal(total(1.1251, "KWD"), 1.125);
  assert.equal(total(1.1251, "no currency"), 1.13);
  for (const wrong of ["19,90 €", "", "  ", null]) assert.equal(total(wrong), wrong);
  const [line] = plain({ total: 1, products: [{ id: "a", quantity: "3", price: 33.333333 }] }).products;
  assert.deepEqual(line, { id: "a", quantity: 3, price: 33.33 });
});

test("what the browser knows goes to its lines, unless the page says it itself", () => {
  const known = { visitor: "v", marks: new Map([["7", "from the player"], ["8", "another"]]) };
  const products = [{ id: 7, quantity: 1 }, { id: "8", quantity: 1, attribution: "the page's" }, { id: "9", quantity: 1 }];
  const told = plain({ total: 1, products }, { known, only: true });
  assert.deepEqual([told.visitor, told.only_known_products], ["v", true]);
  assert.deepEqual(told.products.map(({ attribution }) => attribution), ["from the player", "the page's", undefined]);
});

/** A page that answers as the server does, and remembers what it was told. */
function pageWith({ answer = { ok: true }, accepted = null, vitrine, navigator = {} } = {}) {
  const page = {
    sent: [],
    lines: [],
    navigator,
    vitrine,
    document: { querySelector: () => accepted },
    console: { warn: (line) => page.lines.push(line) },
    async fetch(url, { body, ...options }) {
      page.sent.push({ url, options, body: JSON.parse(body) });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return page;
}

const ORDER = { total: 5, products: [{ id: "a", quantity: 1 }] };
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("an order goes to the server by its public id, simply and without cookies", async () => {
  const page = pageWith();
  const emitter = makeEmitter("https://v.example", page);
  emitter("init", { "APP-ID": "a b", "APP-KEY": "never sent" });
  emitter("track", ORDER);
  await settled();
  const options = { method: "POST", credentials: "omit", keepalive: true };
  assert.deepEqual(page.sent, [{ url: "https://v.example/api/v1/purchases?app_id=a%20b", options, body: ORDER }]);
});

test("what is tracked before init waits for it", async () => {
  const page = pageWith();
  const emitter = makeEmitter("https://v.example", page);
  emitter("track", ORDER);
  await settled();
  assert.deepEqual(page.sent, []);
  emitter("init", { "APP-ID": "app", onlyCaastProducts: true });
  await settled();
  assert.deepEqual(page.sent.map(({ body }) => body), [{ ...ORDER, only_known_products: true }]);
});

test("a page that tells an order twice is heard once; another order is another", async () => {
  const page = pageWith();
  const emitter = makeEmitter("https://v.example", page);
  emitter("init", { "APP-ID": "app" });
  for (const order of [ORDER, ORDER, { ...ORDER, order_id: "1" }, { ...ORDER, order_id: "2" }]) emitter("track", order);
  await settled();
  assert.deepEqual(page.sent.map(({ body }) => body.order_id), [undefined, "1", "2"]);
});

for (const [why, answer, said] of [
  ["refuses", { ok: false, status: 422 }, "422"],
  ["cannot be reached", new Error("offline"), "offline"],
])
  test(`a server that ${why} is one line of the console, and no error of the page's`, async () => {
    const page = pageWith({ answer });
    const emitter = makeEmitter("https://v.example", page);
    emitter("init", { "APP-ID": "app" });
    emitter("track");
    await settled();
    assert.deepEqual(page.lines, [`vitrine: purchase (${said})`]);
  });

for (const [what, order] of Object.entries({
  text: "order", number: 5, "products as text": { products: "abc" }, "no product": { products: [null] },
  "a number without JSON": { total: 1n }, "a symbol": { order_id: Symbol("s") }, "a circle": { products: [process] },
}))
  test(`an order that is none (${what}) is no error of the page's`, async () => {
    const page = pageWith({ answer: { ok: false, status: 422 } });
    const emitter = makeEmitter("https://v.example", page);
    emitter("init", { "APP-ID": "app" });
    emitter("track", order);
    await settled();
    assert.equal(page.lines.length, 1);
    assert.match(page.lines[0], /^vitrine: purchase/);
  });

test("an app id that is none sends nothing", async () => {
  const page = pageWith();
  const emitter = makeEmitter("https://v.example", page);
  for (const id of [{}, [], null, "", " ", Symbol("s"), true]) emitter("init", { "APP-ID": id });
  emitter("track", ORDER);
  emitter(null);
  emitter("init", Symbol("s"));
  await settled();
  assert.deepEqual(page.sent, []);
});

/** Does an order bear the id that an earlier yes left in the browser? */
async function namedBy(given, options = {}) {
  const id = "8f14e45fceea167a5a36dedd4bea2543";
  globalThis.localStorage = { getItem: () => `${id}.${Date.now().toString(36)}` };
  globalThis.sessionStorage = { getItem: () => '[["a", "mark"]]' };
  try {
    const page = pageWith(given);
    const emitter = makeEmitter("https://v.example", page);
    emitter("init", { "APP-ID": "app", ...options });
    emitter("track", ORDER);
    await settled();
    const [{ body }] = page.sent;
    assert.equal(body.visitor === id, body.products[0].attribution === "mark");
    return body.visitor === id;
  } finally {
    delete globalThis.localStorage;
    delete globalThis.sessionStorage;
  }
}

test("an earlier visit is used where this page says that cookies were accepted", async () => {
  assert.equal(await namedBy({}), false);
  assert.equal(await namedBy({ vitrine: { choice: { measure: true } } }), true);
  assert.equal(await namedBy({ accepted: {} }), true);
  assert.equal(await namedBy({}, { cookiesAccepted: true }), true);
});

test("a no and Global Privacy Control stand above it", async () => {
  const options = { cookiesAccepted: true };
  assert.equal(await namedBy({ vitrine: { choice: { measure: false } }, accepted: {} }, options), false);
  assert.equal(await namedBy({ navigator: { globalPrivacyControl: true }, accepted: {} }, options), false);
});
