// The shelf: the product cards that belong to this moment, folded away by one press.

import { card } from "./card.js";
import { everyProduct, shownAt } from "./moments.js";
import { worded } from "./offers.js";
import { fill, part } from "./page.js";

export function shelf(playback, page, { cart, offers, wire, tell }) {
  const { products } = page.content;
  const root = part("shelf");
  const list = part("cards");
  const fold = part("fold");
  const cards = new Map();
  let shown = "";
  if (!products.length) return;

  /** Answer a product's card, made anew when what it says has changed. */
  function cardOf(product) {
    const shown = offers.of(product);
    const words = worded(shown);
    const before = cards.get(product.id);
    if (before?.words === words) return before;
    const made = { ...card(shown, { cart, wire, texts: page.texts, tell }), words };
    cards.set(product.id, made);
    return made;
  }

  function draw(event) {
    const now = playback.state === "ended" ? everyProduct(products) : shownAt(products, playback.at);
    const ids = now.map((each) => each.id).join(" ");
    if (ids === shown && event?.type !== "change") return;
    const fresh = now.find((each) => !shown.split(" ").includes(each.id));
    shown = ids;
    root.hidden = !now.length;
    settle(now.map((each) => cardOf(each).element));
    part("fold-label").textContent = fill(page.texts.products, { count: now.length });
    if (fresh && playback.state === "playing") tell(fill(page.texts.now_showing, { name: fresh.name }));
  }

  /** Put the cards in order without touching those that stay: a press or a focus on them is not lost. */
  function settle(elements) {
    for (const each of [...list.children]) if (!elements.includes(each)) each.remove();
    elements.forEach((each, index) => {
      if (list.children[index] !== each) list.insertBefore(each, list.children[index] ?? null);
    });
  }

  function foldTo(folded) {
    root.toggleAttribute("data-folded", folded);
    fold.setAttribute("aria-expanded", !folded);
  }

  fold.addEventListener("click", () => foldTo(!root.hasAttribute("data-folded")));
  // In a very low frame (a small embed, a page enlarged to 400 %) the picture comes first.
  foldTo(matchMedia("(max-height: 260px)").matches);
  for (const name of ["time", "state"]) playback.addEventListener(name, draw);
  offers.want(products);
  offers.addEventListener("change", draw);
  cart.addEventListener("change", () => cards.forEach((each) => each.update()));
  draw();
}

/** The small pill with what is in the cart; pressing it goes to the till. */
export function cartPill({ cart, wire }) {
  const pill = part("checkout");
  function draw() {
    const { count, total } = cart.state;
    pill.hidden = !count;
    part("cart-count").textContent = count;
    part("cart-total").textContent = total ?? "";
  }
  cart.addEventListener("change", draw);
  draw();
  pill.addEventListener("click", () => (cart.checkout ? cart.checkout() : wire.send("checkout")));
}
