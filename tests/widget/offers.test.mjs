// What a shop's page may say of its products, and what is passed over.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nothing, offered, offersIn } from "../../widget/ui/offers.js";

/** Read an answer to questions about A and B; `{offers, wrong}`, wrong being places in the list. */
function reading(answer) {
  const wrong = [];
  return { offers: [...offersIn(answer, ["A", "B"], (at) => wrong.push(at)).values()], wrong };
}

test("what the page leaves out stays the server's", () => {
  assert.deepEqual(reading([{ ref: "A", in_stock: false }]).offers, [{ ...nothing("A"), in_stock: false }]);
});

test("a price may be a number, and then has no discount of another's", () => {
  const { offers } = reading([{ ref: "A", price: 9.5, currency: "EUR" }]);
  assert.deepEqual(offers, [{ ...nothing("A"), price: "9.5", currency: "EUR" }]);
  const product = { name: "Coat", price: "12.00", discount_price: "11.00", currency: "EUR", in_stock: true };
  assert.deepEqual(offered(product, offers[0]), { ...product, price: "9.5", discount_price: null });
});

test("what nobody asked about is passed over in silence", () => {
  assert.deepEqual(reading([{ ref: "Z", in_stock: true }]), { offers: [], wrong: [] });
});

const WRONG = {
  "a price without a currency": { ref: "A", price: "9" },
  "a discount of nothing": { ref: "A", discount_price: "9", currency: "EUR" },
  "a price with its sign": { ref: "A", price: "€9", currency: "EUR" },
  "a price below nothing": { ref: "A", price: -1, currency: "EUR" },
  "a price that is no number": { ref: "A", price: NaN, currency: "EUR" },
  "a sign for a currency": { ref: "A", price: "9", currency: "€" },
  "a word for stock": { ref: "A", in_stock: "yes" },
  "a name without an end": { ref: "A", name: "x".repeat(501) },
  "an object that throws": {
    get ref() {
      throw new Error("no");
    },
  },
  "nothing": null,
};
for (const [name, item] of Object.entries(WRONG))
  test(`${name} is not taken, and what stands beside it is`, () => {
    const found = new Map();
    let wrong = 0;
    const read = () => offersIn([item, { ref: "B", in_stock: true }], ["A", "B"], () => wrong++);
    for (const [ref, offer] of read()) found.set(ref, offer);
    assert.deepEqual([...found.keys()], ["B"]);
    assert.equal(wrong, 1);
  });

for (const answer of [undefined, null, "A", { ref: "A" }])
  test(`an answer that is no list is refused: ${JSON.stringify(answer)}`, () => {
    assert.throws(() => reading(answer), TypeError);
  });

test("a list without an end is read as far as was asked", () => {
  const endless = Array(1000).fill({ ref: "Z" }).concat({ ref: "A", in_stock: true });
  assert.deepEqual(reading(endless).offers, []);
});
