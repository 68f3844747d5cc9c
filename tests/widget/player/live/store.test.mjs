// What is known of a live: changes told twice, messages that go, one's own that nobody else sees.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Store, ordered, phaseOf } from "../../../../widget/player/live/store.js";

const message = (id, facts) => ({ id, author: "Noor", text: id, question: false, votes: 0, answered: false, at: `2026-06-15T12:00:${id.slice(1)}Z`, ...facts });
const STATE = {
  id: "live", number: 5, state: "started", interrupted: false, starts_at: null, started_at: null, playback_url: "/live.m3u8",
  screen: { products: [], stock: {}, announcements: [], extensions: [] }, pinned: null, chat: { open: true },
  messages: [], questions: [], viewers: 3, reactions: {}, push_url: null,
};
const made = (facts) => new Store({ ...STATE, ...facts });
const ids = (store) => store.messages.map(({ id }) => id);

test("a change that is told twice changes nothing more", () => {
  const store = made();
  for (const _ of [1, 2]) store.apply("message", message("m01"), 6);
  assert.deepEqual(ids(store), ["m01"]);
  assert.equal(store.number, 6);
});

test("a changed message takes the place of what it was", () => {
  const store = made({ messages: [message("m01"), message("m02")] });
  store.apply("message", message("m01", { text: "other" }), 6);
  assert.deepEqual(store.messages.map(({ text }) => text), ["other", "m02"]);
});

test("messages stand in the order they were sent, whatever order they come in", () => {
  const store = made();
  for (const id of ["m03", "m01", "m02"]) store.apply("message", message(id), 6);
  assert.deepEqual(ids(store), ["m01", "m02", "m03"]);
});

test("of a long chat the newest two hundred are kept", () => {
  const store = made();
  for (let i = 0; i < 230; i++) store.apply("message", message("m01", { id: `x${i}`, at: `2026-06-15T12:${String(100 + i)}` }), i);
  assert.equal(store.messages.length, 200);
  assert.equal(store.messages[0].id, "x30");
});

test("a message that is gone is gone from chat, questions and the pin", () => {
  const asked = message("m01", { question: true });
  const store = made({ messages: [asked], questions: [asked], pinned: asked });
  store.apply("gone", { id: "m01" }, 6);
  assert.deepEqual([ids(store), store.questions, store.pinned], [[], [], null]);
});

test("what a moderator has hidden keeps its place, in a newer state as well, until it is shown again", () => {
  const store = made({ messages: [message("m01"), message("m02", { question: true })] });
  for (const _ of [1, 2]) store.apply("gone", { id: "m02", why: "moderated" }, 6);
  store.apply("gone", { id: "m09", why: "moderated" }, 7);
  store.snapshot({ ...STATE, number: 8, messages: [message("m01")] });
  assert.deepEqual(store.messages[1], { id: "m02", at: message("m02").at, gone: true });
  assert.deepEqual(store.questions, []);
  store.apply("message", message("m02"), 9);
  assert.deepEqual(store.messages[1], message("m02"));
});

test("an older state than what is known is passed over", () => {
  const store = made();
  store.apply("message", message("m01"), 9);
  assert.equal(store.snapshot({ ...STATE, number: 8 }), false);
  assert.deepEqual(ids(store), ["m01"]);
});

test("what a newer state does not tell any more is not seen any more", () => {
  const store = made({ messages: [message("m01"), message("m02")] });
  store.snapshot({ ...STATE, number: 6, messages: [message("m02")] });
  assert.deepEqual(ids(store), ["m02"]);
});

test("what only its author sees stays for its author", () => {
  const store = made();
  store.wrote(message("m01"), true);
  store.snapshot({ ...STATE, number: 6, messages: [message("m02")] });
  assert.deepEqual(ids(store), ["m01", "m02"]);
  assert.deepEqual(store.own("m01"), { waiting: true });
  assert.equal(store.own("m02"), undefined);
});

test("one's own message that everybody saw goes when it is removed", () => {
  const store = made();
  store.wrote(message("m01"), true);
  store.apply("message", message("m01"), 6);
  assert.deepEqual(store.own("m01"), { waiting: false });
  store.snapshot({ ...STATE, number: 7 });
  assert.deepEqual(ids(store), []);
});

test("one's own message is not shown twice when its news comes first", () => {
  const store = made();
  store.apply("message", message("m01"), 6);
  store.wrote(message("m01"), false);
  assert.deepEqual(ids(store), ["m01"]);
});

test("kinds that nobody knows change nothing and tell nobody", () => {
  const store = made();
  let told = 0;
  for (const name of ["state", "screen", "messages"]) store.addEventListener(name, () => (told += 1));
  store.apply("poll", { id: 1 }, 6);
  assert.equal(told, 0);
});

test("totals leave what they do not speak of", () => {
  const store = made();
  store.apply("totals", { viewers: 9, reactions: { "❤️": 2 } }, undefined);
  assert.deepEqual([store.viewers, store.reactions, store.number], [9, { "❤️": 2 }, 5]);
});

test("questions: open ones by votes, then by age, answered ones last", () => {
  const list = [message("m01", { votes: 1 }), message("m02", { votes: 9, answered: true }), message("m03", { votes: 4 }), message("m04", { votes: 1 })];
  assert.deepEqual(ordered(list).map(({ id }) => id), ["m03", "m01", "m04", "m02"]);
});

for (const [state, interrupted, url, phase] of [
  ["not_started", false, null, "before"],
  ["started", false, "/l.m3u8", "on"],
  ["started", true, "/l.m3u8", "lost"],
  ["finished", false, null, "waiting"],
  ["finished", false, "/r.m3u8", "replay"],
])
  test(`a live that is ${state}${interrupted ? ", interrupted" : ""}${url ? "" : ", without a picture"} shows ${phase}`, () =>
    assert.equal(phaseOf({ state, interrupted, playback_url: url }), phase));
