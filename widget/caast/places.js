/* Where in the page the snippet shows something: its wrapper, its buttons, its cards. */
import { isPhone } from "../ui/context.js";

const WRAPPER = "#caast-wrapper, #caast__wrapper";
const MARK = "data-vitrine";
const TRIES = 20;

/** Answer the place that a target names, as `{element, position, overwrite}`. */
function placeOf(target) {
  if (target && typeof target == "object" && !target.element) target = isPhone() ? target.mobile : target.desktop;
  return typeof target == "string" ? { element: target } : target || {};
}

let undo = () => {};
let turn = 0;

/** Mark a place, so that what the server places nowhere is drawn there. */
function mark(place, position = "beforeend", overwrite = false) {
  if (!overwrite && position === "beforeend") {
    if (place.hasAttribute(MARK)) return;
    place.setAttribute(MARK, "");
    undo = () => place.removeAttribute(MARK);
    return;
  }
  const spot = document.createElement("div");
  spot.setAttribute(MARK, "");
  const before = [...place.childNodes];
  if (overwrite) place.replaceChildren(spot);
  else place.insertAdjacentElement(position, spot);
  undo = () => (overwrite ? place.replaceChildren(...before) : spot.remove());
}

/** Mark the place that a target names, else the wrapper, waiting some seconds for pages that draw it late. */
export async function point(target) {
  const { element, position, overwrite } = placeOf(target);
  const mine = ++turn;
  undo();
  undo = () => {};
  for (let tries = TRIES; tries-- && mine === turn; ) {
    const place = document.querySelector(element || WRAPPER);
    if (place) return mark(place, position, overwrite);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const armed = new Map(); // element → how to leave it as it was

/** Do something once to every element that a selector finds. */
function arm(selector, work) {
  for (const element of document.querySelectorAll(selector)) if (!armed.has(element)) armed.set(element, work(element));
}

function listen(element, click, capture) {
  element.addEventListener("click", click, capture);
  return () => element.removeEventListener("click", click, capture);
}

/** Let marked buttons and links open what they name; `open(what)` answers a promise. */
export function parse(open) {
  arm("[data-caast-open][data-caast-id],[data-caast-open][data-caast-pid]", (element) =>
    listen(element, async (event) => {
      event.preventDefault();
      const { caastId, caastPid } = element.dataset;
      element.dataset.caastLoading = "true";
      await open(caastId || { type: "product", id: caastPid }, true);
      delete element.dataset.caastLoading;
    }),
  );
}

/** Fill marked elements with a card of what they name; a click on it opens it over the page. */
export function embed(open) {
  arm("[data-caast-embed][data-caast-id]", (element) => {
    const { caastId } = element.dataset;
    const card = document.createElement("vitrine-video");
    card.setAttribute("video", caastId);
    card.append(...element.childNodes);
    element.append(card);
    const leave = listen(
      element,
      (event) => {
        if (!event.composedPath().some(({ localName }) => localName === "button")) return;
        event.stopPropagation();
        open(caastId, true);
      },
      true,
    );
    return () => {
      leave();
      element.replaceChildren(...card.childNodes);
    };
  });
}

/** Is this element one of the cards? */
export const isCard = (element) => Boolean(element.closest?.("[data-caast-embed]"));

/** Leave the page as it was. */
export function clear() {
  turn++;
  undo();
  for (const leave of armed.values()) leave();
  armed.clear();
}
