// A sending begins, breaks, begins anew and ends, with a recorder of its own each time.
import { Sender } from "../../../widget/studio/sender.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const refusal = (status, code = "") => Object.assign(new Error(), { status, code, after: 0 });
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A server and recorders as the sender knows them; `refuses` are what opening answers first. */
function aStudio({ refuses = [] } = {}) {
  const told = { opened: [], pieces: [], ended: [], recorders: [], states: [] };
  let put = async () => {};
  const api = {
    async begin(takeOver) {
      const refused = refuses.shift();
      if (refused) throw refused;
      told.opened.push(takeOver);
      return { session: `s${told.opened.length}` };
    },
    async put(session, number, piece) {
      await put(session, number);
      told.pieces.push([session, number, await piece.text()]);
    },
    end: async (session) => void told.ended.push(session),
  };
  const start = (stream, { onChunk, onFailure }) => {
    const recorder = { stream, say: (text) => onChunk(new Blob([text])), fail: onFailure, stop: async () => (recorder.stopped = true) };
    told.recorders.push(recorder);
    return recorder;
  };
  const sender = new Sender({ api, start, wait: settled, onChange: () => told.states.push(sender.state) });
  return { sender, told, answer: (act) => (put = act) };
}

test("a sending from begin to end", async () => {
  const { sender, told } = aStudio();
  await sender.begin("camera");
  assert.equal(sender.state, "sending");
  told.recorders[0].say("a");
  await sender.stop();
  assert.deepEqual(told.pieces, [["s1", 0, "a"]]);
  assert.deepEqual(told.ended, ["s1"]);
  assert.equal(sender.state, "idle");
  assert.ok(told.recorders[0].stopped);
});

test("who is refused is idle again and told why", async () => {
  const { sender } = aStudio({ refuses: [refusal(409, "already-sending")] });
  await assert.rejects(sender.begin("camera"), { code: "already-sending" });
  assert.equal(sender.state, "idle");
});

test("a sending that the server ended begins anew with a recorder of its own", async () => {
  const { sender, told, answer } = aStudio({ refuses: [] });
  await sender.begin("camera");
  answer(async (session) => {
    if (session === "s1") throw refusal(410, "sending-ended");
  });
  told.recorders[0].say("a");
  while (sender.state !== "sending" || told.opened.length < 2) await settled();
  assert.ok(told.recorders[0].stopped);
  told.recorders[1].say("b");
  await sender.stop();
  assert.deepEqual(told.pieces, [["s2", 0, "b"]]);
});

test("while the network is lost the state says so and nothing is begun anew", async () => {
  const { sender, told, answer } = aStudio();
  await sender.begin("camera");
  let back = false;
  answer(async () => {
    if (!back) throw refusal(0);
  });
  told.recorders[0].say("a");
  while (sender.state !== "lost") await settled();
  told.recorders[0].say("b");
  back = true;
  while (sender.state !== "sending") await settled();
  await sender.stop();
  assert.equal(told.pieces.map(([, , text]) => text).join(""), "ab");
  assert.equal(told.opened.length, 1);
});

test("another camera is another session, and what was recorded before goes out first", async () => {
  const { sender, told } = aStudio();
  await sender.begin("camera");
  told.recorders[0].say("a");
  await sender.change("screen");
  told.recorders[1].say("b");
  await sender.stop();
  assert.deepEqual(told.pieces, [["s1", 0, "a"], ["s2", 0, "b"]]);
  assert.equal(told.recorders[1].stream, "screen");
  assert.deepEqual(told.ended, ["s1", "s2"]);
});

test("a session that is still being closed is waited for", async () => {
  const { sender, told } = aStudio({ refuses: [] });
  await sender.begin("camera");
  const begin = sender.api.begin;
  let busy = 3;
  sender.api.begin = async (takeOver) => {
    if (busy-- > 0) throw refusal(409, "already-sending");
    return begin(takeOver);
  };
  await sender.change("screen");
  assert.equal(sender.state, "sending");
  assert.deepEqual(told.opened, [false, false]);
});

test("a show that is over meanwhile is not begun anew", async () => {
  const { sender, told } = aStudio();
  await sender.begin("camera");
  sender.api.begin = async () => {
    throw refusal(409, "live-finished");
  };
  told.recorders[0].fail();
  while (sender.state !== "idle") await settled();
  assert.equal(told.opened.length, 1);
});

test("a change before anything is sent sends nothing", async () => {
  const { sender, told } = aStudio();
  await sender.change("screen");
  assert.equal(sender.state, "idle");
  assert.deepEqual(told.opened, []);
});
