// What was recorded reaches the server in order and whole, however the network behaves.
import { LARGEST, Outbox } from "../../../widget/studio/outbox.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const lost = () => Object.assign(new Error(), { status: 0, after: 0 });
const refused = (status) => Object.assign(new Error(), { status, after: 0 });
const chunk = (text) => new Blob([text]);

/** A server that takes pieces, and does what `answers` say first. */
function aServer(answers = []) {
  const taken = new Map();
  return {
    taken,
    text: () => [...taken.keys()].sort((a, b) => a - b).map((number) => taken.get(number)).join(""),
    async put(number, piece) {
      const answer = answers.shift();
      if (answer) throw answer;
      taken.set(number, await piece.text());
    },
  };
}

const anOutbox = (server, more = {}) => new Outbox({ put: server.put, wait: async () => {}, ...more });

test("chunks arrive in order and numbered from nought", async () => {
  const server = aServer();
  const outbox = anOutbox(server);
  for (const each of ["a", "b", "c", "d"]) outbox.add(chunk(each));
  await outbox.flushed();
  assert.equal(server.text(), "abcd");
  assert.deepEqual([...server.taken.keys()], [0, 1]);
  assert.equal(outbox.waiting, 0);
  assert.equal(outbox.bytes, 0);
});

test("what waits behind a lost network is sent when it is back, none of it twice", async () => {
  const server = aServer([lost(), lost(), refused(503), refused(429)]);
  const heard = [];
  const outbox = anOutbox(server, { onChange: () => heard.push(outbox.lost) });
  for (const each of ["a", "b", "c"]) outbox.add(chunk(each));
  await outbox.flushed();
  assert.equal(server.text(), "abc");
  assert.ok(heard.includes(true));
  assert.equal(outbox.lost, false);
});

test("a piece that is tried again is the same piece, though more has come meanwhile", async () => {
  const tried = [];
  const outbox = new Outbox({
    async put(number, piece) {
      tried.push([number, await piece.text()]);
      if (tried.length === 1) {
        outbox.add(chunk("b"));
        throw lost();
      }
    },
    wait: async () => {},
  });
  outbox.add(chunk("a"));
  await outbox.flushed();
  assert.deepEqual(tried, [[0, "a"], [0, "a"], [1, "b"]]);
});

test("small chunks that wait go together, up to the largest piece", async () => {
  const server = aServer();
  const outbox = anOutbox(server);
  const half = "x".repeat(LARGEST / 2);
  for (const each of ["first", half, half, half]) outbox.add(chunk(each));
  await outbox.flushed();
  assert.deepEqual([...server.taken.values()].map((each) => each.length), [5, LARGEST, LARGEST / 2]);
});

for (const status of [410, 404, 413, 422])
  test(`a sending that is refused with ${status} is over, and said so once`, async () => {
    const ends = [];
    const outbox = anOutbox(aServer([refused(status)]), { onOver: (why) => ends.push(why) });
    outbox.add(chunk("a"));
    outbox.add(chunk("b"));
    await outbox.flushed();
    outbox.add(chunk("c"));
    assert.deepEqual(ends, ["ended"]);
    assert.equal(outbox.waiting, 0);
  });

test("memory is bounded: more than fits ends the sending", async () => {
  const ends = [];
  const outbox = anOutbox({ put: () => new Promise(() => {}) }, { most: 10, onOver: (why) => ends.push(why) });
  outbox.add(chunk("12345"));
  outbox.add(chunk("123456"));
  assert.deepEqual(ends, ["full"]);
  assert.equal(outbox.bytes, 0);
});

test("a nudge does not wait for the next try", async () => {
  const server = aServer([lost()]);
  const outbox = anOutbox(server, { wait: () => new Promise(() => {}) });
  outbox.onChange = () => outbox.lost && setImmediate(() => outbox.nudge());
  outbox.add(chunk("a"));
  await outbox.flushed();
  assert.equal(server.text(), "a");
});

test("pauses grow to three seconds, and a server that asks for more is heard", async () => {
  const pauses = [];
  const answers = [lost(), lost(), lost(), lost(), lost(), Object.assign(refused(503), { after: 5 })];
  const outbox = anOutbox(aServer(answers), { wait: async (seconds) => pauses.push(seconds) });
  outbox.add(chunk("a"));
  await outbox.flushed();
  assert.deepEqual(pauses, [0.25, 0.5, 1, 2, 3, 5]);
});
