// How news reach the player: one line, asking when there is none, and back again; by a clock that tests turn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../../../widget/player/live/clock.js";
import { Line } from "../../../../widget/player/live/line.js";

/** The world as far as a line sees it: timers that run when they are told to, answers that are chosen. */
class World {
  at = 0;
  timers = [];
  asked = [];
  lines = [];
  isHidden = false;
  number = 5;
  status = 200;

  world = {
    fetch: async (url, options) => {
      this.asked.push([url, options?.body && JSON.parse(options.body), options?.headers?.Authorization]);
      if (this.status === 0) throw new TypeError("no network");
      const json = async () => ({ number: this.number });
      return { ok: this.status === 200, status: this.status, headers: new Headers(), json };
    },
    open: (url) => {
      const line = Object.assign(new EventTarget(), { url, readyState: 0, close: () => (line.readyState = 2) });
      this.lines.push(line);
      return line;
    },
    later: (act, wait) => {
      const timer = { act, at: this.at + wait };
      this.timers.push(timer);
      return timer;
    },
    never: (timer) => (this.timers = this.timers.filter((each) => each !== timer)),
    now: () => this.at,
    chance: () => 0.5,
    hidden: () => this.isHidden,
  };

  /** Let time pass, with everything that is due in it. */
  async pass(milliseconds) {
    const end = this.at + milliseconds;
    for (;;) {
      for (let i = 0; i < 10; i++) await null;
      const next = this.timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.world.never(next);
      this.at = next.at;
      next.act();
    }
    this.at = end;
  }

  get line() {
    return this.lines.at(-1);
  }

  opens() {
    this.line.readyState = 1;
    this.line.onopen();
  }

  breaks(state) {
    this.line.readyState = state;
    this.line.onerror();
  }

  tells(kind, data, id) {
    this.at += 1;
    this.line.dispatchEvent(Object.assign(new Event(kind), { data: JSON.stringify(data), lastEventId: id ?? "" }));
  }

  states() {
    return this.asked.filter(([url]) => url.endsWith("/state")).length;
  }
}

function begun(push_url = "https://push.example/lives/1", more = {}) {
  const it = new World();
  const told = [];
  const store = {
    number: 5, state: "started", push_url, told,
    apply(kind, body, number) {
      told.push([kind, body]);
      if (number > this.number) this.number = number;
    },
    snapshot(state) {
      this.number = state.number;
    },
  };
  const line = new Line(store, { base: "/audience/v1/lives/1", page: "ab", clock: new Clock(0, () => it.at), ...more }, it.world);
  line.start();
  return { it, store, line };
}

test("a line is opened from what the page knows, and nothing is asked for", async () => {
  const { it, store } = begun();
  assert.equal(it.line.url, "https://push.example/lives/1?after=5");
  it.opens();
  it.tells("message", { id: "m1" }, "6");
  assert.deepEqual(store.told, [["message", { id: "m1" }]]);
  assert.equal(store.number, 6);
  await it.pass(10_000);
  assert.equal(it.states(), 0);
});

test("an address that has a query already keeps it", () => {
  const { it } = begun("https://push.example/lives/1?shop=a");
  assert.equal(it.line.url, "https://push.example/lives/1?shop=a&after=5");
});

test("without a place to listen the state is asked for every two seconds, and somebody is said to watch", async () => {
  const { it } = begun(null);
  await it.pass(41_000);
  assert.ok(it.states() >= 20 && it.states() <= 22, `${it.states()}`);
  const here = it.asked.filter(([url]) => url.endsWith("/here")).map(([, body]) => body);
  assert.deepEqual(here.map(({ again }) => again), [false, true, true]);
  assert.deepEqual([here[0].watched, here[1].watched, here[0].page], [0, 20, "ab"]);
});

test("a tab that nobody looks at asks seldom and is nobody who watches", async () => {
  const { it } = begun(null);
  it.isHidden = true;
  await it.pass(60_000);
  assert.ok(it.states() <= 6, `${it.states()}`);
  assert.ok(!it.asked.some(([url]) => url.endsWith("/here")));
});

test("a line that does not open is helped out by asking until it does", async () => {
  const { it } = begun();
  await it.pass(9000);
  assert.ok(it.states() >= 2);
  it.opens();
  const before = it.states();
  await it.pass(20_000);
  assert.equal(it.states(), before);
});

test("a refused line is asked for again later, and is not another visit", async () => {
  const { it } = begun();
  it.opens();
  it.breaks(2);
  await it.pass(10_000);
  assert.ok(it.states() >= 4);
  assert.equal(it.lines.length, 1);
  await it.pass(10_000);
  assert.equal(it.lines.length, 2);
  assert.match(it.line.url, /again=1/);
});

test("a browser that comes back to a lost line by itself is left to it", async () => {
  const { it } = begun();
  it.opens();
  it.breaks(0);
  await it.pass(2000);
  it.opens();
  await it.pass(10_000);
  assert.deepEqual([it.lines.length, it.states()], [1, 0]);
});

test("what is too old to go on from is taken anew, and the line goes on from there", async () => {
  const { it } = begun();
  it.opens();
  it.number = 900;
  it.tells("reset", {});
  await it.pass(2000);
  assert.equal(it.states(), 1);
  assert.match(it.line.url, /after=900&again=1/);
});

test("a silent line is compared with the state, and opened anew only when it missed something", async () => {
  const { it } = begun();
  it.opens();
  await it.pass(45_000);
  assert.deepEqual([it.states(), it.lines.length], [1, 1]);
  it.number = 8;
  await it.pass(45_000);
  assert.equal(it.lines.length, 2);
});

test("half a message is passed over", () => {
  const { it, store } = begun();
  it.opens();
  it.line.dispatchEvent(Object.assign(new Event("message"), { data: "{", lastEventId: "6" }));
  assert.deepEqual(store.told, []);
});

test("trouble with the network is no end: it is asked again, calmly", async () => {
  const { it } = begun(null);
  it.status = 0;
  await it.pass(31_000);
  assert.ok(it.states() >= 2 && it.states() <= 4, `${it.states()}`);
  it.status = 200;
  await it.pass(31_000);
  assert.ok(it.states() > 8);
});

test("a closed line is silent for ever", async () => {
  const { it, line } = begun(null);
  line.close();
  const before = it.asked.length;
  await it.pass(120_000);
  assert.ok(it.asked.length <= before + 1);
  assert.equal(it.timers.length, 0);
});

test("a rehearsal is asked for with its pass, though there is a place to listen, until it is over", async () => {
  let over = 0;
  const { it } = begun(undefined, { rehearsal: "p", over: () => over++ });
  await it.pass(5000);
  assert.deepEqual(it.lines, []);
  const asked = it.asked.filter(([url]) => !url.endsWith("/here"));
  assert.ok(asked.length >= 2, `${asked.length}`);
  for (const [url, , pass] of asked) assert.deepEqual([url, pass], ["/audience/v1/lives/1/rehearsal", "Bearer p"]);
  it.status = 503;
  await it.pass(20_000);
  assert.equal(over, 0);
  it.status = 401;
  await it.pass(20_000);
  const then = it.asked.length;
  await it.pass(60_000);
  assert.deepEqual([over, it.asked.length], [1, then]);
});
