// What the playground offers to copy: the element for a page, the placement for the server.

/** The look that was chosen, as a placement's configuration: what differs from what the form said at first. */
export function lookOf(chosen, initial) {
  const look = {};
  for (const [name, value] of Object.entries(chosen))
    if (name !== "component" && value !== initial[name]) look[name] = name === "radius" && value ? Number(value) : value;
  if (chosen.component !== "floating") delete look.corner;
  return look;
}

/** The tag and the element that show the content where they stand; nothing for components that have no element. */
export function elementOf({ kind, id, app, server }, component) {
  const wanted = kind === "collections" ? "shorts_card" : "embed";
  if (component !== wanted) return "";
  const [name, attribute] = kind === "collections" ? ["vitrine-carousel", "collection"] : ["vitrine-video", "video"];
  const tag = `<script async src="${server}/vitrine.js" data-app-id="${app}"></script>`;
  return `${tag}\n<${name} ${attribute}="${id}"></${name}>`;
}

/** The request that places the content on pages of the shop. */
export function placementOf({ kind, id, app, server, shop, name }, component, look) {
  const body = {
    name,
    component,
    [kind === "collections" ? "collection_id" : "content_id"]: id,
    urls: [`${shop}/*`],
    ...(component !== "floating" && { target: { element: "#main" } }),
    configuration: look,
  };
  // An apostrophe would end the shell's quotes.
  const json = JSON.stringify(body, null, 2).replaceAll("'", "\\u0027");
  return `curl ${server}/api/v1/placements \\\n  -H "App-Id: ${app}" -H "Api-Key: $API_KEY" \\\n  --json '${json}'`;
}
