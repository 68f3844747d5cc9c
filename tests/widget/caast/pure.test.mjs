// The predecessor's spellings without a browser: settings, fragments, events, who listens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeBus } from "../../../widget/caast/bus.js";
import { readHash } from "../../../widget/caast/hash.js";
import { HEARD, spell } from "../../../widget/caast/news.js";
import { readSettings } from "../../../widget/caast/settings.js";

const UID = "f".repeat(32);
const NAMED = { contentId: UID, live_id: UID, currentLive: { id: UID } };

test("the address of the script names the shop, the build and what was accepted", () => {
  assert.deepEqual(readSettings("https://v.example/caast-latest/caast.js?APP_ID=abc&APP_KEY=no&cookiesAccepted=true"), {
    appId: "abc",
    ref: undefined,
    autoboot: true,
    agreed: true,
    environment: "latest",
  });
  const pending = readSettings("https://v.example/caast-staging/caast.js?APP_ID=abc&cookiesAccepted=false");
  assert.deepEqual([pending.agreed, pending.environment], [false, "staging"]);
});

test("the page's settings do what the address does not", () => {
  const given = { app_id: "abc", app_key: "no", autoboot: false, product_id: 12 };
  const read = readSettings("https://v.example/caast.js", given);
  assert.deepEqual(read, { appId: "abc", ref: "12", autoboot: false, agreed: false, environment: "latest" });
  assert.equal(readSettings("https://v.example/caast.js?APP_ID=mine", given).appId, "mine");
  assert.equal(readSettings("https://v.example/caast.js").appId, undefined);
});

for (const [hash, wish] of Object.entries({
  "#caast-open": { uid: undefined, at: undefined },
  [`#caast-open/${UID}`]: { uid: UID, at: undefined },
  [`#caast-jump/${UID}/12.5`]: { uid: UID, at: 12.5 },
  [`#caast-jump/${UID}/soon`]: { uid: UID, at: undefined },
  [`#caast-jump/${UID}/-3`]: { uid: UID, at: undefined },
  "#caast-jump_42": { uid: undefined, at: 42 },
  [`#caast-question/${UID}/9`]: { uid: UID, at: undefined },
  "#caast-question_9": { uid: undefined, at: undefined },
}))
  test(`${hash} opens something`, () => assert.deepEqual(readHash(hash), wish));

for (const hash of ["", "#", "#caast", "#caast-opening", "#caast-close", "#reviews", "#x#caast-open"])
  test(`"${hash}" is a fragment of the page's own`, () => assert.equal(readHash(hash), undefined));

test("what was drawn opens by a click, and is told to be shown", () => {
  const names = (told) => told.map(([name]) => name);
  assert.deepEqual(names(spell("open", { content: UID }, {})), ["onModalTrigger", "onModalShow"]);
  assert.deepEqual(spell("open", { content: UID }), [["onModalShow", NAMED]]);
  const collection = { collectionId: "c", collection: { id: "c" } };
  const [first, ...rest] = spell("open", { content: UID }, { collection });
  assert.deepEqual(first, ["onCollectionOpen", { ...collection, contentId: UID, content: { id: UID } }]);
  assert.deepEqual(names(rest), ["onModalTrigger", "onModalShow"]);
});

test("playing, pausing and closing carry the content by all its names", () => {
  assert.deepEqual(spell("play", { content: UID, at: 1.5 }), [["onLivePlay", { ...NAMED, player: { seconds: 1.5 } }]]);
  assert.deepEqual(spell("pause", { content: UID, at: 2 }), [["onLivePause", { ...NAMED, player: { seconds: 2 } }]]);
  assert.deepEqual(spell("close", { content: UID }), [["onModalClose", NAMED]]);
});

test("a product is told by its id and reference, and an add only when the shop took it", () => {
  const detail = { content: UID, product: "p", ref: "SKU-1" };
  const product = { ...NAMED, product_id: "p", product_ref: "SKU-1" };
  assert.deepEqual(spell("product-view", detail), [["onProductOpen", product]]);
  assert.deepEqual(spell("cart-add", { ...detail, ok: true }), [["onBasketAdd", { ...product, from_caast: "true" }]]);
  assert.deepEqual(spell("cart-add", { ...detail, ok: false }), []);
  assert.equal(HEARD.length, 6);
});

test("listeners hear their event with what is common to all, and 'all' hears every one", async () => {
  const bus = makeBus(() => ({ user: {} }));
  const heard = [];
  assert.equal(await bus.on("onModalShow", (data) => heard.push(["one", data])), undefined);
  await bus.on("onModalShow", (data) => heard.push(["two", data]));
  await bus.on("all", ({ type, data }) => heard.push([type, data]));
  bus.tell("onModalShow", { live_id: UID });
  bus.tell("onSetUser");
  const shown = { user: {}, live_id: UID };
  assert.deepEqual(heard, [["one", shown], ["two", shown], ["onModalShow", shown], ["onSetUser", { user: {} }]]);
});

test("nobody hears after off, which may come without an on", async () => {
  const bus = makeBus(() => ({}));
  const heard = [];
  await bus.on("onShare", () => heard.push(1));
  bus.off("onShare");
  bus.off("onShare");
  bus.tell("onShare");
  assert.deepEqual(heard, []);
});

test("a listener that breaks is reported and keeps nobody from hearing", async () => {
  const reported = [];
  const heard = [];
  const bus = makeBus(() => ({}), (error) => reported.push(error.message));
  await bus.on("onShare", () => {
    throw new Error("broken");
  });
  await bus.on("onShare", () => heard.push(1));
  bus.tell("onShare");
  assert.deepEqual([heard, reported], [[1], ["broken"]]);
  await assert.rejects(bus.on("onShare", "no function"), TypeError);
});
