// What the shop's page says of products for its visitor: it stands in the place of what the server said.

import { offered } from "../ui/offers.js";

const MOST = 300;
const AT_ONCE = 50;

/** Write a decimal price in the page's language; null where there is none. */
export function money(amount, currency, locale) {
  if (amount === null || amount === undefined) return null;
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount);
  } catch {
    return `${amount} ${currency ?? ""}`.trim();
  }
}

const isLess = (discount, price) => discount !== null && Number(discount) < Number(price);

/** Everything of a product that its card says, as one text. */
export const worded = ({ price_text: price, discount_text: discount, in_stock: stock, low_stock: low, name, button, variants = [] }) =>
  [price, discount, stock, low, name, button, ...variants.flatMap((each) => [each.price_text, each.in_stock])].join(" ");

/** Asks the page that framed us about products, each once; "change" tells that it has said something new. */
export class Offers extends EventTarget {
  #wire;
  #locale;
  #asked = new Set();
  #known = new Map();

  constructor(wire, locale) {
    super();
    this.#wire = wire;
    this.#locale = locale;
    wire.on("products", ({ items }) => {
      for (const each of items) this.#known.set(each.ref, each);
      this.dispatchEvent(new Event("change"));
    });
  }

  /** Ask about products and their variants, as far as that has not been done. */
  want(products) {
    const refs = products.flatMap(({ ref, variants = [] }) => [ref, ...variants.map((each) => each.ref)]);
    const open = [...new Set(refs)].filter((ref) => ref && !this.#asked.has(ref)).slice(0, MOST - this.#asked.size);
    for (const ref of open) this.#asked.add(ref);
    for (let at = 0; at < open.length; at += AT_ONCE) this.#wire.send("products", { refs: open.slice(at, at + AT_ONCE) });
  }

  /** Answer a product as it is for this visitor. */
  of(product) {
    const { variants } = product;
    const whole = this.#priced(product, this.#known.get(product.ref), (price, discount) => ({
      price_text: price,
      discount_text: discount,
    }));
    if (!variants) return whole;
    const each = (variant) =>
      this.#priced(variant, this.#known.get(variant.ref), (price, discount) => ({ price_text: discount ?? price }));
    return { ...whole, variants: variants.map(each) };
  }

  #priced(product, offer, texts) {
    const { price, discount_price: discount, currency } = offer ?? { price: null };
    const spelled = (amount) => money(amount, currency, this.#locale);
    const own = price !== null && texts(spelled(price), isLess(discount, price) ? spelled(discount) : null);
    return { ...offered(product, offer), ...own };
  }
}
