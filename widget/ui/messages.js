/* The messages on the port: which types exist, what each carries, and the check both ends apply. */

// The kinds of field. Kept equal to messages.json by a test.
const text = (most, least = 0) => (value) =>
  typeof value === "string" && value.length >= least && value.length <= most;
const shaped = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const whole = (least, most) => (value) =>
  Number.isInteger(value) && value >= least && value <= most;
const upTo = (most) => (value) => Number.isFinite(value) && value >= 0 && value <= most;
const orNull = (check) => (value) => value === null || check(value);

const count = orNull(whole(0, 1e6));
const ref = text(255, 1);

export const KINDS = {
  uid: shaped(/^[A-Za-z0-9_-]{1,64}$/),
  ref,
  key: shaped(/^[0-9a-f]{32}$/),
  call: whole(0, 2147483647),
  seconds: upTo(31536000),
  pixels: upTo(20000),
  quantity: whole(1, 99),
  url: text(2048, 1),
  code: shaped(/^[a-z][a-z0-9-]{0,39}$/),
  text: text(500),
  flag: (value) => typeof value === "boolean",
  count,
  words: orNull(text(500)),
  reason: (value) =>
    [null, "out-of-stock", "login", "limit", "timeout", "failed"].includes(value),
  lines: orNull(
    (value) =>
      Array.isArray(value) &&
      value.length <= 250 &&
      value.every((line) => line && ref(line.ref) && count(line.quantity)),
  ),
};

export const FROM_FRAME = {
  ready: { content: "uid", duration: "seconds" },
  play: { at: "seconds" },
  pause: { at: "seconds" },
  ended: { at: "seconds" },
  progress: { at: "seconds", duration: "seconds" },
  "product-view": { product: "uid", ref: "ref" },
  "cart-add": { id: "call", key: "key", product: "uid", ref: "ref", quantity: "quantity" },
  "open-url": { url: "url" },
  open: { content: "uid" },
  size: { height: "pixels" },
  checkout: {},
  close: {},
  error: { code: "code", message: "text" },
};

export const FROM_PAGE = {
  cart: { adapter: "flag", count: "count", items: "lines", total: "words" },
  "cart-result": { id: "call", ok: "flag", reason: "reason", message: "words" },
  play: {},
  pause: {},
  mute: {},
  unmute: {},
  seek: { at: "seconds" },
};

const MOST_BYTES = 16384;

/** Answer the message with its listed fields only, or null when it is not one of the table's. */
export function checked(message, table) {
  try {
    if (!message || message.v !== 1 || typeof message.type !== "string") return null;
    const { type } = message;
    if (!Object.hasOwn(table, type)) return null;
    if (new TextEncoder().encode(JSON.stringify(message)).length > MOST_BYTES) return null;
    const clean = { v: 1, type };
    for (const [name, kind] of Object.entries(table[type])) {
      if (!Object.hasOwn(message, name) || !KINDS[kind](message[name])) return null;
      clean[name] = message[name];
    }
    return clean;
  } catch {
    return null; // cycles and big integers cannot be written as JSON
  }
}

/** Answer a function that says whether one more message may pass: at most `most` in a second. */
export function rate(most = 50, clock = () => performance.now()) {
  const passed = [];
  return () => {
    const now = clock();
    while (passed.length && now - passed[0] >= 1000) passed.shift();
    return passed.length < most && passed.push(now) > 0;
  };
}
