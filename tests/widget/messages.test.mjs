// messages.json is the list; the table that the page checks by says the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FROM_FRAME, FROM_PAGE, KINDS, checked } from "../../widget/ui/messages.js";

const { $defs } = JSON.parse(readFileSync(new URL("../../widget/messages.json", import.meta.url)));
const SIDES = { frame: FROM_FRAME, page: FROM_PAGE };

/** Check a value by the part of JSON Schema that messages.json uses. */
function fits(value, schema) {
  if (schema.$ref) return fits(value, $defs[schema.$ref.split("/").at(-1)]);
  if (schema.enum) return schema.enum.includes(value);
  const types = [schema.type].flat();
  const is = {
    null: value === null,
    boolean: typeof value === "boolean",
    string: typeof value === "string",
    number: Number.isFinite(value),
    integer: Number.isInteger(value),
    array: Array.isArray(value),
    object: typeof value === "object" && value !== null && !Array.isArray(value),
  };
  if (!types.some((type) => is[type])) return false;
  if (is.string)
    return (
      value.length >= (schema.minLength ?? 0) &&
      value.length <= (schema.maxLength ?? Infinity) &&
      (!schema.pattern || new RegExp(schema.pattern).test(value))
    );
  if (is.number) return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
  if (is.array) return value.length <= (schema.maxItems ?? Infinity) && value.every((each) => fits(each, schema.items));
  if (is.object)
    return (
      schema.required.every((name) => Object.hasOwn(value, name)) &&
      Object.entries(schema.properties).every(([name, inner]) => fits(value[name], inner))
    );
  return true;
}

const line = { ref: "SKU-1", quantity: 1 };
const offer = { ref: "SKU-1", price: "9.90", discount_price: null, currency: "EUR", in_stock: true, name: null };
const VALUES = [
  null, undefined, true, false, 0, 1, -1, 1.5, 99, 100, 1e6, 1e6 + 1, 20000, 20001, 31536000, 31536001, 2147483647,
  2147483648, NaN, Infinity, "", "a", "a\nb", "out-of-stock", "login", "limit", "options", "timeout", "failed", "moon", "A-b_9", "../x",
  "a".repeat(32), "g".repeat(32), "a".repeat(40), "a".repeat(41), "a".repeat(64), "a".repeat(65), "x".repeat(255),
  "x".repeat(256), "x".repeat(500), "x".repeat(501), "x".repeat(2048), "x".repeat(2049), [], {}, [line], [line, null],
  [{ ref: "", quantity: 1 }], [{ ref: "a", quantity: -1 }], [{ ref: "a" }], Array(250).fill(line), Array(251).fill(line),
  "9", "9.90", "9.12345", "9.", "-9", "1234567890123", "9.90\n", "EUR", "eur", "EURO", "EUR\n", ["a"], ["a", ""], Array(50).fill("a"), Array(51).fill("a"),
  [offer], Array(10).fill(offer), Array(11).fill(offer), [{ ...offer, ref: null }], [{ ...offer, price: 9.9 }], [{ ref: "a" }],
  [{ ...offer, in_stock: "yes" }], [{ ...offer, name: "x".repeat(501) }], [{ ...offer, currency: "€" }],
];

for (const kind of Object.keys(KINDS))
  test(`the kind "${kind}" takes exactly what its schema takes`, () => {
    for (const value of VALUES)
      assert.equal(KINDS[kind](value), fits(value, $defs[kind]), `${kind}: ${JSON.stringify(value)?.slice(0, 60)}`);
  });

test("the schema has no kind that the table has not", () => {
  assert.deepEqual(Object.keys($defs).filter((name) => !SIDES[name]).sort(), Object.keys(KINDS).sort());
});

for (const [side, table] of Object.entries(SIDES)) {
  const listed = new Map($defs[side].oneOf.map((each) => [each.properties.type.const, each]));
  test(`from the ${side} come the listed types and no other`, () => {
    assert.deepEqual(Object.keys(table).sort(), [...listed.keys()].sort());
  });
  for (const [type, { properties, required }] of listed)
    test(`"${type}" from the ${side} carries the listed fields`, () => {
      const { v, type: _, ...fields } = properties;
      assert.equal(v.const, 1);
      assert.deepEqual(required.slice(2).sort(), Object.keys(fields).sort());
      assert.deepEqual(Object.keys(table[type]).sort(), Object.keys(fields).sort());
      for (const [name, { $ref }] of Object.entries(fields)) assert.equal(table[type][name], KINDS[$ref.split("/").at(-1)]);
    });
}

test("a message without fields of its own passes", () => {
  assert.deepEqual(checked({ v: 1, type: "close" }, FROM_FRAME), { v: 1, type: "close" });
});
