// How a player shows what the shop's page says of its products.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Offers, worded } from "../../../widget/player/offers.js";
import { nothing } from "../../../widget/ui/offers.js";

/** Offers on a wire that keeps what is sent; `say(…items)` is the page. */
function wired() {
  const sent = [];
  let say;
  const offers = new Offers({ send: (_, { refs }) => sent.push(refs), on: (_, hear) => (say = (...items) => hear({ items })) }, "en");
  return { offers, sent, say: (...items) => say(...items) };
}
const coat = { id: "1", ref: "A", name: "Coat", price_text: "€12.00", discount_text: "€11.00", in_stock: true };
const sizes = { ...coat, variants: [{ ref: "A-S", options: ["S"], price_text: null, in_stock: true }] };

test("each reference is asked about once, fifty in a message, three hundred at most", () => {
  const { offers, sent } = wired();
  const products = Array.from({ length: 200 }, (_, at) => ({ ref: `R${at}`, variants: [{ ref: `V${at}` }, { ref: null }] }));
  offers.want(products);
  offers.want(products);
  assert.deepEqual(sent.map((refs) => refs.length), Array(6).fill(50));
  assert.equal(new Set(sent.flat()).size, 300);
});

test("what the page does not know stays as the server said it", () => {
  const { offers, say } = wired();
  assert.deepEqual(offers.of(coat), coat);
  say(nothing("A"));
  assert.deepEqual(offers.of(coat), coat);
});

test("the page's price, stock and name take the place of the server's", () => {
  const { offers, say } = wired();
  let heard = 0;
  offers.addEventListener("change", () => heard++);
  say({ ref: "A", price: "10", discount_price: null, currency: "EUR", in_stock: false, name: "Your coat" });
  const { price_text, discount_text, in_stock, name } = offers.of(coat);
  assert.deepEqual({ price_text, discount_text, in_stock, name }, { price_text: "€10.00", discount_text: null, in_stock: false, name: "Your coat" });
  assert.equal(heard, 1);
  assert.notEqual(worded(offers.of(coat)), worded(coat));
});

test("a discount is one only below the price", () => {
  const { offers, say } = wired();
  const offer = { ...nothing("A"), price: "10", currency: "EUR" };
  say({ ...offer, discount_price: "9" });
  assert.equal(offers.of(coat).discount_text, "€9.00");
  say({ ...offer, discount_price: "10" });
  assert.equal(offers.of(coat).discount_text, null);
});

test("variants have their own price and stock", () => {
  const { offers, say } = wired();
  say({ ...nothing("A-S"), price: "10", discount_price: "8", currency: "EUR", in_stock: false });
  const [small] = offers.of(sizes).variants;
  assert.deepEqual([small.price_text, small.in_stock, small.options], ["€8.00", false, ["S"]]);
  assert.equal(offers.of(sizes).price_text, "€12.00");
});

test("a card is drawn anew when little is left, or its button is called otherwise", () => {
  assert.notEqual(worded(coat), worded({ ...coat, low_stock: true }));
  assert.notEqual(worded(coat), worded({ ...coat, button: "Buy now" }));
});
