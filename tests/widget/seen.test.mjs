// Measuring without a browser: what is added up, when it is sent, what a view and a second are, what is remembered.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { impressions } from "../../widget/seen/impressions.js";
import { KEY, forgetAll, knownId, mark, marks, ownId } from "../../widget/seen/memory.js";
import { sender } from "../../widget/seen/sender.js";
import { Tally } from "../../widget/seen/tally.js";
import { watching } from "../../widget/seen/watching.js";

const FILM = { content: "f".repeat(32), component: "floating" };

test("what happens to one thing is one item, and the next batch begins at nothing", () => {
  const tally = new Tally();
  tally.add(FILM, "impressions");
  tally.add(FILM, "views");
  tally.add(FILM, "views");
  tally.add({ ...FILM, product: "p" }, "clicks");
  assert.deepEqual(tally.take(), [
    { ...FILM, product: null, impressions: 1, views: 2 },
    { ...FILM, product: "p", clicks: 1 },
  ]);
  assert.deepEqual(tally.take(), []);
});

test("parts of a second wait until they are whole", () => {
  const tally = new Tally();
  tally.add(FILM, "watched", 0.7);
  assert.equal(tally.any, false);
  assert.deepEqual(tally.take(), []);
  tally.add(FILM, "watched", 0.7);
  assert.deepEqual(tally.take().map(({ watched }) => watched), [1]);
  tally.add(FILM, "watched", 0.65);
  assert.deepEqual(tally.take().map(({ watched }) => watched), [1]);
});

test("what is more than the server takes at once goes with the next batches", () => {
  const tally = new Tally();
  tally.add(FILM, "watched", 250);
  for (let at = 0; at < 60; at++) tally.add({ content: `${at}`, component: null }, "impressions");
  const batches = [tally.take(), tally.take(), tally.take(), tally.take()];
  assert.deepEqual(batches.map(({ length }) => length), [50, 12, 1, 0]);
  const watched = batches.flat().map((each) => each.watched || 0);
  assert.deepEqual(watched.filter(Boolean), [120, 120, 10]);
});

/** A watched player under a clock that stands until it is moved. */
function watchedPlayer(viewed) {
  const counts = {};
  let now = 1000;
  const player = watching((name, number = 1) => (counts[name] = (counts[name] || 0) + number), () => now, viewed);
  return { counts, player, pass: (ms) => (now += ms) };
}

test("a view is counted once, seconds while it plays, and the end once", () => {
  const { counts, player, pass } = watchedPlayer();
  player.play();
  for (let at = 1; at < 10; at++) {
    pass(1000);
    player.progress({ at, duration: 9.2 });
  }
  player.stop();
  pass(60_000);
  player.play();
  pass(500);
  player.stop();
  player.stop();
  assert.deepEqual(counts, { views: 1, watched: 9.5, completions: 1 });
});

test("what goes on from the page before is no new view, and may come to its end", () => {
  const { counts, player, pass } = watchedPlayer(true);
  player.play();
  pass(1000);
  player.progress({ at: 9, duration: 9.2 });
  assert.deepEqual(counts, { watched: 1, completions: 1 });
});

test("waiting for bytes is not watching, beyond two seconds", () => {
  const { counts, player, pass } = watchedPlayer();
  player.play();
  pass(30_000);
  player.progress({ at: 1, duration: 100 });
  assert.equal(counts.watched, 2);
});

test("a short film that ends is seen to its end, its last part of a second too", () => {
  const { counts, player, pass } = watchedPlayer();
  player.play();
  pass(1000);
  player.progress({ at: 1, duration: 1.75 });
  pass(750);
  player.end();
  pass(9000);
  player.end();
  assert.deepEqual(counts, { views: 1, watched: 1.75, completions: 1 });
});

test("what has no end comes to none", () => {
  const { counts, player, pass } = watchedPlayer();
  player.play();
  pass(1000);
  player.progress({ at: 3600, duration: 0 });
  assert.deepEqual(counts, { views: 1, watched: 1 });
});

test("a player that never played is no view", () => {
  const { counts, player } = watchedPlayer();
  player.progress({ at: 1, duration: 10 });
  player.stop();
  assert.deepEqual(counts, {});
});

/** A page that records what is sent, and can be left. */
function pageWith({ beacon = true } = {}) {
  const sent = [];
  const page = new EventTarget();
  page.document = Object.assign(new EventTarget(), { hidden: false });
  page.navigator = beacon ? { sendBeacon: (url, body) => sent.push(["beacon", url, body]) > 0 } : {};
  page.fetch = async (url, options) => void sent.push(["fetch", url, options.body, options]);
  return { page, sent };
}

test("while the page stays a batch is sent after a while, later ones ever more rarely", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { page, sent } = pageWith();
  const sending = sender("/seen", () => ({ seen: [1] }), page);
  const waits = [];
  for (let batch = 1; batch <= 6; batch++) {
    sending.stir();
    sending.stir();
    let waited = 0;
    for (; sent.length < batch; waited++) t.mock.timers.tick(1000);
    waits.push(waited);
  }
  assert.deepEqual(waits, [3, 6, 12, 24, 48, 60]);
  const [how, url, body, options] = sent[0];
  assert.deepEqual([how, url, body], ["fetch", "/seen", '{"seen":[1]}']);
  // No cookies, and no header that browsers would ask about first.
  assert.deepEqual([options.credentials, options.headers, options.keepalive], ["omit", undefined, true]);
});

for (const [what, leave] of [
  ["put into the background", (page) => {
    page.document.hidden = true;
    page.document.dispatchEvent(new Event("visibilitychange"));
  }],
  ["left", (page) => page.dispatchEvent(new Event("pagehide"))],
])
  test(`when the page is ${what}, what is left is sent by a beacon, once`, (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const { page, sent } = pageWith();
    const bodies = [{ seen: [1] }];
    sender("/seen", () => bodies.pop(), page).stir();
    leave(page);
    leave(page);
    t.mock.timers.tick(60_000);
    assert.deepEqual(sent, [["beacon", "/seen", '{"seen":[1]}']]);
  });

test("a browser without beacons sends as it can", () => {
  const { page, sent } = pageWith({ beacon: false });
  sender("/seen", () => ({ seen: [1] }), page);
  page.dispatchEvent(new Event("pagehide"));
  assert.equal(sent[0][0], "fetch");
});

class Storage {
  #kept = new Map();
  getItem = (key) => this.#kept.get(key) ?? null;
  setItem = (key, text) => void this.#kept.set(key, text);
  removeItem = (key) => void this.#kept.delete(key);
}

beforeEach(() => {
  globalThis.window = globalThis;
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(globalThis, name, { value: new Storage(), configurable: true, writable: true });
});
afterEach(() => {
  for (const name of ["localStorage", "sessionStorage", "window"]) delete globalThis[name];
});

test("an id is random, stays the same, and ends after thirteen months", () => {
  assert.equal(knownId(), undefined);
  const id = ownId(0);
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.equal(ownId(394 * 86400000), id);
  assert.equal(knownId(396 * 86400000), undefined);
  assert.notEqual(ownId(396 * 86400000), id);
});

test("what stands there and is not ours is no id", () => {
  for (const text of ["", "x", "f".repeat(32), `${"g".repeat(32)}.0`, "null"]) {
    localStorage.setItem(KEY, text);
    assert.equal(knownId(0), undefined, text);
  }
});

test("what was put into the cart is remembered in the tab, the last of each reference, fifty of them", () => {
  assert.deepEqual([...marks()], []);
  for (let at = 0; at < 60; at++) mark(`SKU-${at}`, "a");
  mark("SKU-20", "b");
  assert.equal(marks().size, 50);
  assert.deepEqual([...marks()].at(-1), ["SKU-20", "b"]);
  assert.equal(localStorage.getItem(KEY), null);
});

test("everything is forgotten", () => {
  ownId();
  mark("SKU-1", "a");
  forgetAll();
  assert.deepEqual([knownId(), marks().size, localStorage.getItem(KEY), sessionStorage.getItem(KEY)], [undefined, 0, null, null]);
});

test("a browser that forbids storage keeps nothing, and nothing breaks", () => {
  const forbidden = { get: () => { throw new Error("SecurityError"); }, configurable: true };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(globalThis, name, forbidden);
  mark("SKU-1", "a");
  forgetAll();
  assert.deepEqual([ownId(), knownId(), marks().size], [undefined, undefined, 0]);
});

/** A page in which elements come into view by hand. */
function viewed() {
  const page = { document: { hidden: false } };
  const observed = new Set();
  let tell;
  page.IntersectionObserver = class {
    constructor(heard) {
      tell = heard;
    }
    observe = (element) => observed.add(element);
    unobserve = (element) => observed.delete(element);
  };
  const show = (target, intersectionRatio) => tell([{ target, isIntersecting: intersectionRatio > 0, intersectionRatio }]);
  return { page, observed, show };
}
const box = (facts) => ({ isConnected: true, ...facts });

test("half of it in view for a second is an impression, once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { page, observed, show } = viewed();
  const element = box();
  let seen = 0;
  impressions(page)(element, () => seen++);
  for (const [ratio, ms] of [[0.49, 5000], [0.5, 900], [0, 5000], [0.7, 999]]) {
    show(element, ratio);
    t.mock.timers.tick(ms);
  }
  assert.equal(seen, 0);
  t.mock.timers.tick(1);
  assert.equal(seen, 1);
  assert.equal(observed.size, 0);
});

test("a page in the background is not looked at", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { page, show } = viewed();
  const element = box();
  let seen = 0;
  impressions(page)(element, () => seen++);
  page.document.hidden = true;
  show(element, 1);
  t.mock.timers.tick(10_000);
  assert.equal(seen, 0);
  page.document.hidden = false;
  t.mock.timers.tick(1000);
  assert.equal(seen, 1);
});

test("what has left the page before it was seen is let go", () => {
  const { page, observed } = viewed();
  const watch = impressions(page);
  const gone = box();
  watch(gone, () => {});
  gone.isConnected = false;
  watch(box(), () => {});
  assert.deepEqual([observed.size, observed.has(gone)], [1, false]);
});
