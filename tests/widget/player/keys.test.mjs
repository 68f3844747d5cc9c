// The keyboard map: what each key does, where it must not, and that docs/keyboard.md says the same.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KEYS, actionFor } from "../../../widget/player/keys.js";

const PRINTED = { " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };
const press = (key, { on = [], ...more } = {}) =>
  actionFor({ key, target: { closest: (selector) => on.find((each) => selector.includes(each)) ?? null }, ...more });

test("the published map is the map", () => {
  const page = readFileSync(new URL("../../../docs/keyboard.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| (.+?) \| (.+?) \|$/gm)].slice(1).map(([, keys, does]) => ({ keys, does }));
  const own = KEYS.map(({ keys, does }) => ({
    keys: keys.map((key) => PRINTED[key] ?? (key.length === 1 ? key.toUpperCase() : key)).join(", "),
    does,
  }));
  assert.deepEqual(rows, own);
});

test("no key stands twice in the map", () => {
  const all = KEYS.flatMap(({ keys }) => keys);
  assert.equal(new Set(all).size, all.length);
});

for (const [what, key, where, action] of [
  ["space on the picture plays", " ", {}, "toggle"],
  ["a capital letter is the letter", "K", {}, "toggle"],
  ["a digit goes to its tenth", "7", {}, "tenth"],
  ["space on a button presses that button", " ", { on: ["button"] }, null],
  ["a letter on a button still works", "m", { on: ["button"] }, "mute"],
  ["typing is left alone", "f", { on: ["textarea"] }, null],
  ["escape works while typing", "Escape", { on: ["textarea"] }, "close"],
  ["arrows in the volume slider belong to it", "ArrowUp", { on: ["[data-own-arrows]"] }, null],
  ["letters in the volume slider are ours", "m", { on: ["[data-own-arrows]"] }, "mute"],
  ["with Ctrl it is the browser's", "f", { ctrlKey: true }, null],
  ["with Meta it is the browser's", "l", { metaKey: true }, null],
  ["with Alt it is the browser's", "ArrowLeft", { altKey: true }, null],
  ["while a letter is composed it is the editor's", "k", { isComposing: true }, null],
  ["an unknown key does nothing", "q", {}, null],
  ["a key named like a property does nothing", "constructor", {}, null],
])
  test(what, () => assert.equal(press(key, where), action));
