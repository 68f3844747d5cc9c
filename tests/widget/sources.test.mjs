// Promises about every shipped line: nothing that a strict page forbids, nothing that speaks to everybody.
import { digest } from "../../widget/digest.mjs";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

const HERE = fileURLToPath(new URL("../../widget/", import.meta.url));
const read = (path) => readFileSync(HERE + path);
const files = readdirSync(HERE, { recursive: true })
  .filter((path) => !/^(node_modules|vendor)\b/.test(path))
  .filter((path) => /\.(js|mjs|css)$/.test(path));

const built = (path) => /^(dist|frozen)\b/.test(path);

const manifest = JSON.parse(read("dist/manifest.json"));

const FORBIDDEN = {
  "a message to everybody": /postMessage\([^;]*["'`]\*["'`]/,
  "markup from text": /\b(inner|outer)HTML\b|insertAdjacentHTML|document\s*\.\s*write|createContextualFragment|srcdoc/,
  "text turned into code": /\beval\s*\(|\bnew\s+Function\b|\bset(Timeout|Interval)\s*\(\s*["'`]/,
  "styles that need unsafe-inline": /setAttribute\(\s*["']style["']|createElement\(\s*["']style["']/,
  cookies: /document\s*\.\s*cookie\s*=[^=]|indexedDB/,
};
for (const path of files)
  test(`${path} keeps to what a strict page allows`, () => {
    const text = read(path).toString();
    for (const [what, pattern] of Object.entries(FORBIDDEN)) assert.doesNotMatch(text, pattern, what);
  });

test("no cookie is read but the form key that a Magento shop keeps for its own forms", () => {
  const reading = files.filter((path) => !built(path) && /document\s*\.\s*cookie|\.cookie\b/.test(read(path)));
  assert.deepEqual(reading, ["ui/magento.js"]);
});

test("lasting storage is touched by what measures with consent, and by boot to empty it", () => {
  const lasting = files.filter((path) => !built(path) && /localStorage/.test(read(path)));
  assert.deepEqual(lasting.sort(), ["boot.js", "seen/memory.js"]);
  assert.doesNotMatch(read("boot.js").toString(), /setItem/);
});

test("no path has a word that lists of advertisements and trackers look for", () => {
  const words = /track|event|collect(?!ion)|analytic|beacon|stat(?!us)|metric|pixel|telemetry|measure|\bads?\b|banner|consent/i;
  const paths = Object.values(manifest).concat("/audience/v1/seen");
  assert.deepEqual(paths.filter((path) => words.test(path)), []);
});

test("sources are watched at all", () => {
  for (const path of ["boot.js", "ui/index.js", "ui/frame.js", "dist/vitrine.js"]) assert.ok(files.includes(path), path);
});

test("storage is written when a viewer hides a bubble or chooses captions, by consent, for what plays while a page is left, and for a cart of ours", () => {
  const writing = files.filter((path) => !built(path) && /setItem/.test(read(path)));
  assert.deepEqual(writing.sort(), ["player/captions.js", "player/till.js", "seen/memory.js", "ui/bubble.js", "ui/resume.js"]);
});

for (const [name, file] of Object.entries(manifest)) {
  const path = file.startsWith("vendor/") ? file : `dist/${file}`;
  test(`${name} is shipped with its compressed twins`, () => {
    const bytes = read(path);
    assert.ok(bytes.equals(brotliDecompressSync(read(`${path}.br`))), "brotli");
    assert.ok(bytes.equals(gunzipSync(read(`${path}.gz`))), "gzip");
    const digest = digestOf(file);
    if (digest) assert.equal(sha256(together(name, digest)), digest);
  });
}

const digestOf = (file) => /\.([0-9a-f]{8})\.(js|css)$/.exec(file)?.[1];
const sha256 = (texts) => texts.reduce((hash, text) => hash.update(text), createHash("sha256")).digest("hex").slice(0, 8);

/** What a hash was taken of: the file, or the second part and all of its own as they were before they bore it. */
function together(name, digest) {
  if (digestOf(manifest["ui.js"]) !== digest) return [read(`dist/${manifest[name]}`)];
  const all = Object.keys(manifest).sort().filter((each) => digestOf(manifest[each]) === digest);
  return all.map((each) => read(`dist/${manifest[each]}`).toString().replaceAll(`./ui.${digest}.js`, "./ui.js"));
}

test("the first part fetches the second part that is shipped beside it", () => {
  assert.ok(read("dist/vitrine.js").includes(manifest["ui.js"]));
});

test("what is shipped was built from these sources; else run: make widget", () => {
  assert.equal(read("dist/sources.sha256").toString().trim(), digest());
});

const BUDGETS = {
  "vitrine.js": { brotli: 1875, raw: 5500 },
  "ui.js": { brotli: 7000 },
  "open.js": { brotli: 4800 },
  "seen.js": { brotli: 2500 },
  "resume.js": { brotli: 1000 },
  "products.js": { brotli: 1700 },
  "shopify.js": { brotli: 2000 },
  "woocommerce.js": { brotli: 2200 },
  "magento.js": { brotli: 2200 },
  "prestashop.js": { brotli: 2000 },
  "caast.js": { brotli: 5400 },
  "caastEmitter.js": { brotli: 1000 },
  "launcher.js": { brotli: 3000 },
  "shorts_story.js": { brotli: 3000 },
  "cards_slider.js": { brotli: 3000 },
  "highlight.js": { brotli: 3000 },
  "landing.js": { brotli: 3000 },
  "corners.js": { brotli: 1000 },
  "player.js": { brotli: 20_000 },
  "player.css": { brotli: 5_000 },
  "live.js": { brotli: 24_000 },
  "live.css": { brotli: 6_000 },
  "auctions.js": { brotli: 5_000 },
  "auctions.css": { brotli: 2_000 },
};
for (const [name, { brotli, raw = Infinity }] of Object.entries(BUDGETS))
  test(`${name} weighs at most ${brotli} bytes`, () => {
    const path = `dist/${manifest[name]}`;
    assert.ok(read(`${path}.br`).length <= brotli, `${read(`${path}.br`).length} with brotli`);
    assert.ok(read(path).length <= raw, `${read(path).length} raw`);
  });

test("the licence travels with the library", () => {
  assert.match(read("vendor/hls-LICENSE").toString(), /Apache License/);
});
