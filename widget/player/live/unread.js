// What came while nobody looked: how many messages, and when those who listen are told so.

const EVERY_MS = 15_000;

/** Count the ids that are new in a list; the first list is no news. */
export class Unread {
  #known = null;
  count = 0;

  /** Note what is there now; answers the ids that were not. `seen`: somebody looks at them. */
  note(ids, seen) {
    const fresh = this.#known ? ids.filter((id) => !this.#known.has(id)) : [];
    this.#known = new Set(ids);
    this.count = seen ? 0 : this.count + fresh.length;
    return fresh;
  }

  read() {
    this.count = 0;
  }
}

/** Say a number now and then: what comes within a quarter of a minute is said as one. */
export class Summary {
  #say;
  #later;
  #count = 0;
  #under = false;

  constructor(say, later = (act) => setTimeout(act, EVERY_MS)) {
    this.#say = say;
    this.#later = later;
  }

  add(count) {
    if (!count) return;
    this.#count += count;
    if (this.#under) return;
    this.#under = true;
    this.#later(() => this.#tell());
  }

  #tell() {
    this.#under = false;
    if (this.#count) this.#say(this.#count);
    this.#count = 0;
  }
}
