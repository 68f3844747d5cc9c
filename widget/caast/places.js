/* Where in the page the snippet shows something: its wrapper, its buttons, its cards. */
import { isPhone } from "../ui/context.js";

const WRAPPER = "#caast-wrapper, #caast__wrapper";
const MARK = "data-vitrine";
const TRIES = 20;
const POSITIONS = ["beforebegin", "afterbegin", "beforeend", "afterend"];

/** Answer the place that a target names, as `{element, position, overwrite, basket}`. */
function placeOf(target) {
  if (target && typeof target == "object" && !target.element) target = isPhone() ? target.mobile : target.desktop;
  return typeof target == "string" ? { element: target } : target || {};
}

/** Find an element; a selector that is none finds nothing. */
function find(selector) {
  try {
    return document.querySelector(selector);
  } catch {}
}

let aim = {}; // where the page wants it
let marked; // the place that is marked, and how to leave it as it was
let undo = () => {};
let turn = 0;

/** Mark a place, so that what the server places nowhere is drawn there; answers how to leave it as it was. */
function mark(place, { position, overwrite }) {
  // Beside the whole document there is no place.
  const where = POSITIONS.includes(position) && place.parentElement ? position : "beforeend";
  if (!overwrite && where === "beforeend") {
    if (place.hasAttribute(MARK)) return () => {};
    place.setAttribute(MARK, "");
    return () => place.removeAttribute(MARK);
  }
  const spot = document.createElement("div");
  spot.setAttribute(MARK, "");
  const before = [...place.childNodes];
  if (overwrite) place.replaceChildren(spot);
  else place.insertAdjacentElement(where, spot);
  return () => (overwrite ? place.replaceChildren(...before) : spot.remove());
}

/**
 * For some seconds, mark the page's place as often as it is drawn anew, and do `each` as well: pages draw late,
 * and single-page shops again after every move. Answers a promise of the first mark, or of the end.
 */
export function settle(each = () => {}) {
  const mine = ++turn;
  return new Promise((resolve) => {
    let tries = TRIES;
    (function look() {
      if (mine !== turn) return resolve();
      const place = find(aim.element || WRAPPER);
      if (place && place !== marked) {
        undo();
        undo = mark((marked = place), aim);
      }
      each();
      tries--;
      if (place || !tries) resolve();
      if (tries) setTimeout(look, 250);
    })();
  });
}

/** Draw what the server places nowhere where a target says from now on, or in the wrapper. */
export function point(target) {
  aim = placeOf(target);
  undo();
  undo = () => {};
  marked = null;
}

/** Is this, or what it stands in, the page's own button that adds to its cart? */
export const isBasket = (element) => Boolean(aim.basket && element.closest(aim.basket));

const armed = new Map(); // element → how to leave it as it was

/** Do something once to every element that a selector finds. */
function arm(selector, work) {
  for (const [element, leave] of armed)
    if (!element.isConnected) {
      leave();
      armed.delete(element);
    }
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
  point();
  for (const leave of armed.values()) leave();
  armed.clear();
}
