// Every name that the predecessor published has its row in docs/caast.md, which says what the scripts do.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const HOME = new URL("../../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, HOME), "utf8");
const contract = JSON.parse(read("tests/widget/caast/contract.json"));
const SAID = ["yes", "in part", "quiet", "no"];

/** The rows of the page's tables: name → what is said of it, as often as it is. */
const rows = new Map();
for (const [, names, said] of read("docs/caast.md").matchAll(/^\| (`[^|]+`) \| ([^|]*) \|/gm))
  for (const [, name] of names.matchAll(/`([^`]+)`/g)) rows.set(name, [...(rows.get(name) || []), said]);

const sources = readdirSync(new URL("widget/caast/", HOME))
  .map((name) => read(`widget/caast/${name}`).replace(/\/\*[^]*?\*\/|\/\/ .*$/gm, ""))
  .join("\n");
const carried = (name) => rows.get(name).every((said) => ["yes", "in part"].includes(said));

for (const [group, names] of Object.entries(contract))
  test(`every one of the ${group} is told of`, () => {
    for (const name of names) {
      assert.ok(rows.has(name), `${name} has no row`);
      for (const said of rows.get(name)) assert.ok(SAID.includes(said), `${name}: ${said}`);
    }
  });

test("nothing is told of that is nobody's name", () => {
  const known = new Set(Object.values(contract).flat());
  assert.deepEqual([...rows.keys()].filter((name) => !known.has(name)), []);
});

test("the events that are told are those that the page says are carried", () => {
  const told = new Set([...sources.matchAll(/"(on[A-Z]\w+)"/g)].map(([, name]) => name));
  for (const name of contract.ready) told.delete(name.replace("caast.", ""));
  assert.deepEqual([...told].sort(), contract.events.filter((name) => name !== "all" && carried(name)).sort());
});

test("settings, attributes and selectors that are carried are read, and others are not", () => {
  const spelled = {
    settings: (name) => new RegExp(`\\b${name}\\b`),
    methods: (name) => new RegExp(`^ {4}(async )?${name}[(:,]`, "m"),
    targets: (name) => new RegExp(`${name.replace("#", "\\#")}\\b`),
  };
  for (const [group, spell] of Object.entries(spelled))
    for (const name of contract[group]) assert.equal(spell(name).test(sources), carried(name), name);
  for (const name of contract.attributes) {
    const key = name.replace("data-", "").replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    assert.ok(sources.includes(name) || sources.includes(key), name);
  }
});
