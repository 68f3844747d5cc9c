// The server's clock, kept without believing the viewer's: it runs on from when the page was made.

const SECOND = 1000;

export class Clock {
  #at;
  #since;
  #tick;

  /**
   * `now`: the server's moment in milliseconds; `tick` counts on, whatever the device's clock says, and
   * said `since` when it was that moment.
   */
  constructor(now, tick = () => performance.now(), since = tick()) {
    this.#at = now;
    this.#tick = tick;
    this.#since = since;
  }

  /** The server's moment, in milliseconds. */
  now() {
    return this.#at + this.#tick() - this.#since;
  }

  /** Something has happened at a moment of the server's: it is no earlier now. */
  passed(moment) {
    this.#at += Math.max(moment - this.now(), 0) || 0;
  }

  /** Follow what an answer said of its moment (whole seconds), asked `took` milliseconds ago. */
  follow(date, took = 0) {
    if (!Number.isFinite(date)) return;
    const now = this.now();
    // A device that slept has stood still; anything within the answer's own doubt is left alone.
    const right = Math.min(Math.max(now, date), date + SECOND + took);
    this.#at += right - now;
  }
}

/** Tell when this page's own answer came, on the clock of `performance`: that is when it was made, not when it runs. */
export function pageMadeAt() {
  return performance.getEntriesByType("navigation")[0]?.responseStart || performance.now();
}

/** Read the moment an answer was made from its headers; NaN when it does not tell. */
export function madeAt(headers) {
  const age = Number(headers.get("age")) || 0;
  return Date.parse(headers.get("date") ?? "") + age * SECOND;
}

/** Split what is left into days, hours, minutes and seconds; what has begun counts whole. */
export function left(milliseconds) {
  const seconds = Math.max(Math.ceil(milliseconds / SECOND), 0);
  return {
    days: Math.floor(seconds / 86400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}
