/* The messages on the port: which types exist, what each carries, and the check both ends apply. */

// The kinds of field. Kept equal to messages.json by a test.
const shaped = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const upTo = (most) => (value) => Number.isFinite(value) && value >= 0 && value <= most;
const whole = (least, most) => (value) => Number.isInteger(value) && value >= least && value <= most;
const orNull = (fits) => (value) => value === null || fits(value);
const listOf = (fits, most) => (value) => Array.isArray(value) && value.length <= most && value.every(fits);

const uid = shaped(/^[A-Za-z0-9_-]{1,64}$/);
const ref = shaped(/^[^]{1,255}$/);
const sku = orNull(ref);
const key = shaped(/^[0-9a-f]{32}$/);
const call = whole(0, 2147483647);
const seconds = upTo(31536000);
const pixels = upTo(20000);
const quantity = whole(1, 99);
const url = shaped(/^[^]{1,2048}$/);
const link = /* @__PURE__ */ orNull(url);
const code = shaped(/^[a-z][a-z0-9-]{0,39}$/);
const sentence = shaped(/^[^]{0,500}$/);
const token = /* @__PURE__ */ orNull(/* @__PURE__ */ shaped(/^[\w.-]{1,4096}$/));
const flag = (value) => typeof value === "boolean";
const count = /* @__PURE__ */ whole(0, 1e6);
const words = /* @__PURE__ */ orNull(sentence);
const reason = (value) => [null, "out-of-stock", "login", "limit", "options", "timeout", "failed"].includes(value);
const isLine = (line) => Boolean(line) && ref(line.ref) && count(line.quantity);
const refs = /* @__PURE__ */ listOf(ref, 50);
const amount = /* @__PURE__ */ orNull(/* @__PURE__ */ shaped(/^\d{1,12}(\.\d{1,4})?$/));
const currency = /* @__PURE__ */ orNull(/* @__PURE__ */ shaped(/^[A-Z]{3}$/));
const stocked = /* @__PURE__ */ orNull(flag);
const OFFER = { ref, price: amount, discount_price: amount, currency, in_stock: stocked, name: words };
/** Is this what a page says of one product? */
export const isOffer = (offer) => Object.entries(OFFER).every(([name, fits]) => fits(offer?.[name]));
const offers = /* @__PURE__ */ listOf(isOffer, 10);
const lines = /* @__PURE__ */ orNull(/* @__PURE__ */ listOf(isLine, 250));

/** The kinds by the names messages.json gives them. */
export const KINDS = {
  uid,
  ref,
  sku,
  key,
  call,
  seconds,
  pixels,
  quantity,
  url,
  link,
  code,
  text: sentence,
  token,
  flag,
  count,
  words,
  reason,
  lines,
  refs,
  amount,
  currency,
  stocked,
  offers,
};

const at = { at: seconds };

export const FROM_FRAME = {
  ready: { content: uid, duration: seconds },
  play: at,
  pause: at,
  ended: at,
  progress: { at: seconds, duration: seconds },
  "product-view": { product: uid, ref: sku },
  "cart-add": { id: call, key, product: uid, ref: sku, quantity, attribution: sku, url: link, chosen: flag },
  sound: { muted: flag },
  products: { refs },
  "open-url": { url },
  open: { content: uid },
  size: { height: pixels },
  checkout: {},
  user: { why: code },
  close: {},
  error: { code, message: sentence },
  "chat-send": { author: words, text: sentence, question: flag },
  reaction: { emoji: ref, count },
  moment: { kind: code, id: sku, ref: sku, at: seconds },
  remind: { by: code, done: flag },
  extension: { id: uid, title: words, url: link, step: code },
};

export const FROM_PAGE = {
  cart: { adapter: flag, count, items: lines, total: words },
  "cart-result": { id: call, ok: flag, reason, message: words },
  play: {},
  pause: {},
  mute: {},
  unmute: {},
  seek: at,
  user: { token },
  products: { items: offers },
};

const MOST_BYTES = 16384;

/** Answer the message with its listed fields only, or null when it is not one of the table's. */
export function checked(message, table) {
  try {
    const { v, type } = message;
    if (v !== 1 || typeof type !== "string" || !Object.hasOwn(table, type)) return null;
    if (new Blob([JSON.stringify(message)]).size > MOST_BYTES) return null;
    const clean = { v, type };
    for (const [name, fits] of Object.entries(table[type])) {
      if (!Object.hasOwn(message, name) || !fits(message[name])) return null;
      clean[name] = message[name];
    }
    return clean;
  } catch {
    return null; // nothing at all, cycles and big integers: no JSON
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
