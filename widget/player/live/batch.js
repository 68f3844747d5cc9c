// Reactions gathered and sent together, at most once a second; and how many of others to draw.

const EVERY_MS = 1000;
// What the server takes of one emoji at once.
const MOST = 20;

export class Batch {
  #send;
  #later;
  #counts = {};
  #under = false;

  constructor(send, later = (act) => setTimeout(act, EVERY_MS)) {
    this.#send = send;
    this.#later = later;
  }

  /** Add one; the first is sent at once, what follows within a second goes together. */
  add(emoji) {
    this.#counts[emoji] = Math.min((this.#counts[emoji] ?? 0) + 1, MOST);
    if (!this.#under) this.#flush();
  }

  #flush() {
    const counts = this.#counts;
    this.#under = Object.keys(counts).length > 0;
    if (!this.#under) return;
    this.#counts = {};
    this.#send(counts);
    this.#later(() => this.#flush());
  }
}

/**
 * List the emojis that others have sent since the totals before: at most `most`, each kind in
 * proportion. `own` are those this viewer sent meanwhile; they were drawn already.
 */
export function sentByOthers(before, after, own, most = 12) {
  const fresh = Object.entries(after)
    .map(([emoji, count]) => [emoji, Math.max(count - (before[emoji] ?? 0) - (own[emoji] ?? 0), 0)])
    .filter(([, count]) => count);
  const total = fresh.reduce((sum, [, count]) => sum + count, 0);
  const share = Math.min(most / total, 1);
  return fresh.flatMap(([emoji, count]) => Array(Math.max(Math.round(count * share), 1)).fill(emoji)).slice(0, most);
}
