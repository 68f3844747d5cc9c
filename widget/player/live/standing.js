// How auctions stand for who looks at them: which are shown, who leads, what is left, what was typed.

// How long a result is told to who did not win.
export const TOLD_MS = 45_000;

/** Whole seconds until an auction's end at a moment of the server's; null when it is not on. */
export function secondsLeft({ state, ending_at: end }, now) {
  return state === "ongoing" ? Math.max(Math.ceil((Date.parse(end) - now) / 1000), 0) : null;
}

/** So many seconds were added to a run's end since it was told `before`; 0 for none. */
export function secondsAdded(before, { run, ending_at: end }) {
  return before?.run === run ? Math.max(Math.round((Date.parse(end) - Date.parse(before.ending_at)) / 1000), 0) || 0 : 0;
}

/** What an auction is to a viewer who bid `own` in a run of it: `leading`, `outbid`, `won`, `lost` or null. */
export function standingOf({ state, run, leader, winner }, viewer, own) {
  const isMine = (each) => viewer !== null && each?.viewer === viewer;
  if (isMine(leader)) return "leading";
  if (isMine(winner)) return "won";
  if (own?.run !== run || state === "ready") return null;
  return state === "ongoing" ? "outbid" : "lost";
}

/**
 * List the auctions to show: what this viewer won, newest first, unless they put it `away`, and the one
 * that is on, else the one that ended a moment ago, else the next one. A replay shows what was won alone.
 */
export function shown(auctions, { viewer, now, onAir, replayed, away }) {
  const ended = auctions.filter(({ state }) => state === "ended").sort((one, other) => (one.ended_at < other.ended_at ? 1 : -1));
  const won = ended.filter((each) => standingOf(each, viewer) === "won");
  const told = !replayed && ended.find((each) => now - Date.parse(each.ended_at) < TOLD_MS);
  const [going, ready] = ["ongoing", "ready"].map((wanted) => onAir && auctions.find(({ state }) => state === wanted));
  const next = going || told || ready;
  const wins = won.filter(({ id, run }) => !away.has(`${id} ${run}`));
  return next && !won.includes(next) ? [next, ...wins] : wins;
}

/** Tell how an auction of a replay stood at a second of it; null when it is not to be seen then. */
export function replayedAt(reruns, at, after = 12) {
  const last = reruns.findLast(({ from }) => from <= at);
  const to = last?.to ?? Infinity;
  if (!last || at >= to + (last.sold ? after : 0)) return null;
  const bids = last.bids.filter(({ from }) => from <= at);
  const [leading, ended] = [bids.at(-1), at >= to];
  const who = leading ? { viewer: null, name: leading.name } : null;
  return {
    ...last,
    run: 1,
    state: ended ? "ended" : "ongoing",
    price: leading?.price ?? last.starting_price,
    bids: bids.length,
    leader: ended ? null : who,
    winner: ended ? who : null,
    recommended_prices: [],
  };
}

/**
 * Read an amount as people type it, with a point or a comma, as exact decimal text of a currency with so
 * many `places`; null when it is none.
 */
export function amountOf(typed, places) {
  const latin = typed.replace(/[٠-٩۰-۹]/g, (digit) => digit.codePointAt(0) & 15).replace(/[\s'’\p{Sc}]/gu, "");
  const [, whole, rest = ""] = /^(\d[\d.,٬]*?)(?:[.,٫](\d{1,4}))?$/.exec(latin) ?? [];
  if (whole === undefined) return null;
  // One mark before three digits parts thousands, where the currency has fewer decimals.
  const grouped = rest.length === 3 && places < 3;
  const digits = (grouped ? whole + rest : whole).replace(/\D/g, "").replace(/^0+(?=\d)/, "");
  const decimals = grouped ? "" : rest;
  if (digits.length > 12 || decimals.length > places) return null;
  return places ? `${digits}.${decimals.padEnd(places, "0")}` : digits;
}

/** How many decimals a currency has. */
export function placesOf(currency) {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  } catch {
    return 2;
  }
}
