// A pass behind the `#` is taken out of the address and found again by a reload; two buttons lead away.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { brought, rehearsed } from "../../../../widget/player/live/arriving.js";
import { errands } from "../../../../widget/player/live/errands.js";

const tab = (hash, state = null) => ({
  place: { pathname: "/embed/lives/1", search: "?back=1", hash },
  past: {
    state,
    replaceState(kept, _, address) {
      Object.assign(this, { state: kept, address });
    },
  },
});

test("a pass behind the # leaves the address and stays with the tab", () => {
  const { place, past } = tab("#as=abc.d-e_f&rehearsal=r&other=1");
  const found = { as: "abc.d-e_f", rehearsal: "r" };
  assert.deepEqual(brought(place, past), found);
  assert.equal(past.address, "/embed/lives/1?back=1");
  assert.deepEqual(brought({ ...place, hash: "" }, past), found);
});

test("a rehearsal that is over is forgotten, and the page starts anew", () => {
  const { place, past } = tab("", { as: "a", rehearsal: "r" });
  let reloaded = 0;
  rehearsed({ ...place, reload: () => reloaded++ }, past);
  assert.deepEqual(past.state, { as: "a" });
  assert.equal(reloaded, 1);
});

for (const hash of ["", "#", "#as=", "#%", "#0123456789abcdef0123456789abcdef"])
  test(`nobody comes by ${hash || "no fragment"}`, () => {
    const { place, past } = tab(hash, { other: 1 });
    assert.equal(brought(place, past).as, undefined);
    assert.equal(past.address, undefined);
  });

let parts;
beforeEach(() => {
  parts = Object.fromEntries(["back", "share", "hint"].map((name) => [name, Object.assign(new EventTarget(), { hidden: true, dataset: {} })]));
  globalThis.document = { querySelector: (selector) => parts[/"(\w+)"/.exec(selector)[1]] };
});
afterEach(() => delete globalThis.document);

function world(facts = {}) {
  const done = [];
  const history = { length: 2, back: () => done.push("back") };
  const navigator = { clipboard: { writeText: async (url) => done.push(["copied", url]) } };
  const location = { href: "https://v.example/embed/lives/1?shop=s&back=1&share=1#x" };
  const plain = { history, navigator, location, opener: null, document: { title: "Show" } };
  return { done, ...plain, close: () => done.push("close"), prompt: (_, url) => done.push(["prompt", url]), ...facts };
}
const tools = (query, wire = { invited: false, send: () => false }) => ({ asked: new URLSearchParams(query), wire, tell() {}, texts: { copied: "Copied", address: "Address" } });
const press = async (name) => {
  parts[name].dispatchEvent(new Event("click"));
  await new Promise(setImmediate);
};

test("buttons are there for who asks for them", () => {
  errands(tools(""), world());
  assert.deepEqual([parts.back.hidden, parts.share.hidden], [true, true]);
  errands(tools("back=1&share=1"), world());
  assert.deepEqual([parts.back.hidden, parts.share.hidden], [false, false]);
});

test("a way back that leads nowhere is not offered", () => {
  errands(tools("back=1"), world({ history: { length: 1 } }));
  assert.equal(parts.back.hidden, true);
});

test("back goes back, closes what the page opened, or asks the page around", async () => {
  const there = world();
  errands(tools("back=1"), there);
  await press("back");
  assert.deepEqual(there.done, ["back"]);
  const opened = world({ history: { length: 1 }, opener: {} });
  errands(tools("back=1"), opened);
  await press("back");
  assert.ok(opened.done.includes("close"));
  const sent = [];
  const framed = world();
  parts.back = Object.assign(new EventTarget(), { hidden: true });
  errands(tools("back=1", { invited: true, send: (type) => sent.push(type) }), framed);
  await press("back");
  assert.deepEqual([sent, framed.done], [["close"], []]);
});

const SHARED = "https://v.example/embed/lives/1?shop=s";

test("what is shared is the address of the live and nothing of the viewer", async () => {
  const shared = [];
  errands(tools("share=1"), world({ navigator: { share: async (told) => shared.push(told) } }));
  await press("share");
  assert.deepEqual(shared, [{ title: "Show", url: SHARED }]);
});

test("without the system's own sharing the address is copied, else shown", async () => {
  const copying = world();
  errands(tools("share=1"), copying);
  await press("share");
  assert.deepEqual(copying.done, [["copied", SHARED]]);
  assert.equal(parts.hint.textContent, "Copied");
  const bare = world({ navigator: {} });
  parts.share = Object.assign(new EventTarget(), { hidden: true });
  errands(tools("share=1"), bare);
  await press("share");
  assert.deepEqual(bare.done, [["prompt", SHARED]]);
});
