// The small pure parts of a live: clocks, batches, floats, unread marks, places on the time line, prices.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Audience, Refusal, sentence } from "../../../../widget/player/live/audience.js";
import { Batch, sentByOthers } from "../../../../widget/player/live/batch.js";
import { counted } from "../../../../widget/player/live/board.js";
import { Clock, left, madeAt } from "../../../../widget/player/live/clock.js";
import { lengthOf } from "../../../../widget/player/live/composer.js";
import { spelledMoment } from "../../../../widget/player/live/countdown.js";
import { placed } from "../../../../widget/player/live/dvr.js";
import { pacer } from "../../../../widget/player/live/refresh.js";
import { placeAsked, placeAt, placesOf, saidBy } from "../../../../widget/player/live/rerun.js";
import { ENDS_BEFORE_MS, isShown } from "../../../../widget/player/live/trailer.js";
import { Summary, Unread } from "../../../../widget/player/live/unread.js";
import { money } from "../../../../widget/player/offers.js";

test("the clock is the server's, whatever the device's says", () => {
  let tick = 500;
  const clock = new Clock(10_000, () => tick);
  tick = 3500;
  assert.equal(clock.now(), 13_000);
});

for (const [what, date, took, now] of [
  ["within an answer's doubt nothing moves", 12_000, 0, 12_500],
  ["after a sleep the clock catches up", 60_000, 0, 60_000],
  ["a clock that is ahead is set back", 3000, 200, 4200],
  ["an answer that tells no time", NaN, 0, 12_500],
])
  test(`${what}`, () => {
    let tick = 0;
    const clock = new Clock(0, () => tick);
    tick = 12_500;
    clock.follow(date, took);
    assert.equal(clock.now(), now);
  });

test("an answer kept on the way was made earlier than it says", () => {
  const at = Date.parse("Mon, 15 Jun 2026 12:00:00 GMT");
  assert.equal(madeAt(new Headers({ date: "Mon, 15 Jun 2026 12:00:00 GMT", age: "4" })), at + 4000);
  assert.ok(Number.isNaN(madeAt(new Headers())));
});

for (const [milliseconds, parts] of [
  [0, [0, 0, 0, 0]], [-5, [0, 0, 0, 0]], [1, [0, 0, 0, 1]], [59_001, [0, 0, 1, 0]], [90_061_000, [1, 1, 1, 1]],
])
  test(`${milliseconds} ms are counted down as ${parts}`, () => assert.deepEqual(Object.values(left(milliseconds)), parts));

test("a moment is told in the viewer's own time zone and language", () => {
  const at = new Date("2026-06-15T22:30:00Z");
  assert.match(spelledMoment(at, "en-GB", "Asia/Tokyo"), /Tuesday.*16 June 2026.*07:30/);
  assert.match(spelledMoment(at, "fr", "Europe/Paris"), /mardi 16 juin 2026.*00:30/);
});

test("the first reaction goes at once, what follows within a second goes together", () => {
  const sent = [];
  const due = [];
  const batch = new Batch((counts) => sent.push(counts), (act) => due.push(act));
  for (const emoji of ["a", "a", "b", "a"]) batch.add(emoji);
  assert.deepEqual(sent, [{ a: 1 }]);
  due.shift()();
  assert.deepEqual(sent, [{ a: 1 }, { a: 2, b: 1 }]);
  due.shift()();
  assert.deepEqual([sent.length, due.length], [2, 0]);
  batch.add("b");
  assert.deepEqual(sent.at(-1), { b: 1 });
});

test("no batch holds more of one emoji than the server takes", () => {
  const sent = [];
  const due = [];
  const batch = new Batch((counts) => sent.push(counts), (act) => due.push(act));
  for (let i = 0; i < 60; i++) batch.add("a");
  due.shift()();
  assert.deepEqual(sent[1], { a: 20 });
});

for (const [what, before, after, own, drawn] of [
  ["those of others float", { a: 1 }, { a: 3 }, {}, ["a", "a"]],
  ["one's own have floated already", { a: 1 }, { a: 3 }, { a: 2 }, []],
  ["totals that fell are no reactions", { a: 5 }, { a: 3 }, {}, []],
  ["a kind that is new", {}, { b: 1 }, {}, ["b"]],
])
  test(`${what}`, () => assert.deepEqual(sentByOthers(before, after, own), drawn));

test("of thousands a dozen float, each kind among them", () => {
  const drawn = sentByOthers({}, { a: 5000, b: 100, c: 900 }, {});
  assert.equal(drawn.length, 12);
  assert.deepEqual(new Set(drawn), new Set(["a", "b", "c"]));
});

test("what was there before is no news, what nobody looked at is counted", () => {
  const unread = new Unread();
  assert.deepEqual(unread.note(["a"], false), []);
  assert.deepEqual(unread.note(["a", "b", "c"], false), ["b", "c"]);
  assert.equal(unread.count, 2);
  unread.note(["b", "c", "d"], true);
  assert.equal(unread.count, 0);
});

test("many messages are told to those who listen as one number, now and then", () => {
  const said = [];
  const due = [];
  const summary = new Summary((count) => said.push(count), (act) => due.push(act));
  for (const count of [1, 0, 3]) summary.add(count);
  assert.deepEqual([said, due.length], [[], 1]);
  due.shift()();
  assert.deepEqual(said, [4]);
});

for (const [what, window, edge, at, place] of [
  ["in the middle", { start: 10, end: 70 }, 67, 40, { length: 57, at: 30 }],
  ["what is no longer kept", { start: 10, end: 70 }, 67, 4, { length: 57, at: 0 }],
  ["nothing yet", { start: 0, end: 0 }, 0, 0, { length: 0, at: 0 }],
])
  test(`a place on the time line: ${what}`, () => assert.deepEqual(placed(window, edge, at), place));

test("a message is as long as its whole characters, composed", () => {
  assert.deepEqual(["  hé ", "😍😍", "e\u0301"].map(lengthOf), [2, 2, 1]);
});

test("prices are written in the page's language, and as they are where that cannot be", () => {
  assert.equal(money("99.00", "EUR", "en"), "€99.00");
  assert.equal(money("99.00", "EURO", "en"), "99.00 EURO");
  assert.equal(money(null, "EUR", "en"), null);
});

test("a replay tells what had been said by its moment, the newest two hundred", () => {
  const said = Array.from({ length: 300 }, (_, index) => ({ id: index, from: index }));
  assert.deepEqual(saidBy(said, 1.5).map(({ id }) => id), [0, 1]);
  assert.deepEqual([saidBy(said, 299).length, saidBy(said, 299)[0].id], [200, 100]);
});

test("a product that is followed is counted, and the page is told as ever", () => {
  const told = [];
  const wire = { connected: false, send: (type, fields) => told.push([type, fields]) };
  const it = counted(wire, { clicked: (product) => told.push(product) });
  it.send("product-view", { product: "p" });
  it.send("pause", { at: 1 });
  wire.connected = true;
  assert.deepEqual(told, ["p", ["product-view", { product: "p" }], ["pause", { at: 1 }]]);
  assert.equal(it.connected, true);
});

/** A server that answers in turn. */
function answering(...answers) {
  return answeringTo(async () => null, ...answers);
}
function answeringTo(vouch, ...answers) {
  const asked = [];
  const ask = async (url, { method, body, headers }) => {
    asked.push([method, url, body && JSON.parse(body), headers.Authorization]);
    const [status, told, after] = answers.shift();
    if (!status) throw new TypeError("no network");
    const json = async () => told;
    return { status, ok: status < 400, json, headers: new Headers(after ? { "retry-after": after } : {}) };
  };
  return { asked, audience: new Audience("/lives/1", "", ask, vouch) };
}
const refused = (code) => ({ errors: [{ code }] });

test("who has not said who they are votes as nobody in particular", async () => {
  const { asked, audience } = answering([201, { token: "t" }], [200, { votes: 3, voted: true }]);
  assert.deepEqual(await audience.vote("m", true), { votes: 3, voted: true });
  assert.deepEqual(asked, [["POST", "/lives/1/viewers", { anonymous: true }, undefined], ["PUT", "/lives/1/messages/m/vote", undefined, "Bearer t"]]);
});

test("a token that has run out is replaced once, under the same name", async () => {
  const { asked, audience } = answering([201, { token: "t" }], [401, refused("token-expired")], [201, { token: "u" }], [201, { message: {} }]);
  await audience.enter({ nickname: "Noor" });
  await audience.write("Hello", false);
  assert.deepEqual(asked[2], ["POST", "/lives/1/viewers", { nickname: "Noor" }, undefined]);
  assert.equal(asked[3][3], "Bearer u");
});

test("who the shop vouches for is asked for no name, and vouched for anew when that has run out", async () => {
  const tokens = ["one", "two"];
  const { asked, audience } = answeringTo(async () => tokens.shift(), [201, { token: "t" }], [401, refused("token-expired")], [201, { token: "u" }], [201, { message: {} }]);
  assert.equal(await audience.known(), true);
  await audience.write("Hello", false);
  assert.deepEqual(asked.map(([, , body, token]) => body.user_token ?? token), ["one", "Bearer t", "two", "Bearer u"]);
});

test("who votes without a name is asked for one when they write", async () => {
  const { audience } = answering([201, { token: "t" }], [200, { votes: 1, voted: true }]);
  await audience.vote("m", true);
  assert.equal(await audience.known(), false);
});

test("a shop's word that cannot be believed counts for nothing", async () => {
  const { audience } = answeringTo(async () => "forged", [401, refused("bad-user-token")]);
  assert.equal(await audience.known(), false);
});

test("a refusal tells its code and how long to wait", async () => {
  const { audience } = answering([201, { token: "t" }], [429, refused("too-fast"), "12"]);
  await assert.rejects(audience.write("Hello", false), (refusal) => refusal instanceof Refusal && refusal.code === "too-fast" && refusal.after === 12);
});

test("no network is a refusal like others", async () => {
  const { audience } = answering([0]);
  await assert.rejects(audience.write("Hello", false), { code: "unreachable" });
});

for (const [code, status, words] of [
  ["banned", 403, "banned"], ["link-refused", 422, "link"], ["invalid-input", 422, "words"], ["too-many-requests", 429, "fast"],
  ["unreachable", 0, "unreachable"], ["internal-error", 500, "failed"], ["constructor", 500, "failed"],
])
  test(`the refusal ${code} has a sentence`, () => {
    const texts = new Proxy({}, { get: (_, name) => name });
    assert.equal(sentence({ code, status }, texts), `refused_${words}`);
  });

test("a replay can be taken to what was answered, announced and shown, in the order of time", () => {
  const moments = [{ kind: "question", text: "Warm?", from: 9 }, { kind: "announcement", text: "Free", from: 2 }];
  const products = [{ name: "Jacket", from: 4, to: 6 }, { name: "Always", from: null }, { name: "Jacket", from: 0 }];
  const places = placesOf(moments, products);
  assert.deepEqual(places.map(({ text, from }) => [text, from]), [["Jacket", 0], ["Free", 2], ["Jacket", 4], ["Warm?", 9]]);
  assert.deepEqual([0, 3.9, 4, 100].map((at) => placeAt(places, at)), ["0", "1", "2", "3"]);
  assert.equal(placeAt(places.slice(1), 1), undefined);
});

test("an address may ask for a moment by its id, and one that is unknown is the start", () => {
  const [id, other] = ["a".repeat(32), "1".repeat(32)];
  const told = (at) => {
    const asked = new URLSearchParams({ at });
    placeAsked(asked, [{ id, kind: "question", from: 9.5 }]);
    return asked.get("at");
  };
  assert.deepEqual([id, other, "12.5", "soon"].map(told), ["9.5", "0", "12.5", "soon"]);
});

test("manifests are asked for faster until one is met right after it was written, then at their own pace", () => {
  const pace = pacer();
  const told = (text) => pace(`#EXT-X-TARGETDURATION:2\n${text}`).match(/:(\d)/)[1];
  assert.deepEqual(["a", "b", "b", "c", "d", "e"].map(told), ["1", "1", "1", "2", "2", "2"]);
  // One that came too early, and one that has gone on for long, look for the moment anew.
  assert.deepEqual(["e", "f"].map(told), ["1", "2"]);
  const long = Array.from({ length: 30 }, (_, index) => told(`g${index}`));
  assert.deepEqual([long[0], long.at(-1)], ["2", "1"]);
});

for (const [what, phase, wait, shown] of [
  ["long before the show", "before", 60 * 60_000, true],
  ["without a plan", "before", NaN, true],
  ["a quarter of an hour before", "before", ENDS_BEFORE_MS, true],
  ["a moment later", "before", ENDS_BEFORE_MS - 1, false],
  ["when the start has passed", "before", -1, false],
  ["on air", "on", 60 * 60_000, false],
  ["after the show", "waiting", NaN, false],
])
  test(`a trailer ${what}: ${shown}`, () => assert.equal(isShown(phase, wait), shown));
