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

/** Map a rejection to what a shopper may be told; only words beside a code were meant for them. */
export function refusal(error) {
  const { code, message } = error ?? {};
  const ours = REASONS.includes(code);
  // An error's other codes are the browser's or a library's (`ERR_NETWORK`), and so are the words beside them.
  const meant = ours || (code && !(error instanceof Error));
  return result(false, ours ? code : "failed", meant && message ? `${message}`.slice(0, 500) : null);
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
  const asked = new Map(); // idempotency key → its request
  let state = { count: 0, items: null, total: null };
  let turn = 0;
  let last; // the last request in the queue

  const can = (verb) => typeof adapter()?.[verb] === "function";
  const tell = (send) => send("cart", { adapter: can("add"), ...state });

  /** Ask the shop what is in its cart and tell every open player; without one nobody wants to know. */
  async function read() {
    if (!frames.size) return;
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
        // What comes after our patience may have filled the cart, and so may a refusal: with as many as there were.
        work.then(read, read);
        return work;
      }, most);
      return result(true);
    } catch (error) {
      const told = refusal(error);
      if (told.reason === "failed") warn("cart-add", error?.message || error);
      return told;
    }
  }

  /**
   * Put one wish to the shop, never twice under one key, and one after the other: two at once would each begin a cart
   * where the visitor has none yet.
   */
  function add(wish) {
    const { key } = wish;
    if (asked.has(key)) return asked.get(key);
    const work = Promise.resolve(last).then(() => request(wish));
    asked.set(key, work);
    last = work;
    work.then(({ ok }) => {
      if (!ok) asked.delete(key);
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
