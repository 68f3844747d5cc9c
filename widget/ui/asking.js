/* How a built-in cart asks its shop: on the page's own origin, with its cookies, and what a refusal may say. */

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** The words of a shop's answer without its tags and entities; empty where it is no text. */
export const plain = (words) =>
  typeof words === "string"
    ? words
        .replace(/<[^>]*>/g, " ")
        .replace(/&#(x?)([0-9a-f]{1,6});/gi, (_, hex, digits) => String.fromCodePoint(parseInt(digits, hex ? 16 : 10)))
        .replace(/&(\w+);/g, (whole, name) => NAMED[name] ?? whole)
        .replace(/\s+/g, " ")
        .trim()
    : "";

/** A refusal for the player: one of the protocol's reasons, and the shop's own words where they are for shoppers. */
export const refused = (code, words) => Object.assign(new Error(plain(words)), { code });

/** Answer an address of the page's own origin, or null: no other site is asked for a cart. */
export function own(path, { location }) {
  try {
    const url = new URL(path, location.href);
    return url.origin === location.origin ? url.href : null;
  } catch {
    return null;
  }
}

/** Ask the shop; answers `{ok, status, headers, body}` with parsed JSON. Sent to sign in instead is the refusal `login`. */
export async function ask(url, { headers, ...options } = {}) {
  const response = await fetch(url, { cache: "no-store", ...options, headers: { Accept: "application/json", ...headers } });
  const body = await response.json().catch(() => null);
  const elsewhere = response.redirected && /log-?in|sign-?in|password|account/i.test(new URL(response.url).pathname);
  if (!body && (elsewhere || response.status === 401)) throw refused("login");
  return { ok: response.ok, status: response.status, headers: response.headers, body };
}

/** Ask, and take nothing but a good answer's body. */
export async function get(url, options) {
  const { ok, status, body } = await ask(url, options);
  if (!ok || !body) throw new Error(`${status} ${new URL(url).pathname}`);
  return body;
}

/** Keep what a question answered for a name, unless it failed. */
export function remembered(work) {
  const known = new Map();
  return (name, ...given) => {
    if (!known.has(name)) {
      known.set(name, work(name, ...given));
      known.get(name).catch(() => known.delete(name));
    }
    return known.get(name);
  };
}

/** Hear of what the page itself does to its cart: of its requests to addresses that fit. */
export function overheard(fits, changed) {
  if (typeof PerformanceObserver === "undefined") return;
  const watch = new PerformanceObserver((list) => {
    const asked = list.getEntries().filter((each) => /^(fetch|xmlhttprequest)$/.test(each.initiatorType));
    if (asked.some(({ name }) => fits.test(name))) changed();
  });
  watch.observe({ type: "resource" });
}

/** The last part of a product's address, without an ending. */
export const lastPart = (url) => {
  try {
    return decodeURIComponent(new URL(url).pathname.replace(/\/$/, "").split("/").pop()).replace(/\.html?$/, "");
  } catch {
    return "";
  }
};
