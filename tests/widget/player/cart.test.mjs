// Adding to the shop's cart over the wire: keys that make a repeat harmless, answers, patience.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Cart, newKey, refusal } from "../../../widget/player/cart.js";

const JACKET = { id: "p1", ref: "SKU-1" };

function wired() {
  const listeners = {};
  const sent = [];
  const send = (type, fields) => sent.push({ type, ...fields });
  const cart = new Cart({ on: (type, listener) => (listeners[type] = listener), send }, "a1");
  const answer = (fields) => listeners["cart-result"]({ reason: null, message: null, ...fields });
  return { cart, sent, answer, listeners };
}

test("a key is 32 hex and new each time", () => {
  assert.match(newKey(), /^[0-9a-f]{32}$/);
  assert.notEqual(newKey(), newKey());
});

test("an add asks the page and resolves with its answer", async () => {
  const { cart, sent, answer } = wired();
  const added = cart.add(JACKET, 2);
  const [{ key, ...call }] = sent;
  assert.deepEqual(call, { type: "cart-add", id: 1, product: "p1", ref: "SKU-1", quantity: 2, attribution: "a1", url: null, chosen: false });
  assert.match(key, /^[0-9a-f]{32}$/);
  answer({ id: 1, ok: true });
  assert.deepEqual(await added, { ok: true, reason: null, message: null });
});

test("answers find their own call", async () => {
  const { cart, answer } = wired();
  const [first, second] = [cart.add(JACKET, 1), cart.add({ id: "p2", ref: "SKU-2" }, 1)];
  answer({ id: 2, ok: false, reason: "limit" });
  answer({ id: 1, ok: true });
  answer({ id: 99, ok: true });
  assert.deepEqual([(await first).ok, (await second).reason], [true, "limit"]);
});

for (const [reason, repeats] of [["timeout", true], ["failed", true], ["out-of-stock", false], ["login", false], [null, false]])
  test(`after ${reason ?? "a success"} the same wish has ${repeats ? "the same" : "another"} key`, async () => {
    const { cart, sent, answer } = wired();
    const first = cart.add(JACKET, 1);
    answer({ id: 1, ok: reason === null, reason });
    await first;
    const second = cart.add(JACKET, 1);
    answer({ id: 2, ok: true });
    await second;
    assert.equal(sent[0].key === sent[1].key, repeats);
  });

test("a variant is added by its own reference", () => {
  const { cart, sent } = wired();
  cart.add({ ...JACKET, url: "https://shop.example/p/1" }, 1, "SKU-1-M");
  cart.add(JACKET, 1);
  const told = sent.map(({ ref, url, chosen }) => [ref, url, chosen]);
  assert.deepEqual(told, [["SKU-1-M", "https://shop.example/p/1", true], ["SKU-1", null, false]]);
  assert.notEqual(sent[0].key, sent[1].key);
});

test("another quantity is another wish", async () => {
  const { cart, sent, answer } = wired();
  const calls = [cart.add(JACKET, 1), cart.add(JACKET, 2)];
  answer({ id: 1, ok: true });
  answer({ id: 2, ok: true });
  await Promise.all(calls);
  assert.notEqual(sent[0].key, sent[1].key);
});

test("a page that never answers is given up after twelve seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { cart } = wired();
  const added = cart.add(JACKET, 1);
  t.mock.timers.tick(12_000);
  assert.deepEqual(await added, { ok: false, reason: "timeout", message: null });
});

test("the cart's state is the page's word", () => {
  const { cart, listeners } = wired();
  let changes = 0;
  cart.addEventListener("change", () => changes++);
  listeners.cart({ adapter: true, count: 3, items: null, total: "€ 3.00" });
  assert.deepEqual(cart.state, { adapter: true, count: 3, items: null, total: "€ 3.00" });
  assert.equal(changes, 1);
});

const TEXTS = { add_login: "Sign in", add_failed: "Failed" };
for (const [what, result, words] of [
  ["the shop's own words come first", { reason: "login", message: "Members only" }, "Members only"],
  ["a known reason has our sentence", { reason: "login", message: null }, "Sign in"],
  ["an unknown one has the plain sentence", { reason: null, message: null }, "Failed"],
])
  test(what, () => assert.equal(refusal(result, TEXTS), words));
