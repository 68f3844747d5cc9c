// How news of a live reaches the player: pushed over one line, else asked for every two seconds.

import { madeAt } from "./clock.js";

const KINDS = ["state", "screen", "message", "gone", "pinned", "chat", "auction", "totals"];
const POLL_MS = 2000;
// A tab that nobody looks at asks seldom; so does a player whose server has trouble.
const CALM_MS = 15_000;
const HERE_MS = 20_000;
// A line that has not opened by then is helped out by asking; a silent one is checked after that.
const PATIENCE_MS = 4000;
const SILENCE_MS = 40_000;
// When a refused line is tried again; each further time twice as late, up to the last.
const RETRY_MS = [15_000, 120_000];

/** What the line needs of the world; tests bring their own. */
export const world = {
  fetch: (...asked) => fetch(...asked),
  open: (url) => new EventSource(url),
  later: (act, milliseconds) => setTimeout(act, milliseconds),
  never: (timer) => clearTimeout(timer),
  now: () => performance.now(),
  chance: () => Math.random(),
  hidden: () => document.hidden,
};

export class Line {
  #store;
  #base;
  #query;
  #clock;
  #world;
  #source = null;
  #timers = {};
  #polling = false;
  #counted = false;
  #failures = 0;
  #heardAt = 0;
  #hereAt = null;
  #closed = false;
  #rehearsal;

  /**
   * `base`: the address of the live's audience resources; `query`: `?shop=…` or nothing. Who has a pass for
   * the `rehearsal` asks for that, and is told when it is `over`.
   */
  constructor(store, { base, query = "", page, clock, rehearsal, over }, from = world) {
    this.#store = store;
    this.#base = base;
    this.#query = query;
    this.#clock = clock;
    this.#world = from;
    this.page = page;
    this.#rehearsal = rehearsal && { headers: { Authorization: `Bearer ${rehearsal}` }, over };
  }

  /** Whether news are pushed now. */
  get pushed() {
    return this.#source?.readyState === 1;
  }

  start() {
    if (this.#store.push_url && !this.#rehearsal) this.#open();
    else this.#poll();
  }

  /** A tab that is looked at again wants to know at once. */
  wake() {
    if (this.#closed) return;
    if (!this.pushed) this.#ask();
    else if (this.#world.now() - this.#heardAt > SILENCE_MS) this.#check();
  }

  close() {
    this.#closed = true;
    this.#hangUp();
    for (const name of Object.keys(this.#timers)) this.#cancel(name);
  }

  #open() {
    if (this.#closed) return;
    this.#hangUp();
    const url = new URL(this.#store.push_url, globalThis.location?.href);
    url.searchParams.set("after", this.#store.number);
    if (this.#counted) url.searchParams.set("again", "1");
    const source = (this.#source = this.#world.open(url.href));
    for (const kind of KINDS) source.addEventListener(kind, (event) => this.#hear(kind, event));
    source.addEventListener("reset", () => this.#reset());
    source.onopen = () => this.#opened();
    source.onerror = () => this.#broke(source);
    this.#after("patience", PATIENCE_MS, () => this.pushed || this.#poll());
  }

  #opened() {
    this.#failures = 0;
    this.#counted = true;
    this.#heardAt = this.#world.now();
    this.#cancel("patience", "poll");
    this.#polling = false;
    this.#watch();
  }

  #hear(kind, event) {
    this.#heardAt = this.#world.now();
    try {
      this.#store.apply(kind, JSON.parse(event.data), event.lastEventId ? Number(event.lastEventId) : undefined);
    } catch {
      // Half a message is none; the next state tells it whole.
    }
  }

  /** What we know is too old to go on from. */
  async #reset() {
    this.#hangUp();
    await this.#ask();
    this.#after("retry", this.#world.chance() * 1000, () => this.#open());
  }

  /** The browser comes back by itself from a lost line; from a refused one it does not. */
  #broke(source) {
    if (source !== this.#source) return;
    this.#cancel("silence");
    if (source.readyState !== 2) return this.#after("patience", PATIENCE_MS, () => this.pushed || this.#poll());
    this.#hangUp();
    this.#poll();
    const wait = Math.min(RETRY_MS[0] * 2 ** this.#failures++, RETRY_MS[1]);
    this.#after("retry", wait * (0.75 + this.#world.chance() / 2), () => this.#open());
  }

  /** Comments that keep a line warm are not told to us, so a silent one is compared with the state. */
  #watch() {
    this.#after("silence", SILENCE_MS, () => {
      if (this.#world.now() - this.#heardAt >= SILENCE_MS) this.#check();
      this.#watch();
    });
  }

  async #check() {
    const before = this.#store.number;
    this.#heardAt = this.#world.now();
    await this.#ask();
    if (this.#store.number > before) this.#open();
  }

  #poll() {
    if (this.#polling || this.#closed) return;
    this.#polling = true;
    this.#next(0);
  }

  #next(wait) {
    this.#after("poll", wait, async () => {
      const fine = await this.#ask();
      if (!this.#polling || this.#closed) return;
      if (this.#isAwaited()) this.#here();
      this.#next(this.#world.hidden() || !fine ? CALM_MS : POLL_MS * (0.9 + this.#world.chance() / 5));
    });
  }

  #isAwaited() {
    return this.#store.state !== "finished" && !this.#world.hidden();
  }

  async #ask() {
    const asked = this.#world.now();
    try {
      const resource = this.#rehearsal ? "rehearsal" : "state";
      const options = { credentials: "omit", headers: this.#rehearsal?.headers ?? {} };
      const answer = await this.#world.fetch(`${this.#base}/${resource}${this.#query}`, options);
      if (this.#rehearsal && [401, 404].includes(answer.status)) this.#end();
      if (!answer.ok) return false;
      this.#clock.follow(madeAt(answer.headers), this.#world.now() - asked);
      this.#store.snapshot(await answer.json());
      return true;
    } catch {
      return false;
    }
  }

  #end() {
    this.close();
    this.#rehearsal.over();
  }

  /** Who only asks says now and then that somebody watches. */
  #here() {
    const now = this.#world.now();
    if (this.#hereAt !== null && now - this.#hereAt < HERE_MS) return;
    const watched = this.#hereAt === null ? 0 : Math.min(Math.round((now - this.#hereAt) / 1000), 60);
    this.#hereAt = now;
    const body = JSON.stringify({ page: this.page, watched, again: this.#counted });
    this.#counted = true;
    const headers = { "Content-Type": "application/json" };
    this.#world.fetch(`${this.#base}/here${this.#query}`, { method: "POST", headers, body }).catch(() => {});
  }

  #hangUp() {
    this.#source?.close();
    this.#source = null;
    this.#cancel("silence", "patience");
  }

  #after(name, wait, act) {
    this.#cancel(name);
    if (!this.#closed) this.#timers[name] = this.#world.later(act, wait);
  }

  #cancel(...names) {
    for (const name of names) this.#world.never(this.#timers[name]);
  }
}
