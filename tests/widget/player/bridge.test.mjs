// Adding to the cart of an app that shows the player in a web view, over the bridge it puts into the page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AppCart, cartOf } from "../../../widget/player/bridge.js";
import { Cart } from "../../../widget/player/cart.js";

const JACKET = { id: "p1", ref: "SKU-1", name: "Field jacket", url: "https://shop.example/p/1" };
const alone = { framed: false, on() {}, send() {} };

function app() {
  const taken = [];
  return { taken, shopstory: { addProduct: (text) => taken.push(JSON.parse(text)) } };
}

test("a product is handed over in five texts", async () => {
  const host = app();
  const cart = cartOf(alone, {}, host);
  assert.equal(cart.state.adapter, true);
  assert.deepEqual(await cart.add(JACKET, 1), { ok: true, reason: null, message: null });
  assert.deepEqual(host.taken, [
    { name: "Field jacket", feedProductId: "SKU-1", feedProductGroupId: "", url: JACKET.url, vendorCode: "SKU-1" },
  ]);
});

test("a variant is handed over by its own reference, in the group of its product", async () => {
  const host = app();
  await cartOf(alone, {}, host).add(JACKET, 1, "SKU-1-L");
  assert.equal(host.taken[0].feedProductId, "SKU-1-L");
  assert.equal(host.taken[0].feedProductGroupId, "SKU-1");
});

test("what a product does not have is empty text", async () => {
  const host = app();
  await cartOf(alone, {}, host).add({ id: "p2", ref: null, name: "Lamp", url: null }, 1);
  assert.deepEqual(host.taken, [{ name: "Lamp", feedProductId: "", feedProductGroupId: "", url: "", vendorCode: "" }]);
});

test("three pieces are handed over three times", async () => {
  const host = app();
  await cartOf(alone, {}, host).add(JACKET, 3);
  assert.equal(host.taken.length, 3);
});

test("a bridge that throws is a refusal", async () => {
  const cart = new AppCart({
    addProduct() {
      throw new Error("gone");
    },
  });
  assert.deepEqual(await cart.add(JACKET, 1), { ok: false, reason: "failed", message: null });
});

test("in a frame, and without a bridge, the cart is the page's", () => {
  assert.ok(cartOf({ ...alone, framed: true }, {}, app()) instanceof Cart);
  assert.ok(cartOf(alone, {}, {}) instanceof Cart);
  assert.ok(cartOf(alone, {}, { shopstory: {} }) instanceof Cart);
});
