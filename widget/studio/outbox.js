// What was recorded and is not yet with the server: sent in order, tried again, bounded in memory.

// The largest piece put together of small ones, and how much may wait before the rest is given up.
export const LARGEST = 2 << 20;
export const MOST = 64 << 20;
// Seconds before the first and between the last tries.
const FIRST = 0.25;
const LONGEST = 3;

const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const size = (parts) => parts.reduce((sum, each) => sum + each.size, 0);

/**
 * Send chunks by `put(number, blob)`, one request at a time. While one is on its way the next ones
 * wait and then go together, so a slow line costs delay and not requests. A piece that failed is
 * sent again unchanged under its number, which the server counts once.
 *
 * `onChange()` is called when `waiting`, `bytes` or `lost` have changed, `onOver(why)` once, when
 * nothing more can be sent: "ended" by the server, or "full".
 */
export class Outbox {
  constructor({ put, onChange = () => {}, onOver = () => {}, wait = sleep, most = MOST }) {
    Object.assign(this, { put, onChange, onOver, wait, most });
    this.queue = [];
    this.bytes = 0;
    this.lost = false;
    this.over = false;
    this.number = 0;
    this.working = null;
    this.hurry = () => {};
  }

  /** How many chunks the server does not have yet. */
  get waiting() {
    return this.queue.length;
  }

  /** Take a chunk of the recording. */
  add(blob) {
    if (this.over || !blob.size) return;
    if (this.bytes + blob.size > this.most) return this.giveUp("full");
    this.queue.push(blob);
    this.bytes += blob.size;
    this.onChange();
    this.working ??= this.work().finally(() => (this.working = null));
  }

  /** Try again now: the network is said to be back. */
  nudge() {
    this.hurry();
  }

  /** Wait until all that was added is with the server, or nothing more can be. */
  async flushed() {
    while (this.working) await this.working;
  }

  /** Send nothing more. */
  giveUp(why) {
    if (this.over) return;
    this.over = true;
    this.queue = [];
    this.bytes = 0;
    this.hurry();
    this.onChange();
    this.onOver(why);
  }

  async work() {
    while (this.queue.length && !this.over) {
      const parts = this.together();
      const piece = new Blob(parts);
      for (let tries = 0; !(await this.sent(piece)); tries += 1) {
        if (this.over) return;
        const pause = Math.max(this.after, Math.min(FIRST * 2 ** tries, LONGEST));
        await Promise.race([this.wait(pause), new Promise((resolve) => (this.hurry = resolve))]);
        if (this.over) return;
      }
      if (this.over) return;
      this.number += 1;
      this.queue.splice(0, parts.length);
      this.bytes -= size(parts);
      this.onChange();
    }
  }

  together() {
    let count = 1;
    while (count < this.queue.length && size(this.queue.slice(0, count + 1)) <= LARGEST) count += 1;
    return this.queue.slice(0, count);
  }

  async sent(piece) {
    this.after = 0;
    try {
      await this.put(this.number, piece);
      this.noteLost(false);
      return true;
    } catch ({ status = 0, after = 0 }) {
      // Not reached, too much at once, no room, or broken for a moment: the same piece again.
      if (status === 0 || status === 429 || status >= 500) {
        this.after = Math.min(after, 5);
        this.noteLost(true);
      } else this.giveUp("ended");
      return false;
    }
  }

  noteLost(lost) {
    if (this.lost === lost) return;
    this.lost = lost;
    this.onChange();
  }
}
