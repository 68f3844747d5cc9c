// Who came by an address that says who they are: their pass stands behind its `#`.

const BROUGHT = /^#as=([\w.-]+)$/;

/** Give the pass that was brought along, or null. It goes from the address, which may be passed on, into this tab's own history, where a reload finds it. */
export function brought(place = location, past = history) {
  const [, pass] = BROUGHT.exec(place.hash) ?? [];
  if (pass) past.replaceState({ as: pass }, "", place.pathname + place.search);
  return pass ?? past.state?.as ?? null;
}
