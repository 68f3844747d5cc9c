/* What the shop's page says of products for its visitor, checked: price, stock and name in the place of the server's. */
import { isOffer } from "./messages.js";

const text = (value) => (value == null ? null : `${value}`);

/** Make one offer of what the page said; undefined when it makes no sense. A price of the page's own is the whole truth about the price. */
function offerOf({ ref, price, discount_price: discount, currency, in_stock: stocked, name }) {
  const offer = {
    ref: text(ref),
    price: text(price),
    discount_price: text(discount),
    currency: text(currency),
    in_stock: stocked ?? null,
    name: text(name)?.trim() || null,
  };
  // An amount without a currency, or a discount of nothing, is no price.
  const priced = offer.price === null ? offer.discount_price === null : offer.currency !== null;
  if (isOffer(offer) && priced) return offer;
}

/** Read the page's answer to `refs` as a map from reference to offer; `wrong(at)` hears of the places of what cannot be used. */
export function offersIn(answer, refs, wrong) {
  if (!Array.isArray(answer)) throw new TypeError("no list");
  const asked = new Set(refs);
  const found = new Map();
  for (const [at, each] of answer.slice(0, 2 * asked.size).entries()) {
    let offer;
    try {
      offer = offerOf(each);
    } catch {}
    if (!offer) wrong(at);
    else if (asked.has(offer.ref)) found.set(offer.ref, offer);
  }
  return found;
}

/** The offer that says nothing: the server's word holds. */
export const nothing = (ref) => ({ ref, price: null, discount_price: null, currency: null, in_stock: null, name: null });

/** Answer a product as an offer has it. */
export function offered(product, offer) {
  if (!offer) return product;
  const { price, discount_price, currency, in_stock, name } = offer;
  return {
    ...product,
    ...(price !== null && { price, discount_price, currency }),
    ...(in_stock !== null && { in_stock }),
    ...(name && { name }),
  };
}
