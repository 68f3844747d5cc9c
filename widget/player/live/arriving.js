// What the address of who came here brings behind its `#`: a pass that says who they are, one that opens the rehearsal.

const KNOWN = ["as", "rehearsal"];

/** Give what was brought, by name. It goes from the address, which may be passed on, into this tab's own history, where a reload finds it. */
export function brought(place = location, past = history) {
  const given = new URLSearchParams(place.hash.slice(1));
  const found = KNOWN.filter((name) => given.get(name)).map((name) => [name, given.get(name)]);
  if (found.length) past.replaceState(Object.fromEntries(found), "", place.pathname + place.search);
  return found.length ? Object.fromEntries(found) : (past.state ?? {});
}

/** The rehearsal is over: the page starts anew, and shows what everybody sees. */
export function rehearsed(place = location, past = history) {
  const { rehearsal, ...kept } = past.state ?? {};
  past.replaceState(kept, "");
  place.reload();
}
