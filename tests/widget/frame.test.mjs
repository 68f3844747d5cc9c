// The handshake with a frame and the port behind it: who is heard, and what of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, frameUrl, isHello, makeNonce } from "../../widget/ui/frame.js";
import { FROM_FRAME, checked, rate } from "../../widget/ui/messages.js";

const NONCE = "0123456789abcdef0123456789abcdef";
const ORIGIN = "https://v.example";
const ours = { name: "our frame" };
const frame = () => ({ window: () => ours, origin: ORIGIN, nonce: NONCE });
const hello = (changes = {}) => ({
  source: ours,
  origin: ORIGIN,
  data: { vitrine: 1, type: "hello", nonce: NONCE },
  ports: [],
  ...changes,
});
const saying = (data) => hello({ data });
const forgedText = (text) => JSON.parse(text);

test("the hello of our own frame is heard", () => assert.equal(isHello(hello(), frame()), true));

const FORGED_HELLOS = {
  "another window": hello({ source: { name: "another frame" } }),
  "no window at all": hello({ source: null }),
  "an undefined window": hello({ source: undefined }),
  "another origin": hello({ origin: "https://evil.example" }),
  "the origin with another port": hello({ origin: "https://v.example:8443" }),
  "the origin without its lock": hello({ origin: "http://v.example" }),
  "a host that only starts like ours": hello({ origin: "https://v.example.evil.example" }),
  "a host that only ends like ours": hello({ origin: "https://evil-v.example" }),
  "the origin with a slash": hello({ origin: "https://v.example/" }),
  "an opaque origin": hello({ origin: "null" }),
  "an empty origin": hello({ origin: "" }),
  "another nonce": saying({ vitrine: 1, type: "hello", nonce: "f".repeat(32) }),
  "the nonce in capitals": saying({ vitrine: 1, type: "hello", nonce: NONCE.toUpperCase() }),
  "the nonce in a list": saying({ vitrine: 1, type: "hello", nonce: [NONCE] }),
  "a nonce that turns into ours": saying({ vitrine: 1, type: "hello", nonce: { toString: () => NONCE } }),
  "no nonce": saying({ vitrine: 1, type: "hello" }),
  "an empty nonce": saying({ vitrine: 1, type: "hello", nonce: "" }),
  "a null nonce": saying({ vitrine: 1, type: "hello", nonce: null }),
  "a word instead of hello": saying({ vitrine: 1, type: "port", nonce: NONCE }),
  "another version": saying({ vitrine: 2, type: "hello", nonce: NONCE }),
  "the version as text": saying({ vitrine: "1", type: "hello", nonce: NONCE }),
  "another library's message": saying({ event: "hello", nonce: NONCE }),
  "a bare text": saying(JSON.stringify({ vitrine: 1, type: "hello", nonce: NONCE })),
  "nothing": saying(null),
  "undefined": saying(undefined),
  "a number": saying(1),
  "a port of its own": hello({ ports: [{}] }),
};
for (const [name, event] of Object.entries(FORGED_HELLOS))
  test(`a forged hello is ignored: ${name}`, () => assert.equal(isHello(event, frame()), false));

test("before a frame has a window nobody is it", () => {
  assert.equal(isHello(hello({ source: null }), { ...frame(), window: () => null }), false);
});

const KEY = "a".repeat(32);
const add = (changes) => ({
  v: 1, type: "cart-add", id: 1, key: KEY, product: "p1", ref: "SKU-1", quantity: 1, attribution: "a1", url: null, chosen: false, ...changes,
});
const cycle = { v: 1, type: "close" };
cycle.self = cycle;

const FORGED_MESSAGES = {
  "nothing": null,
  "undefined": undefined,
  "a text": "close",
  "a list": [{ v: 1, type: "close" }],
  "no version": { type: "close" },
  "another version": { v: 2, type: "close" },
  "the version as text": { v: "1", type: "close" },
  "no type": { v: 1 },
  "an unknown type": { v: 1, type: "eval", code: "alert(1)" },
  "the page's own type sent back": { v: 1, type: "cart-result", id: 1, ok: true, reason: null, message: null },
  "the name every object has": { v: 1, type: "constructor" },
  "the prototype's name": { v: 1, type: "__proto__" },
  "a method's name": { v: 1, type: "toString" },
  "a type that is a list": { v: 1, type: ["close"] },
  "a type that is an object": { v: 1, type: { toString: () => "close" } },
  "a field hidden in the prototype": forgedText('{"v":1,"type":"play","__proto__":{"at":1}}'),
  "a field only inherited": Object.assign(Object.create({ at: 1 }), { v: 1, type: "play" }),
  "a missing field": { v: 1, type: "play" },
  "a time that is a text": { v: 1, type: "play", at: "1" },
  "a time before the start": { v: 1, type: "play", at: -1 },
  "a time that is no number": { v: 1, type: "play", at: NaN },
  "an endless time": { v: 1, type: "play", at: Infinity },
  "quantity nought": add({ quantity: 0 }),
  "quantity below nought": add({ quantity: -1 }),
  "quantity a hundred": add({ quantity: 100 }),
  "half a piece": add({ quantity: 1.5 }),
  "a quantity as text": add({ quantity: "2" }),
  "a short key": add({ key: "abc" }),
  "a key in capitals": add({ key: "A".repeat(32) }),
  "a key that goes on in a second line": add({ key: `${KEY}\n` }),
  "a product id with a path": add({ product: "../1" }),
  "a product id with markup": add({ product: "<b>" }),
  "an empty reference": add({ ref: "" }),
  "a reference beyond all length": add({ ref: "x".repeat(256) }),
  "a call number below nought": add({ id: -1 }),
  "an address that is an object": { v: 1, type: "open-url", url: {} },
  "an address beyond all length": { v: 1, type: "open-url", url: `https://x.example/${"a".repeat(2048)}` },
  "a height of a wall": { v: 1, type: "size", height: 1e9 },
  "an error code with spaces": { v: 1, type: "error", code: "not a code", message: "" },
  "more than 16 KB": { v: 1, type: "close", padding: "x".repeat(16384) },
  "more than 16 KB in few characters": { v: 1, type: "close", padding: "é".repeat(8192) },
  "a circle": cycle,
  "a big integer": { v: 1, type: "close", big: 1n },
};
for (const [name, message] of Object.entries(FORGED_MESSAGES))
  test(`a forged message is dropped: ${name}`, () => assert.equal(checked(message, FROM_FRAME), null));

test("the tables of forgeries are as long as promised", () => {
  assert.ok(Object.keys(FORGED_HELLOS).length + Object.keys(FORGED_MESSAGES).length >= 40);
});

test("what passes carries its listed fields and nothing else", () => {
  const passed = checked(add({ extra: "x", html: "<b>" }), FROM_FRAME);
  assert.deepEqual(passed, add({}));
});

/** A page that listens, with a frame whose answers can be read. */
function stage() {
  const page = new EventTarget();
  const answers = [];
  const window = { postMessage: (...given) => answers.push(given) };
  const heard = [];
  const wire = connect(page, { window: () => window, origin: ORIGIN, nonce: NONCE }, (message) => heard.push(message));
  const say = (changes = {}) => {
    const event = new Event("message");
    page.dispatchEvent(Object.assign(event, hello({ source: window, ...changes })));
  };
  return { answers, heard, wire, say };
}

/** Let messages that were posted arrive: the port answers our own after everything before it. */
const arrived = (port, wire) =>
  new Promise((resolve) => {
    port.onmessage = ({ data }) => data.type === "play" && resolve();
    wire.send("play");
  });

test("the hello is answered once, to the player's exact origin, with the nonce and a port", () => {
  const { answers, say, wire } = stage();
  say();
  say();
  assert.equal(answers.length, 1);
  const [message, target, [port]] = answers[0];
  assert.deepEqual(message, { vitrine: 1, type: "port", nonce: NONCE });
  assert.equal(target, ORIGIN);
  port.close();
  wire.close();
});

test("a forged hello is not answered and does not spoil the real one", () => {
  const { answers, say, wire } = stage();
  say({ origin: "https://evil.example" });
  assert.equal(answers.length, 0);
  say();
  assert.equal(answers.length, 1);
  answers[0][2][0].close();
  wire.close();
});

test("a closed frame is not answered any more", () => {
  const { answers, say, wire } = stage();
  wire.close();
  say();
  assert.equal(answers.length, 0);
});

test("on the port good messages are heard, others dropped, and a flood is cut at fifty", async (t) => {
  t.mock.method(performance, "now", () => 0);
  const { answers, heard, say, wire } = stage();
  say();
  const [, , [port]] = answers[0];
  port.postMessage({ v: 1, type: "unheard-of" });
  for (let count = 0; count < 200; count++) port.postMessage({ v: 1, type: "play", at: count });
  await arrived(port, wire);
  assert.equal(heard.length, 49); // the unheard-of one counted, too
  assert.deepEqual(heard[0], { v: 1, type: "play", at: 0 });
  port.close();
  wire.close();
});

test("fifty a second pass, and as many in the next second", () => {
  let now = 0;
  const may = rate(50, () => now);
  const passed = () => Array.from({ length: 80 }, may).filter(Boolean).length;
  assert.equal(passed(), 50);
  now = 999;
  assert.equal(passed(), 0);
  now = 1000;
  assert.equal(passed(), 50);
});

test("every frame has its own nonce of 32 hex digits", () => {
  const nonces = new Set(Array.from({ length: 100 }, makeNonce));
  assert.equal(nonces.size, 100);
  for (const nonce of nonces) assert.match(nonce, /^[0-9a-f]{32}$/);
});

test("the player's address keeps its own query and gains origin, language, start and nonce", () => {
  const url = frameUrl("https://v.example/embed/videos/a?x=1#old", {
    origin: "https://shop.example", lang: "fr", dir: "ltr", autoplay: 1, at: 42, nonce: NONCE,
  });
  assert.equal(
    url,
    `https://v.example/embed/videos/a?x=1&origin=https%3A%2F%2Fshop.example&lang=fr&dir=ltr&autoplay=1&at=42#${NONCE}`,
  );
});

test("a moment of a replay may be named by its id", () => {
  for (const at of ["a".repeat(32), "0".repeat(32)])
    assert.equal(new URL(frameUrl("https://v.example/e", { at, nonce: NONCE })).searchParams.get("at"), at);
});

for (const at of [undefined, null, 0, -3, NaN, "later"])
  test(`a start of ${at} is the beginning`, () => {
    assert.equal(new URL(frameUrl("https://v.example/e", { at, nonce: NONCE })).searchParams.has("at"), false);
  });
