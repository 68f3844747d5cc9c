// Which product cards belong on the screen at a moment of the picture.

/** Tell whether one entry's moment covers `at`; without a start it always does. */
function covers(entry, at) {
  if (entry.from === null || entry.from === undefined) return true;
  return at >= entry.from && (entry.to === null || entry.to === undefined || at < entry.to);
}

/** List each product once, in the merchant's order, that is to be seen at `at` seconds. */
export function shownAt(entries, at) {
  const seen = new Map();
  for (const entry of entries) if (covers(entry, at) && !seen.has(entry.id)) seen.set(entry.id, entry);
  return [...seen.values()];
}

/** List each product once, whatever its moments: what the end of the film offers. */
export function everyProduct(entries) {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}
