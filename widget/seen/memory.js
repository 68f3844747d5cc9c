/* What the browser keeps for a visitor who agreed: a random id, and what was put into the cart from players. */

// Boot removes this key by itself when a visitor does not agree any more.
export const KEY = "vitrine:seen";
const LASTS_MS = 395 * 86400000; // 13 months
const MOST_MARKS = 50;

const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Run work on a storage; browsers that forbid it, and texts that are not ours, answer nothing. */
function attempt(work) {
  try {
    return work();
  } catch {}
}

/** Answer the visitor's id, or undefined where none is kept or it is too old. */
export function knownId(now = Date.now()) {
  const [, id, made] = /^([0-9a-f]{32})\.([0-9a-z]+)$/.exec(attempt(() => localStorage.getItem(KEY))) || [];
  if (id && now - parseInt(made, 36) < LASTS_MS) return id;
}

/** Answer the visitor's id, made now if need be; undefined where the browser keeps nothing. */
export function ownId(now = Date.now()) {
  const known = knownId(now);
  if (known) return known;
  const id = randomId();
  return attempt(() => {
    localStorage.setItem(KEY, `${id}.${now.toString(36)}`);
    return id;
  });
}

/** Answer the attributions of what was put into the cart in this tab, by product reference. */
export const marks = () => attempt(() => new Map(JSON.parse(sessionStorage.getItem(KEY)))) || new Map();

/** Remember one more; the tab forgets them when it is closed. */
export function mark(ref, attribution) {
  const all = marks();
  all.delete(ref);
  all.set(ref, attribution);
  attempt(() => sessionStorage.setItem(KEY, JSON.stringify([...all].slice(-MOST_MARKS))));
}

/** Remove everything. */
export function forgetAll() {
  for (const name of ["localStorage", "sessionStorage"]) attempt(() => window[name].removeItem(KEY));
}
