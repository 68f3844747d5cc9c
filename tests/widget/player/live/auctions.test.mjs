// Auctions without a page: what is newer, what is shown to whom, what was typed, what is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../../../widget/player/live/clock.js";
import { Herald } from "../../../../widget/player/live/herald.js";
import { amountOf, placesOf, replayedAt, secondsAdded, secondsLeft, shown, standingOf } from "../../../../widget/player/live/standing.js";
import { Store, isOlder } from "../../../../widget/player/live/store.js";

const at = (second) => `2026-06-15T12:00:${String(second).padStart(2, "0")}.000Z`;
const now = Date.parse(at(30));
const lot = (facts) => ({ id: "a", run: 1, state: "ongoing", bids: 0, leader: null, winner: null, started_at: at(0), ending_at: at(50), ended_at: null, ...facts });
const ended = (facts) => lot({ state: "ended", ending_at: null, ended_at: at(20), ...facts });
const noor = { viewer: "noor", name: "Noor" };

for (const [what, told, known, older] of [
  ["fewer bids", { bids: 1 }, { bids: 2 }, true],
  ["more bids", { bids: 3 }, { bids: 2 }, false],
  ["the same again", { bids: 2 }, { bids: 2 }, false],
  ["on, once it had ended", { bids: 2 }, { state: "ended", bids: 1 }, true],
  ["ready after a reset", { state: "ready", bids: 0 }, { state: "ended", bids: 4 }, false],
  ["ended, once it was reset", { state: "ended", bids: 4 }, { state: "ready", bids: 0 }, true],
  ["ready before it was ever started", { state: "ready", run: 0 }, { run: 1 }, true],
  ["a run after a reset", { run: 2 }, { state: "ready", run: 1 }, false],
])
  test(`what is told by several roads is older or not: ${what}`, () => assert.equal(isOlder(lot(told), lot(known)), older));

const STATE = { id: "l", number: 1, state: "started", screen: {}, pinned: null, chat: {}, messages: [], questions: [], viewers: 1, reactions: {}, push_url: null };

test("auctions are kept by id, never go back, and go when they are removed or not told any more", () => {
  const store = new Store({ ...STATE, auctions: [lot({ bids: 1 })] });
  store.apply("auction", lot({ bids: 3 }), 2);
  store.apply("auction", lot({ bids: 2 }), 3);
  store.apply("auction", null, 4);
  store.apply("auction", lot({ id: "b" }), 5);
  assert.deepEqual(store.auctions.map(({ id, bids }) => [id, bids]), [["a", 3], ["b", 0]]);
  store.apply("auction", { id: "b", state: null }, 6);
  assert.deepEqual(store.auctions.map(({ id }) => id), ["a"]);
  store.snapshot({ ...STATE, number: 7, auctions: [lot({ id: "c" })] });
  assert.deepEqual(store.auctions.map(({ id }) => id), ["c"]);
});

for (const [what, auction, own, standing] of [
  ["nobody's", lot(), undefined, null],
  ["led by this viewer", lot({ leader: noor, bids: 1 }), undefined, "leading"],
  ["led by another one", lot({ leader: { viewer: "sam" }, bids: 2 }), { run: 1 }, "outbid"],
  ["led by another one, after a bid in an earlier run", lot({ run: 2, leader: { viewer: "sam" }, bids: 2 }), { run: 1 }, null],
  ["won", ended({ winner: noor, bids: 1 }), { run: 1 }, "won"],
  ["lost", ended({ winner: { viewer: "sam" }, bids: 2 }), { run: 1 }, "lost"],
  ["reset", lot({ state: "ready" }), { run: 1 }, null],
])
  test(`an auction that is ${what}`, () => assert.equal(standingOf(auction, "noor", own), standing));

test("who is not known leads and wins nothing", () => {
  assert.equal(standingOf(lot({ leader: { viewer: null } }), null), null);
});

const ids = (auctions, facts) => shown(auctions, { viewer: null, now, onAir: true, replayed: false, away: new Set(), ...facts }).map(({ id }) => id);
const [ready, over, on] = [lot({ id: "ready", state: "ready" }), ended({ id: "over" }), lot({ id: "on" })];
const won = ended({ id: "won", winner: noor, ended_at: at(10) });

for (const [what, auctions, facts, wanted] of [
  ["what is on, whatever else there is", [ready, over, on], {}, ["on"]],
  ["what ended a moment ago, before what comes", [ready, over], {}, ["over"]],
  ["what comes, once that has been told", [ready, over], { now: now + 60_000 }, ["ready"]],
  ["nothing that comes, once the show is over", [ready], { onAir: false }, []],
  ["what this viewer won, beside what is on", [won, on], { viewer: "noor" }, ["on", "won"]],
  ["what was won, until it is put away", [won, ready], { viewer: "noor", away: new Set(["won 1"]), now: now + 60_000 }, ["ready"]],
  ["what was won alone, in a replay", [won, over, ready], { viewer: "noor", replayed: true, onAir: false }, ["won"]],
])
  test(`shown is ${what}`, () => assert.deepEqual(ids(auctions, facts), wanted));

test("seconds are counted whole, never below none, and only while it is on", () => {
  assert.deepEqual([now, now + 19_001, now + 90_000].map((moment) => secondsLeft(lot(), moment)), [20, 1, 0]);
  assert.equal(secondsLeft(ended(), now), null);
});

test("more seconds are told within one run", () => {
  assert.equal(secondsAdded(lot(), lot({ ending_at: at(59) })), 9);
  for (const before of [null, lot({ run: 0 }), ended(), lot({ ending_at: at(59) })]) assert.equal(secondsAdded(before, lot()), 0);
});

for (const [typed, places, amount] of [
  ["12", 2, "12.00"], ["12.5", 2, "12.50"], ["12,50", 2, "12.50"], [" € 1 234,50 ", 2, "1234.50"], ["1.234,50", 2, "1234.50"],
  ["1,234.50", 2, "1234.50"], ["1.234", 2, "1234.00"], ["1.234", 3, "1.234"], ["1’200", 2, "1200.00"], ["١٢٫٥", 2, "12.50"],
  ["007", 2, "7.00"], ["1500", 0, "1500"], ["1,500", 0, "1500"], ["15.5", 0, null], ["", 2, null], ["-5", 2, null], ["five", 2, null],
  ["1e3", 2, null], ["12.3456", 2, null], ["1234567890123", 2, null],
])
  test(`an amount typed as "${typed}", where the currency has ${places} decimals`, () => assert.equal(amountOf(typed, places), amount));

test("a currency has its decimals", () => assert.deepEqual(["EUR", "JPY", "KWD", "?"].map(placesOf), [2, 0, 3, 2]));

test("a replay tells how an auction stood at each second", () => {
  const bids = [{ price: "7.00", name: "Noor", from: 12 }, { price: "9.00", name: null, from: 14 }];
  const run = { id: "r", from: 10, to: 20, sold: true, starting_price: "5.00", bids };
  const stood = (second, facts) => replayedAt([{ ...run, ...facts }], second);
  assert.equal(stood(9.9), null);
  assert.deepEqual([stood(10).price, stood(10).leader, stood(10).bids], ["5.00", null, 0]);
  assert.deepEqual([stood(13).price, stood(13).leader.name], ["7.00", "Noor"]);
  assert.deepEqual([stood(21).state, stood(21).price, stood(21).winner.name], ["ended", "9.00", null]);
  assert.equal(stood(33), null);
  assert.equal(stood(20, { sold: false }), null);
});

test("listeners hear of each thing the newest, together, every three seconds at most", () => {
  const [said, due] = [[], []];
  let moment = 0;
  const herald = new Herald((words) => said.push(words), () => moment, (act, wait) => due.push([act, wait]));
  herald.say("price", "7");
  herald.say("price", "8");
  herald.say("more", "10 s");
  due.shift()[0]();
  moment = 1000;
  herald.say("price", "9");
  assert.deepEqual([said, due[0][1]], [["8 10 s"], 2000]);
  due.shift()[0]();
  assert.deepEqual(said[1], "9");
});

test("the clock runs from when the page was made, and is no earlier than what has happened", () => {
  let tick = 5000;
  const clock = new Clock(now, () => tick, 2000);
  assert.equal(clock.now(), now + 3000);
  clock.passed(now + 4000);
  clock.passed(now);
  clock.passed(NaN);
  tick += 500;
  assert.equal(clock.now(), now + 4500);
});
