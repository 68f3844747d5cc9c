// The cart of a shop that has none of its own: added one after the other, kept for the tab, paid in another.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppCart, cartOf } from "../../../widget/player/bridge.js";
import { HouseCart } from "../../../widget/player/till.js";

const ADDRESS = "/checkout/shops/larch/items?lang=en";
const LAMP = { id: "p1", ref: "LAMP" };
const held = (count) => ({ token: `t${count}`, till: `/checkout/carts/t${count}`, count, total: `€${count}.00` });

/** A tab: what its storage holds, what was asked and opened; `answer` says what the server does. */
function tab(answer, { stored = new Map(), refuses = false } = {}) {
  const listeners = [];
  const asked = [];
  const opened = [];
  const host = {
    location: { origin: "https://vitrine.example" },
    addEventListener: (type, listener) => type === "message" && listeners.push(listener),
    open: (...where) => opened.push(where),
    sessionStorage: {
      getItem: (key) => {
        if (refuses) throw new Error("no storage for frames");
        return stored.get(key) ?? null;
      },
      setItem: (key, text) => {
        if (refuses) throw new Error("no storage for frames");
        stored.set(key, text);
      },
    },
    async fetch(address, { method, body }) {
      asked.push({ address, method, ...Object.fromEntries(body) });
      return { json: async () => answer(asked.length, asked.at(-1)) };
    },
  };
  const hears = (data, origin = host.location.origin) => listeners.forEach((each) => each({ data, origin }));
  return { host, asked, opened, stored, hears };
}

const takes = (number) => ({ ok: true, reason: null, message: null, cart: held(number) });

test("what is added is sent with what the cart held before", async () => {
  const { host, asked } = tab(takes);
  const cart = new HouseCart(ADDRESS, host);
  const states = [];
  cart.addEventListener("change", () => states.push(cart.state));
  assert.deepEqual(cart.state, { adapter: true, count: 0, items: null, total: null });
  assert.deepEqual(await cart.add(LAMP, 2), { ok: true, reason: null, message: null });
  await cart.add(LAMP, 1, "LAMP-S");
  assert.deepEqual(asked, [
    { address: ADDRESS, method: "POST", cart: "", product: "p1", quantity: "2", ref: "" },
    { address: ADDRESS, method: "POST", cart: "t1", product: "p1", quantity: "1", ref: "LAMP-S" },
  ]);
  assert.deepEqual(cart.state, { adapter: true, count: 2, items: null, total: "€2.00" });
  assert.equal(states.at(-1).count, 2);
});

test("two at once are added one after the other", async () => {
  const { host, asked } = tab(takes);
  const cart = new HouseCart(ADDRESS, host);
  await Promise.all([cart.add(LAMP, 1), cart.add(LAMP, 1), cart.add(LAMP, 1)]);
  assert.deepEqual(asked.map(({ cart: before }) => before), ["", "t1", "t2"]);
});

test("two players of a page have one cart", async () => {
  const stored = new Map();
  const [one, two] = [tab(takes, { stored }), tab(takes, { stored })];
  const carts = [new HouseCart(ADDRESS, one.host), new HouseCart(ADDRESS, two.host)];
  await carts[0].add(LAMP, 1);
  await carts[1].add(LAMP, 1);
  assert.equal(two.asked[0].cart, "t1");
  assert.equal(new HouseCart(ADDRESS, one.host).state.count, 1);
  assert.equal(new HouseCart("/checkout/shops/other/items", one.host).state.count, 0);
});

test("where nothing is kept for frames, the page keeps it", async () => {
  const { host, asked } = tab(takes, { refuses: true });
  const cart = new HouseCart(ADDRESS, host);
  await cart.add(LAMP, 1);
  await cart.add(LAMP, 1);
  assert.equal(asked[1].cart, "t1");
});

for (const [what, answer, wanted] of [
  ["a refusal", () => ({ ok: false, reason: "out-of-stock", message: null, cart: held(0) }), { ok: false, reason: "out-of-stock", message: null }],
  ["words for shoppers", () => ({ ok: false, reason: "failed", message: "Elsewhere." }), { ok: false, reason: "failed", message: "Elsewhere." }],
  ["no answer", () => { throw new TypeError("gone"); }, { ok: false, reason: "failed", message: null }],
  ["a late answer", () => { throw new DOMException("late", "TimeoutError"); }, { ok: false, reason: "timeout", message: null }],
  ["an error's page", () => ({ errors: [] }), { ok: false, reason: "failed", message: null }],
])
  test(`${what} leaves the cart as it was`, async () => {
    const { host, asked } = tab((number, sent) => (number === 2 ? answer() : takes(number)));
    const cart = new HouseCart(ADDRESS, host);
    await cart.add(LAMP, 1);
    assert.deepEqual(await cart.add(LAMP, 1), wanted);
    assert.equal(cart.state.count, 1);
    await cart.add(LAMP, 1);
    assert.equal(asked[2].cart, "t1");
  });

test("the till opens in one tab, once there is something in the cart", async () => {
  const { host, opened } = tab(takes);
  const cart = new HouseCart(ADDRESS, host);
  cart.checkout();
  assert.deepEqual(opened, []);
  await cart.add(LAMP, 1);
  cart.checkout();
  assert.deepEqual(opened, [["https://vitrine.example/checkout/carts/t1", "vitrine-till"]]);
});

test("what is paid leaves the cart, if it is our own page that says so", async () => {
  const { host, hears, stored, asked } = tab((number) => (number === 1 ? takes(1) : { ...takes(0), cart: { ...held(0), token: "" } }));
  const cart = new HouseCart(ADDRESS, host);
  await cart.add(LAMP, 1);
  hears({ vitrine: "paid" }, "https://shop.example");
  hears({ vitrine: 1, type: "port" });
  hears(null);
  assert.equal(cart.state.count, 1);
  assert.equal(asked.length, 1);
  hears({ vitrine: "paid" });
  await new Promise(setImmediate);
  assert.deepEqual(asked[1], { address: ADDRESS, method: "POST", cart: "t1" });
  assert.equal(cart.state.count, 0);
  assert.equal(JSON.parse([...stored.values()][0]).token, "");
});

test("a cart that its page changed is the player's, unless the player's is newer", async () => {
  const { host, hears } = tab(() => ({ ...takes(1), cart: { ...held(1), changed_ms: 5 } }));
  const cart = new HouseCart(ADDRESS, host);
  await cart.add(LAMP, 1);
  hears({ vitrine: "cart", cart: { ...held(3), changed_ms: 4 } });
  hears({ vitrine: "cart", cart: { ...held(4), changed_ms: 9 } }, "https://shop.example");
  assert.equal(cart.state.count, 1);
  hears({ vitrine: "cart", cart: { ...held(2), changed_ms: 6 } });
  assert.equal(cart.state.total, "€2.00");
});

test("a player that is opened again asks what is left of its cart", async () => {
  const stored = new Map();
  await new HouseCart(ADDRESS, tab(takes, { stored }).host).add(LAMP, 1);
  const { host, asked } = tab(() => ({ ok: true, reason: null, message: null, cart: { ...held(0), token: "" } }), { stored });
  const cart = new HouseCart(ADDRESS, host);
  assert.equal(cart.state.count, 1);
  await new Promise(setImmediate);
  assert.deepEqual(asked, [{ address: ADDRESS, method: "POST", cart: "t1" }]);
  assert.equal(cart.state.count, 0);
});

test("a player has the server's cart where its page says so, and an app's before that", () => {
  const { host } = tab(takes);
  const alone = { framed: false, on() {}, send() {} };
  assert.ok(cartOf({ ...alone, framed: true }, { cart: ADDRESS }, host) instanceof HouseCart);
  assert.ok(cartOf(alone, { cart: ADDRESS }, { ...host, shopstory: { addProduct() {} } }) instanceof AppCart);
});
