/* Between the players and the shop's own cart: one adapter of promises, one truth pushed to every open player. */

const REASONS = ["out-of-stock", "login", "limit", "options", "timeout", "failed"];
const MOST_LINES = 100;
const MOST_REMEMBERED = 100;

/** Run work that gets a signal and has `most` milliseconds; too late is a rejection with code `timeout`. */
export function timed(work, most) {
  const control = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject({ code: "timeout" });
      control.abort();
    }, most);
    new Promise((done) => done(work(control.signal))).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const result = (ok, reason = null, message = null) => ({ ok, reason, message });

/** Map a rejection to what a shopper may be told; only words that came with a code were meant for them. */
export function refusal(error) {
  const { code, message } = error ?? {};
  const words = code && message ? `${message}`.slice(0, 500) : null;
  return result(false, REASONS.includes(code) ? code : "failed", words);
}

const whole = (value) => Math.max(0, Math.trunc(value) || 0);

/** Read what the shop says its cart holds; throws where that makes no sense. */
export function cartState({ items, count, total }) {
  const lines = items
    ? Array.from(items, ({ ref, quantity }) => ({ ref: `${ref}`.slice(0, 100), quantity: whole(quantity) }))
    : null;
  const sum = lines?.reduce((all, { quantity }) => all + quantity, 0);
  return {
    count: whole(count ?? sum),
    items: lines && lines.slice(0, MOST_LINES),
    total: total == null ? null : `${total}`.slice(0, 100),
  };
}

/**
 * Make the cart. `adapter()` answers what the shop registered (or nothing), `changed(state)` hears of
 * every change, `most` is how many milliseconds the shop may take.
 */
export function createCart({ adapter, changed, warn, most = 10000 }) {
  const frames = new Set();
  const lines = new Map(); // product → the last request in its queue
  const asked = new Map(); // idempotency key → its request
  let state = { count: 0, items: null, total: null };
  let turn = 0;

  const can = (verb) => typeof adapter()?.[verb] === "function";
  const tell = (send) => send("cart", { adapter: can("add"), ...state });

  /** Ask the shop what is in its cart and tell every open player. */
  async function read() {
    const mine = ++turn;
    let next = state;
    if (can("read"))
      try {
        next = cartState(await timed((signal) => adapter().read({ signal }), most));
      } catch (error) {
        warn("cart-read", error?.message || error?.code);
      }
    if (mine !== turn) return; // a later question has the later answer
    const differs = JSON.stringify(next) !== JSON.stringify(state);
    state = next;
    frames.forEach(tell);
    if (differs) changed(state);
  }

  async function request(wish) {
    try {
      await timed((signal) => {
        const work = Promise.resolve(adapter().add({ ...wish, signal }));
        // Even what comes after our patience may have filled the cart.
        work.then(read, () => {});
        return work;
      }, most);
      return result(true);
    } catch (error) {
      if (!error?.code) warn("cart-add", error?.message || error);
      return refusal(error);
    }
  }

  /** Put one wish to the shop: one at a time for a product, and never twice under one key. */
  function add(wish) {
    const { product, key } = wish;
    if (asked.has(key)) return asked.get(key);
    const work = Promise.resolve(lines.get(product)).then(() => request(wish));
    asked.set(key, work);
    lines.set(product, work);
    work.then(({ ok }) => {
      if (!ok) asked.delete(key);
      if (lines.get(product) === work) lines.delete(product);
      if (asked.size > MOST_REMEMBERED) asked.delete(asked.keys().next().value);
    });
    return work;
  }

  return {
    add,
    read,
    /** Let an open player hear of the cart; answers the way out. */
    join(send) {
      frames.add(send);
      tell(send);
      read();
      return () => frames.delete(send);
    },
    checkout: () => adapter()?.checkout?.(),
  };
}
