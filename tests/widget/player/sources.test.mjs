// Rules every file of the player keeps, and the weight of what a viewer downloads.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";

const HERE = new URL("../../../widget/player/", import.meta.url);
const DIST = new URL("../../../widget/dist/", import.meta.url);
const sources = readdirSync(HERE, { recursive: true }).filter((name) => /\.(js|css)$/.test(name)).map((name) => [name, readFileSync(new URL(name, HERE), "utf8")]);

for (const [name, text] of sources.filter(([each]) => each.endsWith(".js"))) {
  test(`${name} keeps nothing on the viewer's device, but for the tab what was chosen of captions and put into a cart of ours`, () => {
    assert.doesNotMatch(text, /localStorage|document\.cookie|indexedDB/);
    if (!["captions.js", "till.js"].includes(name)) assert.doesNotMatch(text, /sessionStorage/);
  });
  test(`${name} opens with a sentence that says what it is for`, () => assert.match(text, /^\/\/ [A-Z].{20,}/));
  test(`${name} is small enough to read`, () => assert.ok(text.split("\n").length <= 300));
}

for (const [name, text] of sources.filter(([each]) => each.endsWith(".css")))
  test(`${name} lays out by logical sides`, () => {
    assert.doesNotMatch(text, /(margin|padding|border)-(left|right|top|bottom)\b|text-align:\s*(left|right)|float:/);
  });

for (const [name, most] of [["player.js", 20_000], ["player.css", 5_000], ["live.js", 24_000], ["live.css", 6_000], ["collection.js", 20_000], ["collection.css", 5_000], ["checkout.css", 3_000]])
  test(`${name} as built is at most ${most} bytes brotli`, () => {
    const manifest = JSON.parse(readFileSync(new URL("manifest.json", DIST), "utf8"));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    const size = brotliCompressSync(readFileSync(new URL(manifest[name], DIST)), { params }).length;
    assert.ok(size <= most, `${size} bytes`);
  });
