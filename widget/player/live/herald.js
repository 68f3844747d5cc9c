// Says what happens in an auction to who listens: politely, seldom, and only the newest of each thing.

const EVERY_MS = 3000;

export class Herald {
  #tell;
  #now;
  #later;
  #open = new Map();
  #saidAt = -Infinity;
  #waits = false;

  constructor(tell, now = () => performance.now(), later = (act, wait) => setTimeout(act, wait)) {
    this.#tell = tell;
    this.#now = now;
    this.#later = later;
  }

  /** Have something said; a newer word about the same thing takes its place. */
  say(about, words) {
    this.#open.delete(about);
    this.#open.set(about, words);
    if (this.#waits) return;
    this.#waits = true;
    this.#later(() => this.#speak(), Math.max(this.#saidAt + EVERY_MS - this.#now(), 0));
  }

  #speak() {
    this.#waits = false;
    this.#saidAt = this.#now();
    this.#tell([...this.#open.values()].join(" "));
    this.#open.clear();
  }
}
