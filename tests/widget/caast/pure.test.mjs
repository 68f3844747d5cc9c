// The predecessor's spellings without a browser: settings, fragments, events, who listens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeBus } from "../../../widget/caast/bus.js";
import { readHash } from "../../../widget/caast/hash.js";
import { HEARD, spell } from "../../../widget/caast/news.js";
import { readSettings, subject } from "../../../widget/caast/settings.js";
import { content, lives, note } from "../../../widget/caast/shown.js";

const UID = "f".repeat(32);
const QUESTION = "9".repeat(32);
const NAMED = { contentId: UID, live_id: UID, currentLive: { id: UID } };

test("the address of the script names the shop, the build and what was accepted", () => {
  assert.deepEqual(readSettings("https://v.example/caast-latest/caast.js?APP_ID=abc&APP_KEY=no&cookiesAccepted=true"), {
    appId: "abc",
    ref: undefined,
    seller: undefined,
    autoboot: true,
    agreed: true,
    environment: "latest",
  });
  const pending = readSettings("https://v.example/caast-staging/caast.js?APP_ID=abc&cookiesAccepted=false");
  assert.deepEqual([pending.agreed, pending.environment], [false, "staging"]);
});

test("the page's settings do what the address does not", () => {
  const given = { app_id: "abc", app_key: "no", autoboot: false, product_id: 12, seller_id: "S-1", offer_id: "O" };
  const read = readSettings("https://v.example/caast.js", given);
  assert.deepEqual(read, { appId: "abc", ref: "12", seller: "S-1", autoboot: false, agreed: false, environment: "latest" });
  assert.equal(readSettings("https://v.example/caast.js?APP_ID=mine", given).appId, "mine");
  assert.equal(readSettings("https://v.example/caast.js").appId, undefined);
  assert.deepEqual(subject({ offer_id: "O-1" }), { ref: "O-1", seller: undefined });
});

const NONSENSE = [null, true, "text", 7, [], Symbol("s"), () => {}, { app_id: {}, product_id: [], autoboot: "false" }];
for (const [at, given] of [...NONSENSE, { app_id: Symbol("s"), seller_id: null }].entries())
  test(`settings of a wrong type say nothing (${at})`, () => {
    const read = readSettings("https://v.example/caast.js?APP_ID=abc", given);
    assert.deepEqual([read.appId, read.seller, read.autoboot, read.agreed], ["abc", undefined, true, false]);
  });

for (const [hash, wish] of Object.entries({
  "#caast-open": { uid: undefined, at: undefined },
  "#caast-open/": { uid: undefined, at: undefined },
  [`#caast-open/${UID}`]: { uid: UID, at: undefined },
  [`#caast-jump/${UID}/12.5`]: { uid: UID, at: 12.5 },
  [`#caast-jump/${UID}/soon`]: { uid: UID, at: undefined },
  [`#caast-jump/${UID}/-3`]: { uid: UID, at: undefined },
  "#caast-jump_42": { uid: undefined, at: 42 },
  [`#caast-jump/${UID}/Infinity`]: { uid: UID, at: undefined },
  [`#caast-question/${UID}/${QUESTION}`]: { uid: UID, at: QUESTION },
  [`#caast-question_${QUESTION}`]: { uid: undefined, at: QUESTION },
  [`#caast-question/${UID}/9`]: { uid: UID, at: undefined },
  [`#caast-open/${UID}/${QUESTION}`]: { uid: UID, at: undefined },
}))
  test(`${hash} opens something`, () => assert.deepEqual(readHash(hash), wish));

const MARKUP = ["<img src=x onerror=alert(1)>", "%3Cscript%3E", "..%2F..", "javascript:alert(1)", "a".repeat(65)];
for (const markup of MARKUP)
  test(`nothing is opened by "${markup}"`, () => {
    assert.equal(readHash(`#caast-open/${markup}`), undefined);
    assert.equal(readHash(`#caast-jump/${UID}/${markup}`)?.at, undefined);
    assert.equal(readHash(`#caast-question/${UID}/${markup}`)?.at, undefined);
  });

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
});

test("what a visitor does in the player has its documented names", () => {
  const told = (type, detail) => spell(type, { content: UID, ...detail });
  assert.deepEqual(told("related", { chosen: "b" }), [
    ["onRelatedClick", { contentId: "b", live_id: "b", currentLive: { id: UID } }],
  ]);
  assert.deepEqual(told("chat-send", { author: null, text: "Warm?", question: true }), [
    ["onMessageSubmit", { ...NAMED, message: { author: null, message: "Warm?" } }],
  ]);
  assert.deepEqual(told("reaction", { emoji: "🔥", count: 2 }), Array(2).fill(["onReaction", { ...NAMED, emoji: "🔥" }]));
  assert.equal(told("reaction", { emoji: "🔥", count: 1e6 }).length, 20);
  assert.deepEqual(told("moment", { kind: "question", id: "q", ref: null, at: 9 }), [
    ["onQuestionClick", { ...NAMED, question_id: "q" }],
  ]);
  const [[name, product]] = told("moment", { kind: "product", id: "p", ref: "SKU-1", at: 9 });
  assert.deepEqual([name, product.product_id, product.product_ref], ["onProductClick", "p", "SKU-1"]);
  assert.deepEqual(told("moment", { kind: "chapter", id: "c", ref: null, at: 9 }), []);
});

for (const [by, done, names] of [
  ["mail", false, ["onReminderClick", "onEmailReminderClick"]],
  ["mail", true, ["onEmailReminderSubmitted", "onLiveSubscription"]],
  ["google", false, ["onGoogleCalendarClick"]],
  ["outlook", false, ["onOutlookCalendarClick"]],
  ["yahoo", false, ["onYahooCalendarClick"]],
  ["file", false, ["onAppleCalendarClick"]],
  ["pigeon", false, []],
])
  test(`a reminder by ${by}${done ? ", taken" : ""} is told as ${names}`, () => {
    assert.deepEqual(spell("remind", { content: UID, by, done }), names.map((name) => [name, NAMED]));
  });

for (const [step, name] of [["asked", "Click"], ["shown", "Show"], ["closed", "Close"]])
  test(`a partner's page that is ${step} is told with its details`, () => {
    const [[told, { extensionDetails }]] = spell("extension", { content: UID, id: "e", title: "Quiz", url: "https://q.example/", step });
    assert.equal(told, `onExtensionDetails${name}`);
    assert.deepEqual([extensionDetails.attributes.extensionUrl, extensionDetails.attributes.configuration], ["https://q.example/", { title: "Quiz" }]);
  });

test("a step that nobody knows is told as nothing", () => {
  assert.deepEqual(spell("extension", { content: UID, id: "e", step: "eaten" }), []);
  assert.ok(HEARD.includes("extension"));
});

test("what was drawn is known by name, and where it stands in time", () => {
  const a = (id, attributes) => ({ id, attributes: { name: id, thumbnail_url: null, ...attributes } });
  const day = "2026-06-15T12:00:00.000Z";
  const states = ["not_started", "started", "finished"];
  const contents = [a("film", {}), ...states.map((state) => a(state, { state, start_date: day }))];
  assert.equal(note({ component: "landing", contents, carousel_url: null }), undefined);
  const address = `https://v.example/embed/collections/${UID}?x=1`;
  const told = note({ component: "shorts_card", contents: [a("other", {})], carousel_url: address });
  const items = [{ id: "other", type: "video", attributes: { name: "other", thumbnailUrl: null } }];
  assert.deepEqual(told, { collectionId: UID, collection: { id: UID }, collectionItems: items });
  assert.equal(note({ component: "shorts_story", contents: [], carousel_url: null }).collectionId, null);
  const ids = Object.entries(lives()).map(([when, { data }]) => [when, data.map(({ id }) => id)]);
  assert.deepEqual(ids, [["coming", ["not_started"]], ["current", ["started"]], ["passed", ["film", "finished", "other"]]]);
  assert.deepEqual(content("started").attributes, { name: "started", thumbnailUrl: null, startDate: day, isStarted: true, isFinished: false });
  assert.deepEqual(content("never drawn"), { id: "never drawn" });
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
