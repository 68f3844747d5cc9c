// Draws without markup text: what viewers write is text and never anything else.

/** Make an element `tag.class`; functions become listeners, null and false nothing. */
export function make(what, given = {}, ...inner) {
  const [tag, ...classes] = what.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(given))
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...inner.flat().filter((each) => each !== null && each !== undefined && each !== false));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** Make a sign of the page's sprite. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = svg.appendChild(document.createElementNS(SVG, "use"));
  use.setAttribute("href", `#icon-${name}`);
  return svg;
}

/** Make a button that is a sign to the eye and has a name for the ear. */
export const sign = (name, label, click, given = {}) =>
  make("button.sign", { type: "button", "aria-label": label, title: label, click, ...given }, icon(name));

/** Keep a list's nodes by id: what did not change keeps its place, its focus and its node. */
export function keep(list, items, draw) {
  const before = new Map([...list.children].map((node) => [node.dataset.id, node]));
  const nodes = items.map((each) => {
    const said = JSON.stringify(each);
    const known = before.get(each.id);
    if (known?.said === said) return known;
    const node = draw(each);
    node.dataset.id = each.id;
    node.said = said;
    return node;
  });
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  while (list.children.length > nodes.length) list.lastChild.remove();
}
