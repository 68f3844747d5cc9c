/* Builds elements without markup text, so that no page policy and no product name can get in the way. */
import { guarded } from "./context.js";
import css from "./styles.css";
import { say } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";
const sheets = new Map(); // text → sheet

/** Make an element from `tag.its classes`: functions become listeners, null and undefined nothing. */
export function make(what, given, ...inner) {
  const [tag, classes] = what.split(".");
  const node = /svg|path/.test(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  if (classes) node.setAttribute("class", classes);
  for (const name in given) {
    const value = given[name];
    if (typeof value == "function") node.addEventListener(name, guarded(value));
    else if (value != null) node.setAttribute(name, value);
  }
  node.append(...inner.flat().filter(Boolean));
  return node;
}

const CROSS = "M6 6l12 12M18 6L6 18";
const SHAPES = {
  play: "M8 5.6v12.8c0 .8.9 1.3 1.6.9l10-6.4c.6-.4.6-1.4 0-1.8l-10-6.4c-.7-.4-1.6.1-1.6.9z",
  next: "M9 5l7 7-7 7",
  previous: "M15 5l-7 7 7 7",
};

const icons = {}; // copying is cheaper than making
export function icon(name) {
  icons[name] ||= make("svg", { viewBox: "0 0 24 24", "aria-hidden": true }, make("path", { d: SHAPES[name] || CROSS }));
  return icons[name].cloneNode(true);
}

/** Make a button that is a sign to the eye and has a name for the ear. */
export const signButton = (name, click) =>
  make(`button.sign ${name}`, { type: "button", "aria-label": say(name), click }, icon(name));

function sheetOf(text) {
  if (!sheets.has(text)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  return sheets.get(text);
}

/** Give a host its own styles, `more` than everybody's, and the shop's colours; answer the root to draw in, emptied. */
export function shade(host, { accent, accent_text, radius } = {}, ...more) {
  const root = host.shadowRoot || host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [css, ...more].map(sheetOf);
  root.replaceChildren();
  const set = (name, value) => value && host.style.setProperty(`--vitrine-${name}`, value);
  set("accent", accent);
  set("accent-text", accent_text);
  set("radius", radius >= 0 && `${radius}px`);
  return root;
}
