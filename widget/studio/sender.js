// One way from the picture to the server: a session, a recorder, an outbox; anew when they break.

import { Outbox } from "./outbox.js";
import { record } from "./recorder.js";

const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
// Tries to open a session while the last one is being closed on the server, a second apart.
const TRIES = 8;
// Seconds to go on sending what was kept when the show is ended, before it is given up.
const FLUSH_WITHIN = 30;

/**
 * Send a stream. `state` is idle, beginning, sending, lost (the network; it is recorded on), or
 * ending; `onChange()` tells of it and of how much waits.
 */
export class Sender {
  constructor({ api, onChange = () => {}, start = record, wait = sleep }) {
    Object.assign(this, { api, onChange, startRecorder: start, wait });
    this.state = "idle";
    this.run = null;
  }

  /** How many chunks wait. */
  get waiting() {
    return this.run?.outbox.waiting ?? 0;
  }

  /** Begin to send; raises the refusal when it cannot, such as `already-sending`. */
  async begin(stream, { takeOver = false } = {}) {
    this.stream = stream;
    this.become("beginning");
    try {
      await this.open(takeOver);
    } catch (refusal) {
      this.become("idle");
      throw refusal;
    }
  }

  /** Send another picture from now on: what was recorded before goes out first. */
  async change(stream) {
    this.stream = stream;
    if (this.state === "idle" || this.state === "ending") return;
    this.become("beginning");
    await this.close();
    await this.reopen();
  }

  /** Record no more, send what is kept, and say that this was all. */
  async stop() {
    if (this.state === "idle") return;
    this.become("ending");
    await this.close();
    this.become("idle");
  }

  /** Say goodbye when the page goes away; there is no time for more. */
  leave() {
    if (this.run) this.api.end(this.run.session).catch(() => {});
  }

  /** Try again at once: the network is said to be back. */
  nudge() {
    this.run?.outbox.nudge();
  }

  async open(takeOver) {
    const { session } = await this.api.begin(takeOver);
    if (this.state !== "beginning" && this.state !== "lost") {
      this.api.end(session).catch(() => {});
      return;
    }
    const run = { session };
    run.outbox = new Outbox({
      put: (number, piece) => this.api.put(session, number, piece),
      onChange: () => this.run === run && this.follow(),
      onOver: () => this.run === run && this.mend(),
      wait: this.wait,
    });
    try {
      run.recorder = this.startRecorder(this.stream, {
        onChunk: (blob) => run.outbox.add(blob),
        onFailure: () => this.run === run && this.mend(),
      });
    } catch (failure) {
      this.api.end(session).catch(() => {});
      throw failure;
    }
    this.run = run;
    this.become("sending");
  }

  async close() {
    const { run } = this;
    if (!run) return;
    this.closing = run;
    await run.recorder.stop();
    await Promise.race([run.outbox.flushed(), this.wait(FLUSH_WITHIN)]);
    this.run = null;
    run.outbox.giveUp("closed");
    await this.api.end(run.session).catch(() => {});
    this.closing = null;
  }

  /** The server or the recorder has ended it: begin another session with a recorder of its own. */
  async mend() {
    const { run } = this;
    if (!run || this.closing === run) return;
    this.run = null;
    this.become("lost");
    run.outbox.giveUp("broken");
    await run.recorder.stop();
    await this.reopen();
  }

  async reopen() {
    for (let tries = 0; this.state === "beginning" || this.state === "lost"; tries += 1) {
      try {
        await this.open(tries >= TRIES);
        return;
      } catch (refusal) {
        // What the server will refuse for ever: the show is over, or the link is not good any more.
        if ([401, 403, 404].includes(refusal.status) || refusal.code === "live-finished") {
          this.become("idle");
          return;
        }
        await this.wait(1);
      }
    }
  }

  follow() {
    if (this.state === "sending" && this.run.outbox.lost) this.become("lost");
    else if (this.state === "lost" && !this.run.outbox.lost) this.become("sending");
    else this.onChange();
  }

  become(state) {
    this.state = state;
    this.onChange();
  }
}
