// The link's token: what follows `#`, taken off the address bar at once and kept in memory alone.

/** Take the token out of this page's address; null without one. */
export function takeToken(place = location, past = history) {
  const token = place.hash.slice(1);
  if (!/^[\w.~-]{20,2000}$/.test(token)) return null;
  past.replaceState(null, "", place.pathname + place.search);
  return token;
}
