// What the host puts on the screen: product cards over the picture, announcements, partners' content;
// and all products of the show in their own tab.

import { card } from "../card.js";
import { contrast, textOn } from "../colour.js";
import { money, worded } from "../offers.js";
import { fill, part, webAddress } from "../page.js";
import { eachFrame, rows } from "./rows.js";

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;
// A partner's page is given scripts and nothing of ours: no origin, no storage, no way to our frame.
const SANDBOX = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox";

/** Make what a card shows of a product as the state tells it. */
export function offered(product, locale) {
  const { price, discount_price: discount, currency } = product;
  return { ...product, price_text: money(price, currency, locale), discount_text: money(discount, currency, locale) };
}

/** What is to be chosen of a product, which the page knows and the state does not tell. */
const choicesOf = ({ options, variants } = {}) => (variants ? { options, variants } : {});

/** The wire, with each followed product counted. */
export function counted(wire, audience) {
  return Object.create(wire, {
    send: {
      value(type, fields) {
        if (type === "product-view") audience.clicked(fields.product);
        return wire.send(type, fields);
      },
    },
  });
}

/** Keep a list of cards; a product whose words have changed is drawn anew. */
function cards(list, tools) {
  const made = new Map();
  const draw = rows(list, ({ product }) => {
    const built = card(product, tools);
    made.set(product.id, built);
    return { element: built.element, update() {} };
  });
  tools.cart.addEventListener("change", () => made.forEach((each) => each.update()));
  return (products) => {
    tools.offers.want(products);
    const shown = products.map((each) => tools.offers.of(each));
    draw(shown.map((product) => ({ id: `${product.id} ${worded(product)}`, product })));
  };
}

export function shownCards(store, products, tools) {
  const { texts, tell } = tools;
  const shelf = part("shelf");
  const fold = part("fold");
  const draw = cards(part("cards"), tools);
  const locale = document.documentElement.dataset.locale;
  const choosable = new Map(products.map((each) => [each.id, choicesOf(each)]));
  let known = null;

  function show() {
    const products = store.state === "started" ? store.screen.products : [];
    draw(products.map((each) => ({ ...choosable.get(each.id), ...offered(each, locale) })));
    shelf.hidden = !products.length;
    part("fold-label").textContent = fill(texts.shown_now, { count: products.length });
    const fresh = known && products.find(({ id }) => !known.has(id));
    known = new Set(products.map(({ id }) => id));
    if (fresh) tell(fill(texts.now_showing, { name: fresh.name }));
  }

  fold.addEventListener("click", () => {
    const folded = shelf.toggleAttribute("data-folded");
    fold.setAttribute("aria-expanded", !folded);
  });
  for (const name of ["screen", "state"]) store.addEventListener(name, eachFrame(show));
  tools.offers.addEventListener("change", eachFrame(show));
  show();
}

/** All products of the show, in the merchant's order, and what was put on screen besides. */
export function goods(store, products, tools) {
  const locale = document.documentElement.dataset.locale;
  const draw = cards(part("goods"), tools);

  function show() {
    const now = new Map(store.screen.products.map((each) => [each.id, offered(each, locale)]));
    const all = new Map(products.map((each) => [each.id, each]));
    for (const [id, each] of now) all.set(id, { ...choicesOf(all.get(id)), ...each });
    for (const [id, stock] of Object.entries(store.screen.stock ?? {})) if (all.has(id)) all.set(id, { ...all.get(id), ...stock });
    draw([...all.values()]);
    part("no-goods").hidden = all.size > 0;
  }

  store.addEventListener("screen", eachFrame(show));
  tools.offers.addEventListener("change", eachFrame(show));
  show();
}

/** Announcements and extensions, as a list over the picture; each can be put away by its viewer. */
export function notices(store, wire) {
  const list = part("notices");
  const away = new Set();
  const window = extension(wire);

  const draw = rows(list, (first) => {
    const element = part("notice").content.firstElementChild.cloneNode(true);
    const find = (what) => element.querySelector(what);
    find(".dismiss").addEventListener("click", () => {
      away.add(first.id);
      if (window.shows === first.id) window.close();
      show();
    });
    find("button.more").addEventListener("click", () => window.open(first));
    return { element, update: (item) => dressed(element, find, item) };
  });

  function dressed(element, find, item) {
    const url = item.framed ? null : webAddress(item.url ?? "");
    find(".heading").textContent = item.title ?? "";
    find(".text").textContent = item.text ?? "";
    find("a.more").hidden = !url;
    if (url) find("a.more").href = url;
    find("button.more").hidden = !item.framed;
    colour(element, item);
  }

  function show() {
    const { announcements, extensions } = store.screen;
    const on = store.state === "started";
    const items = [...announcements, ...extensions.map((each) => ({ ...each, framed: true }))];
    const seen = items.filter(({ id }) => on && !away.has(id));
    draw(seen);
    list.hidden = !seen.length;
    if (!seen.some(({ id }) => id === window.shows)) window.close();
  }

  for (const name of ["screen", "state"]) store.addEventListener(name, eachFrame(show));
  show();
  return { close: () => Boolean(window.shows) && (window.close(), true) };
}

/** The host's colours, as far as they are colours and can be read. */
function colour(element, { background_color: back, text_color: text }) {
  if (!HEX.test(back ?? "")) return;
  const readable = HEX.test(text ?? "") && contrast(back, text) >= 4.5 ? text : textOn(back);
  element.style.setProperty("background", back);
  element.style.setProperty("color", readable);
}

/** A partner's page in a window over the picture, only when it is asked for. */
function extension(wire) {
  const box = part("extension");
  const it = { shows: null, open, close };
  let back = null;
  let closed = null;

  function open({ id, title, url }) {
    const address = webAddress(url ?? "");
    if (!address) return;
    const told = (step) => wire.send("extension", { id, title: title ?? null, url: address, step });
    back = document.activeElement;
    box.querySelector("iframe")?.remove();
    told("asked");
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", SANDBOX);
    Object.assign(frame, { title: title ?? address, referrerPolicy: "no-referrer", src: address });
    frame.addEventListener("load", () => told("shown"), { once: true });
    part("extension-title").textContent = title ?? "";
    box.append(frame);
    closed = () => told("closed");
    box.hidden = false;
    it.shows = id;
    part("extension-close").focus();
  }

  function close() {
    if (!it.shows) return;
    const focused = box.contains(document.activeElement);
    it.shows = null;
    box.hidden = true;
    box.querySelector("iframe")?.remove();
    closed();
    if (focused && back?.isConnected) back.focus({ preventScroll: true });
  }

  part("extension-close").addEventListener("click", close);
  return it;
}
