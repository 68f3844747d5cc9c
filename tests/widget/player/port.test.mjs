// The frame's end of the wire: whom it greets, whom it believes, and what it lets through.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allowed, connect, invitation } from "../../../widget/player/port.js";

const SHOP = "https://shop.example";
const NONCE = "0123456789abcdef0123456789abcdef";
const ADDRESS = `https://v.example/embed/videos/x?origin=${encodeURIComponent(SHOP)}#${NONCE}`;

for (const [origin, list, yes] of [
  [SHOP, [SHOP], true],
  [SHOP, [], false],
  ["https://shop.example.evil", [SHOP], false],
  ["http://shop.example", [SHOP], false],
  ["https://shop.example:8443", [SHOP], false],
  ["https://fr.shop.example", ["https://*.shop.example"], true],
  ["https://a.b.shop.example", ["https://*.shop.example"], true],
  ["https://shop.example", ["https://*.shop.example"], false],
  ["https://evilshop.example", ["https://*.shop.example"], false],
  ["http://fr.shop.example", ["https://*.shop.example"], false],
  ["null", ["https://*.shop.example", SHOP], false],
  ["", [SHOP], false],
])
  test(`${origin || "no origin"} is ${yes ? "" : "not "}in ${list.join(", ") || "an empty list"}`, () => {
    assert.equal(allowed(origin, list), yes);
  });

for (const [what, address] of [
  ["without a nonce", ADDRESS.split("#")[0]],
  ["with a short nonce", ADDRESS.slice(0, -1)],
  ["with an upper-case nonce", ADDRESS.replace("abcdef#", "ABCDEF#").replace(/abcdef$/, "ABCDEF")],
  ["for an origin that is not listed", ADDRESS.replace("shop.example", "other.example")],
  ["without an origin", `https://v.example/embed/videos/x#${NONCE}`],
])
  test(`an address ${what} is no invitation`, () => assert.equal(invitation(address, [SHOP]), null));

/** A frame with a parent that notes what it is told. */
function framed(address = ADDRESS) {
  const parent = { heard: [], postMessage: (message, origin) => parent.heard.push({ message, origin }) };
  const listeners = new Set();
  const frame = {
    parent,
    location: { href: address },
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
  };
  const arrive = (event) => [...listeners].forEach((listener) => listener(event));
  const port = { sent: [], postMessage: (message) => port.sent.push(message) };
  const answer = { source: parent, origin: SHOP, data: { vitrine: 1, type: "port", nonce: NONCE }, ports: [port] };
  return { frame, parent, listeners, arrive, port, answer };
}

test("the frame greets its parent at that origin alone", () => {
  const { frame, parent } = framed();
  connect([SHOP], frame);
  assert.deepEqual(parent.heard, [{ message: { vitrine: 1, type: "hello", nonce: NONCE }, origin: SHOP }]);
});

test("opened by itself it greets nobody and sends nothing", () => {
  const { frame, parent, listeners } = framed();
  frame.parent = frame;
  const wire = connect([SHOP], frame);
  wire.send("close");
  assert.deepEqual([wire.invited, wire.connected, parent.heard.length, listeners.size], [false, false, 0, 0]);
});

test("what was said before the port came is sent when it comes", () => {
  const { frame, arrive, answer, port, listeners } = framed();
  const wire = connect([SHOP], frame);
  wire.send("ready", { content: "x", duration: 6 });
  arrive(answer);
  assert.deepEqual(port.sent, [{ v: 1, type: "ready", content: "x", duration: 6 }]);
  assert.equal(wire.connected, true);
  assert.equal(listeners.size, 0, "the global listener is gone after the handshake");
});

for (const [what, forged] of [
  ["another window", { source: {} }],
  ["another origin", { origin: "https://evil.example" }],
  ["the wrong nonce", { data: { vitrine: 1, type: "port", nonce: NONCE.replace("0", "1") } }],
  ["another type", { data: { vitrine: 1, type: "hello", nonce: NONCE } }],
  ["no data", { data: null }],
  ["text for data", { data: "port" }],
  ["no port", { ports: [] }],
  ["two ports", { ports: [{}, {}] }],
])
  test(`a port is not taken from ${what}`, () => {
    const { frame, arrive, answer, listeners } = framed();
    const wire = connect([SHOP], frame);
    arrive({ ...answer, ...forged });
    assert.deepEqual([wire.connected, listeners.size], [false, 1]);
  });

test("a second port is not taken", () => {
  const { frame, arrive, answer, port } = framed();
  const wire = connect([SHOP], frame);
  arrive(answer);
  const second = { sent: [], postMessage: (message) => second.sent.push(message) };
  arrive({ ...answer, ports: [second] });
  wire.send("close");
  assert.deepEqual([port.sent.length, second.sent.length], [1, 0]);
});

/** Count what listeners hear of these messages on an open port. */
function heardOf(messages, type = "seek") {
  const { frame, arrive, answer, port } = framed();
  const wire = connect([SHOP], frame);
  const heard = [];
  wire.on(type, (message) => heard.push(message));
  arrive(answer);
  for (const data of messages) port.onmessage({ data });
  return heard;
}

test("a fitting message is heard with its known fields only", () => {
  assert.deepEqual(heardOf([{ v: 1, type: "seek", at: 4, html: "<b>" }]), [{ v: 1, type: "seek", at: 4 }]);
});

for (const [what, message] of [
  ["no version", { type: "seek", at: 1 }],
  ["another version", { v: 2, type: "seek", at: 1 }],
  ["a missing field", { v: 1, type: "seek" }],
  ["text for a number", { v: 1, type: "seek", at: "1" }],
  ["NaN", { v: 1, type: "seek", at: NaN }],
  ["a negative moment", { v: 1, type: "seek", at: -1 }],
  ["an inherited field", Object.assign(Object.create({ at: 1 }), { v: 1, type: "seek" })],
  ["more than 16 KB", { v: 1, type: "seek", at: 1, ballast: "x".repeat(17_000) }],
])
  test(`a message with ${what} is dropped`, () => assert.deepEqual(heardOf([message]), []));

test("a type named like a property is dropped", () => {
  assert.deepEqual(heardOf([{ v: 1, type: "constructor" }], "constructor"), []);
});

test("a message only we may send is dropped when it is sent to us", () => {
  assert.deepEqual(heardOf([{ v: 1, type: "checkout" }], "checkout"), []);
});

test("fifty messages in one moment are heard and no more", () => {
  assert.equal(heardOf(Array.from({ length: 200 }, () => ({ v: 1, type: "seek", at: 1 }))).length, 50);
});

test("what does not fit the protocol is not sent", () => {
  const { frame, arrive, answer, port } = framed();
  const wire = connect([SHOP], frame);
  arrive(answer);
  wire.send("cart-add", { id: 1, key: NONCE, product: "x", ref: "r", quantity: 100, attribution: null, url: null, chosen: false });
  wire.send("open-url", { url: "x".repeat(3000) });
  wire.send("nonsense");
  assert.deepEqual(port.sent, []);
});
