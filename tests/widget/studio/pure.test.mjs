// What the host's page decides without a browser: how the show stands, tokens, messages, codecs.
import { Messages, PAGE } from "../../../widget/studio/messages.js";
import { loudness } from "../../../widget/studio/meter.js";
import { bitRate, chooseType } from "../../../widget/studio/recorder.js";
import { clock, lineOf, standing } from "../../../widget/studio/state.js";
import { takeToken } from "../../../widget/studio/token.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const live = (state, starts_by = "ingest", interrupted = false) => ({ state, starts_by, interrupted });
const OBS = { via: "rtmp" };

for (const [what, given, phase, act] of [
  ["off air, by the first picture", [live("not_started"), null, "idle"], "ready", "go"],
  ["off air, by hand", [live("not_started", "hand"), null, "idle"], "ready", "rehearse"],
  ["a rehearsal from here", [live("not_started", "hand"), null, "sending"], "testing", "start"],
  ["a rehearsal from OBS", [live("not_started", "hand"), OBS, "idle"], "testing", "start"],
  ["the first picture is on its way", [live("not_started"), null, "sending"], "live", "end"],
  ["on air from here", [live("started"), OBS, "sending"], "live", "end"],
  ["on air with the network lost", [live("started", "ingest", true), null, "lost"], "live", "end"],
  ["on air from OBS", [live("started"), OBS, "idle"], "live", "end"],
  ["on air without a picture", [live("started", "hand", true), null, "idle"], "waiting", "resume"],
  ["over", [live("finished"), null, "idle"], "over", null],
])
  test(`the show stands: ${what}`, () => {
    const found = standing(...given);
    assert.equal(found.phase, phase);
    assert.equal(found.act, act);
  });

test("the line is as good as what waits", () => {
  assert.equal(lineOf("idle", 0), "off");
  assert.equal(lineOf("sending", 2), "good");
  assert.equal(lineOf("sending", 40), "slow");
  assert.equal(lineOf("lost", 40), "lost");
});

test("clocks read as people read them", () => {
  assert.deepEqual([0, 7.9, 754, 3723, -4, NaN].map(clock), ["0:00", "0:07", "12:34", "1:02:03", "0:00", "0:00"]);
});

const address = (hash) => ({ hash, pathname: "/studio/lives/1", search: "?lang=fr" });
test("the token is taken off the address", () => {
  const replaced = [];
  const token = takeToken(address(`#${"a".repeat(20)}.b-_~`), { replaceState: (...given) => replaced.push(given) });
  assert.equal(token, `${"a".repeat(20)}.b-_~`);
  assert.deepEqual(replaced, [[null, "", "/studio/lives/1?lang=fr"]]);
});
for (const hash of ["", "#", "#short", `#${"a".repeat(30)}<b>`, `#${"a".repeat(3000)}`])
  test(`no token: ${hash.slice(0, 40)}`, () => {
    assert.equal(takeToken(address(hash), { replaceState: () => assert.fail() }), null);
  });

const message = (number, more = {}) => ({ id: `m${number}`, at: `2026-06-15T12:00:${String(number).padStart(2, "0")}.000Z`, ...more });
const ids = (messages) => messages.all.map(({ id }) => id).join(" ");

test("messages are kept by id, and what was deleted meanwhile goes", () => {
  const messages = new Messages();
  messages.takeNewest([message(1), message(2), message(3)]);
  messages.takeNewest([message(1), message(3, { hidden: true }), message(4)]);
  assert.equal(ids(messages), "m1 m3 m4");
  assert.equal(messages.all[1].hidden, true);
});
test("when the last one is deleted, none is left", () => {
  const messages = new Messages();
  messages.takeNewest([message(1)]);
  messages.takeNewest([]);
  assert.equal(ids(messages), "");
});
test("a gap is noticed: more came than one answer tells", () => {
  const messages = new Messages();
  messages.takeNewest([message(1)]);
  const newest = Array.from({ length: PAGE }, (_, index) => message(index + 20));
  assert.equal(messages.takeNewest(newest), false);
  messages.add([message(2), message(20)]);
  assert.equal(messages.takeNewest(newest), true);
  assert.equal(messages.last, "m49");
});

test("H.264 is preferred, and VP8 is better than nothing", () => {
  assert.equal(chooseType(() => true), "video/webm;codecs=h264,opus");
  assert.equal(chooseType((type) => type.startsWith("video/mp4")), "video/mp4;codecs=avc1.42E01F,mp4a.40.2");
  assert.equal(chooseType((type) => type.includes("vp8")), "video/webm;codecs=vp8,opus");
  assert.equal(chooseType(() => false), null);
});
test("a larger picture gets more bits", () => {
  assert.ok(bitRate(1080) > bitRate(720) && bitRate(720) > bitRate(480));
});
test("silence is nothing and full scale is all", () => {
  assert.equal(loudness(new Float32Array(512)), 0);
  assert.equal(loudness(new Float32Array(512).fill(1)), 1);
});
