// The terms of an auction as a host types them.
import { readTerms } from "../../../widget/studio/terms.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const typed = { starting_price: "7", increment: "1,50", maximum_price: "", duration_seconds: "120", extending: true };

test("prices become exact, and no highest one is none", () => {
  const terms = { starting_price: "7.00", increment: "1.50", maximum_price: null, duration_seconds: 120, extending: true };
  assert.deepEqual(readTerms(typed, "EUR"), { terms });
  assert.equal(readTerms({ ...typed, increment: "1" }, "JPY").terms.starting_price, "7");
});

for (const [field, value] of [
  ["starting_price", "seven"], ["starting_price", ""], ["increment", "0"], ["increment", ""], ["maximum_price", "7"],
  ["maximum_price", "much"], ["duration_seconds", "0"], ["duration_seconds", "90000"], ["duration_seconds", "1.5"], ["duration_seconds", ""],
])
  test(`${field} cannot be "${value}"`, () => assert.deepEqual(readTerms({ ...typed, [field]: value }, "EUR"), { wrong: field }));
