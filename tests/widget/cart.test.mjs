// Between the players and the shop's cart: promises, patience, and one truth for every player.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cartState, createCart, refusal } from "../../widget/ui/cart.js";

const wish = (changes) => ({ product: "p1", ref: "SKU-1", quantity: 1, key: "a".repeat(32), ...changes });
const settled = () => new Promise((resolve) => setImmediate(resolve));

function cartWith(adapter) {
  const changes = [];
  const warnings = [];
  const shop = { adapter };
  const cart = createCart({
    adapter: () => shop.adapter,
    changed: (state) => changes.push(state),
    warn: (...given) => warnings.push(given),
  });
  const told = [];
  return { cart, changes, warnings, shop, told, join: () => cart.join((type, state) => told.push([type, state])) };
}

test("a wish reaches the shop with reference, quantity, key and a signal", async () => {
  let given;
  const { cart } = cartWith({ add: async (asked) => void (given = asked) });
  assert.deepEqual(await cart.add(wish({ quantity: 3, attribution: "a1" })), { ok: true, reason: null, message: null });
  const { signal, ...rest } = given;
  assert.deepEqual(rest, wish({ quantity: 3, attribution: "a1" }));
  assert.equal(signal.aborted, false);
});

const REFUSALS = {
  "a known reason with words": [{ code: "out-of-stock", message: "Gone" }, "out-of-stock", "Gone"],
  "a known reason without words": [{ code: "login" }, "login", null],
  "an error that carries a code": [Object.assign(new Error("Two at most"), { code: "limit" }), "limit", "Two at most"],
  "an unknown reason keeps its words": [{ code: "moon", message: "Not tonight" }, "failed", "Not tonight"],
  "a programming error is not shown to shoppers": [new TypeError("x is undefined"), "failed", null],
  "a bare text": ["no", "failed", null],
  "a library's error with a code of its own": [Object.assign(new Error("Network Error"), { code: "ERR_NETWORK" }), "failed", null],
  "a browser's error, which bears a number": [new DOMException("The operation timed out.", "TimeoutError"), "failed", null],
  "nothing": [undefined, "failed", null],
  "words beyond all length": [{ code: "limit", message: "x".repeat(900) }, "limit", "x".repeat(500)],
  "the name every object has": [{ code: "constructor", message: "x" }, "failed", "x"],
};
for (const [name, [error, reason, message]] of Object.entries(REFUSALS))
  test(`a refusal is told as: ${name}`, () => assert.deepEqual(refusal(error), { ok: false, reason, message }));

test("an adapter that throws at once is a refusal, not an error of the page", async () => {
  const { cart, warnings } = cartWith({
    add() {
      throw new Error("broken");
    },
  });
  assert.equal((await cart.add(wish())).reason, "failed");
  assert.deepEqual(warnings, [["cart-add", "broken"]]);
});

test("without an adapter a wish is refused", async () => {
  assert.equal((await cartWith(undefined).cart.add(wish())).reason, "failed");
});

test("a shop that stays silent is given up after ten seconds, and hears of it by the signal", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let signal;
  const { cart } = cartWith({
    add: (given) => {
      signal = given.signal;
      return new Promise(() => {});
    },
  });
  const answer = cart.add(wish());
  await settled();
  t.mock.timers.tick(9999);
  assert.equal(signal.aborted, false);
  t.mock.timers.tick(1);
  assert.deepEqual(await answer, { ok: false, reason: "timeout", message: null });
  assert.equal(signal.aborted, true);
});

test("what arrives after our patience still brings the cart up to date", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let arrive;
  let reads = 0;
  const { cart, join } = cartWith({
    add: () => new Promise((resolve) => (arrive = resolve)),
    read: async () => ({ items: [], count: reads++ }),
  });
  join();
  await settled();
  reads = 0;
  const answer = cart.add(wish());
  await settled();
  t.mock.timers.tick(10000);
  await answer;
  assert.equal(reads, 0);
  arrive();
  await settled();
  assert.equal(reads, 1);
});

test("requests go one after the other, so that two never begin two carts", async () => {
  const started = [];
  const finish = [];
  const { cart } = cartWith({
    add: ({ key }) => {
      started.push(key[0]);
      return new Promise((resolve) => finish.push(resolve));
    },
  });
  cart.add(wish({ key: "a".repeat(32) }));
  cart.add(wish({ key: "b".repeat(32) }));
  cart.add(wish({ key: "c".repeat(32), product: "p2" }));
  for (const before of ["a", "ab", "abc"]) {
    await settled();
    assert.equal(started.join(""), before);
    finish.at(-1)();
  }
});

test("a refused request does not hold up the next one", async () => {
  let calls = 0;
  const { cart } = cartWith({
    add: async () => {
      if (!calls++) throw { code: "limit" };
    },
  });
  const [first, second] = await Promise.all([
    cart.add(wish({ key: "a".repeat(32) })),
    cart.add(wish({ key: "b".repeat(32) })),
  ]);
  assert.deepEqual([first.ok, second.ok], [false, true]);
});

test("the same key reaches the shop once, and is answered twice", async () => {
  let calls = 0;
  const { cart } = cartWith({ add: async () => void calls++ });
  const answers = await Promise.all([cart.add(wish()), cart.add(wish())]);
  assert.deepEqual([calls, answers[0].ok, answers[1].ok], [1, true, true]);
  await cart.add(wish());
  assert.equal(calls, 1);
});

test("a failed wish may be repeated under its key", async () => {
  let calls = 0;
  const { cart } = cartWith({
    add: async () => {
      if (!calls++) throw { code: "timeout" };
    },
  });
  assert.equal((await cart.add(wish())).ok, false);
  await settled();
  assert.equal((await cart.add(wish())).ok, true);
  assert.equal(calls, 2);
});

test("a player hears the cart when it opens, with what the shop says is in it", async () => {
  const { told, join, changes } = cartWith({
    add: async () => {},
    read: async () => ({ items: [{ ref: "SKU-1", quantity: 2 }], total: "198 €" }),
  });
  join();
  await settled();
  assert.deepEqual(told[0], ["cart", { adapter: true, count: 0, items: null, total: null }]);
  const state = { count: 2, items: [{ ref: "SKU-1", quantity: 2 }], total: "198 €" };
  assert.deepEqual(told.at(-1), ["cart", { adapter: true, ...state }]);
  assert.deepEqual(changes, [state]);
});

test("every open player hears of a change, a closed one does not", async () => {
  let count = 1;
  const { cart } = cartWith({ read: async () => ({ count }) });
  const heard = { one: [], two: [] };
  cart.join((_, state) => heard.one.push(state.count));
  const leave = cart.join((_, state) => heard.two.push(state.count));
  await settled();
  leave();
  count = 7;
  await cart.read();
  assert.equal(heard.one.at(-1), 7);
  assert.equal(heard.two.at(-1), 1);
});

test("a refusal too brings the cart up to date: the shop may have added as many as there were", async () => {
  let count = 0;
  const { cart, told, join } = cartWith({
    async add() {
      count = 2;
      throw { code: "limit", message: "Only 2 items were added to your cart." };
    },
    read: async () => ({ count }),
  });
  join();
  await cart.add(wish({ quantity: 3 }));
  await settled();
  assert.equal(told.at(-1)[1].count, 2);
});

test("without a player nobody asks the shop", async () => {
  let reads = 0;
  const { cart, join } = cartWith({ read: async () => ({ count: reads++ }) });
  await cart.read();
  join()();
  await cart.read();
  assert.equal(reads, 1);
});

test("an adapter that comes later is told to the players that are open", async () => {
  const { cart, shop, told, join } = cartWith(undefined);
  join();
  await settled();
  assert.equal(told.at(-1)[1].adapter, false);
  shop.adapter = { add: async () => {} };
  await cart.read();
  assert.equal(told.at(-1)[1].adapter, true);
});

test("a read that was asked earlier never overwrites a later one", async () => {
  const answers = [];
  const { cart, changes, join } = cartWith({ read: () => new Promise((resolve) => answers.push(resolve)) });
  join();
  const reads = [cart.read(), cart.read()];
  await settled();
  answers[0]({ count: 0 });
  answers[2]({ count: 2 });
  answers[1]({ count: 1 });
  await Promise.all(reads);
  assert.deepEqual(changes.map(({ count }) => count), [2]);
});

test("a read that fails keeps what was known and is told once in the console", async () => {
  let broken = false;
  const { cart, told, warnings, join } = cartWith({
    read: async () => {
      if (broken) throw new Error("offline");
      return { count: 3 };
    },
  });
  join();
  await settled();
  broken = true;
  await cart.read();
  assert.equal(told.at(-1)[1].count, 3);
  assert.deepEqual(warnings, [["cart-read", "offline"]]);
});

const STATES = {
  "the sum of the lines when no count is given": [{ items: [{ ref: "a", quantity: 2 }, { ref: "b", quantity: 3 }] }, 5],
  "the count the shop gives": [{ items: [{ ref: "a", quantity: 2 }], count: 9 }, 9],
  "nought for nonsense": [{ count: "many" }, 0],
  "nought for less than nothing": [{ count: -4 }, 0],
  "a count written as text": [{ count: "4" }, 4],
};
for (const [name, [answer, count]] of Object.entries(STATES))
  test(`the cart counts ${name}`, () => assert.equal(cartState(answer).count, count));

test("a cart of a thousand lines is told with its first hundred and its whole count", () => {
  const items = Array.from({ length: 1000 }, (_, at) => ({ ref: `SKU-${at}`, quantity: 1 }));
  const state = cartState({ items });
  assert.deepEqual([state.items.length, state.count], [100, 1000]);
  assert.ok(JSON.stringify(state).length < 16384);
});

for (const answer of [null, undefined])
  test(`a cart that is ${answer} makes no sense and is refused`, () => assert.throws(() => cartState(answer)));
