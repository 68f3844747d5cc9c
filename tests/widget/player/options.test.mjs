// What can be chosen of a product: any number of options, no dead end, and what is not there is told so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { atFirst, chose, offered, variantOf } from "../../../widget/player/options.js";

const variant = (text, in_stock = true) => ({ ref: text.replaceAll(" ", "-"), options: text.split(" "), in_stock });
const COAT = {
  options: [{ name: "Colour", values: ["red", "blue", "grey"] }, { name: "Size", values: ["S", "M"] }],
  variants: [variant("red S"), variant("red M", false), variant("blue M"), variant("grey S", false)],
};
const states = (product, chosen) => offered(product, chosen).map(({ values }) => values.map(({ state }) => state).join(" "));

test("before a choice each value tells whether any of it can be had", () => {
  assert.deepEqual(atFirst(COAT), [null, null]);
  assert.deepEqual(states(COAT, [null, null]), ["there there sold", "there there"]);
});

test("what was chosen before narrows what comes after, never what came before", () => {
  assert.deepEqual(states(COAT, ["red", null]), ["there there sold", "there sold"]);
  assert.deepEqual(states(COAT, ["blue", "M"]), ["there there sold", "none there"]);
});

test("another first choice takes back what does not go with it", () => {
  assert.deepEqual(chose(COAT, ["red", "S"], 0, "blue"), ["blue", null]);
  assert.deepEqual(chose(COAT, ["red", null], 1, "S"), ["red", "S"]);
});

test("a variant is chosen when nothing is open", () => {
  assert.equal(variantOf(COAT, ["red", null]), null);
  assert.equal(variantOf(COAT, ["blue", "M"]).ref, "blue-M");
});

test("an option of one value is chosen by itself", () => {
  const only = { options: [{ name: "Material", values: ["wool"] }, COAT.options[1]], variants: [variant("wool S"), variant("wool M")] };
  assert.deepEqual(atFirst(only), ["wool", null]);
});

test("five options with 250 variants are walked to the last", () => {
  const values = ["a", "b", "c"];
  const all = values.reduce((list) => list.flatMap((each) => values.map((value) => [...each, value])), [[]]);
  const deep = all.flatMap((three) => values.flatMap((four) => values.map((five) => [...three, four, five]))).slice(0, 250);
  const five = {
    options: ["1", "2", "3", "4", "5"].map((name) => ({ name, values })),
    variants: deep.map((options, at) => ({ ref: `V${at}`, options, in_stock: at !== 7 })),
  };
  let chosen = atFirst(five);
  for (const [at, value] of deep[6].entries()) chosen = chose(five, chosen, at, value);
  assert.equal(variantOf(five, chosen).ref, "V6");
  assert.equal(offered(five, chosen)[4].values.find(({ value }) => value === deep[7][4]).state, "sold");
});
