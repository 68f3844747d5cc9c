// What goes on playing on the shop's next page, and what does not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read, written } from "../../widget/ui/kept.js";

const DATE = 1_800_000_000_000;
const film = { ready: { duration: 60, when: 0 } };
const keep = (said, corner) => {
  const text = written("f1", said, corner, 10_000, DATE);
  return text && JSON.parse(text);
};

test("a film that plays goes on at the second it has come to", () => {
  const said = { ...film, play: { at: 0, when: 1000 }, progress: { at: 8.5, when: 9500 } };
  assert.deepEqual(keep(said), { id: "f1", at: 9, muted: false, corner: "bottom right", date: DATE });
});

test("a film that has waited for bytes goes on near where it was told last", () => {
  assert.equal(keep({ ...film, progress: { at: 3, when: 0 } }).at, 4.5);
});

test("a film that was sent back goes on from there", () => {
  const said = { ...film, progress: { at: 50, when: 9000 }, pause: { at: 50, when: 9100 }, play: { at: 2, when: 9900 } };
  assert.equal(keep(said).at, 2.1);
});

for (const type of ["pause", "ended"])
  test(`after "${type}" nothing goes on`, () => {
    assert.equal(keep({ ...film, progress: { at: 8, when: 9000 }, [type]: { at: 8, when: 9001 } }), undefined);
  });

test("what never played does not go on", () => {
  assert.equal(keep(film), undefined);
  assert.equal(keep({}), undefined);
});

test("a live goes on where it is live, its replay at its second", () => {
  const live = { ready: { duration: 0, when: 0 }, progress: { at: 1234, when: 9900 } };
  assert.equal(keep(live).at, 0);
  assert.equal(keep({ ...live, ready: { duration: 2000, when: 9000 } }).at, 1234.1);
});

test("silence and the corner are kept", () => {
  const said = { ...film, play: { at: 0, when: 9999 }, sound: { muted: true, when: 1 } };
  const { muted, corner } = keep(said, "top left");
  assert.deepEqual({ muted, corner }, { muted: true, corner: "top left" });
});

const good = { id: "f1", at: 9, muted: false, corner: "bottom right", date: DATE };
const { date: _, ...told } = good;

test("what was written is read on the next page", () => {
  assert.deepEqual(read(JSON.stringify(good), DATE + 500), told);
});

const BAD = {
  nothing: null,
  "no text of ours": "{",
  "an id that is an address": { ...good, id: "../x" },
  "a moment before the beginning": { ...good, at: -1 },
  "no moment": { ...good, at: "soon" },
  "a corner that is a style": { ...good, corner: "top left over" },
  "what was left a minute ago": { ...good, date: DATE - 60_000 },
  "what will be written": { ...good, date: DATE + 1000 },
};
for (const [name, value] of Object.entries(BAD))
  test(`${name} is passed over`, () => {
    assert.equal(read(typeof value === "object" && value ? JSON.stringify(value) : value, DATE), undefined);
  });
