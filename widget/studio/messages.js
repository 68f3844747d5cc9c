// The chat as its host sees it: what is hidden and what waits among the rest, kept by id.

// So many are kept in this page, and asked for at once.
const MOST = 400;
export const PAGE = 30;

export class Messages {
  constructor() {
    this.byId = new Map();
  }

  /** The messages, oldest first. */
  get all() {
    return [...this.byId.values()];
  }

  /** The newest one's id. */
  get last() {
    return this.all.at(-1)?.id;
  }

  /** Take the newest ones as the server has them; answers false when some may be missing between. */
  takeNewest(newest) {
    const whole = !this.byId.size || newest.length < PAGE || newest.some((each) => this.byId.has(each.id));
    if (!whole) return false;
    const there = new Set(newest.map((each) => each.id));
    const from = newest[0]?.at ?? "";
    // What is as new as these and not among them was deleted.
    for (const [id, each] of this.byId) if (each.at > from && newest.length && !there.has(id)) this.byId.delete(id);
    if (!newest.length) this.byId.clear();
    this.add(newest);
    return true;
  }

  /** Add or replace messages. */
  add(messages) {
    for (const each of messages) this.byId.set(each.id, each);
    for (const id of this.byId.keys()) {
      if (this.byId.size <= MOST) break;
      this.byId.delete(id);
    }
  }

  /** Forget one. */
  drop(id) {
    this.byId.delete(id);
  }
}
