/* The cart of PrestaShop 1.7 and later: the theme's own cart controller, told and heard by its own events. */
import { ask, get, own, plain, refused, remembered } from "./asking.js";

const form = (fields) => new URLSearchParams({ ajax: 1, ...fields });

/** Read a product's numbers out of a reference such as `7`, `7-31` or `7v31`, or out of the address of its page. */
export function numbersOf(ref, url) {
  const [, id, variant] =
    /^(\d+)[-_v](\d+)$/.exec(ref) ?? /\/(\d+)(?:-(\d+))?-[^/]*$/.exec(url?.split(/[?#]/)[0]) ?? [];
  const asked = (name) => new RegExp(`[?&]${name}=(\\d+)`).exec(url)?.[1];
  const product = id ?? asked("id_product") ?? null;
  return product && { id_product: product, id_product_attribute: variant ?? asked("id_product_attribute") ?? 0 };
}

/** Make the adapter of `vitrine.cart.use()` for the page; null where its cart is on another origin. */
export function adapt(page, changed) {
  const { prestashop } = page;
  const { cart, order, search } = prestashop.urls.pages;
  const at = own(cart, page);
  if (!at) return null;
  const post = (url, fields, signal) => ask(url, { method: "POST", body: form(fields), signal });

  // The shop's own search, which answers its search box in JSON, tells products by their reference, never combinations.
  const find = remembered(async (ref, signal) => {
    const asked = new URL(own(search ?? "/search", page));
    asked.searchParams.set("s", ref);
    const { products } = await get(asked.href, { headers: { "X-Requested-With": "XMLHttpRequest" }, signal });
    const found = products.find((each) => each.reference === ref);
    if (!found) throw new Error(`no product ${ref}`);
    return { id_product: found.id_product, id_product_attribute: 0 };
  });
  prestashop.on?.("updatedCart", changed);
  prestashop.on?.("updateCart", changed);

  return {
    async add({ ref, quantity, url, chosen, signal }) {
      // The address is the product's, not that of what was chosen.
      const numbers = numbersOf(ref, chosen ? null : url) ?? (chosen ? null : await find(ref, signal));
      if (!numbers) throw new Error(`no combination ${ref}: its reference must be ID-VARIANT`);
      const token = prestashop.static_token;
      const { ok, status, body } = await post(at, { ...numbers, token, qty: quantity, add: 1, action: "update" }, signal);
      if (!ok || !body) throw new Error(`${status} cart`);
      // An array, or one sentence; where nothing is wrong, nothing.
      const words = plain([body.errors].flat().filter(Boolean)[0]);
      // With the token of before somebody signed in, or without cookies, the shop does nothing and calls it a success.
      const there = body.cart?.products.some((each) => `${each.id_product}` === `${numbers.id_product}`);
      // `quantity` is how many of it are in the cart already.
      if (body.hasError || words || !there) throw refused(body.quantity > 0 ? "limit" : "failed", words);
      const { id_product: idProduct, id_product_attribute: idProductAttribute } = body;
      // Without the name of a button no dialog of the theme opens over the film.
      prestashop.emit?.("updateCart", { reason: { idProduct, idProductAttribute, cart: body.cart }, resp: body });
    },
    async read({ signal }) {
      const { ok, status, body } = await post(at, { token: prestashop.static_token, action: "update" }, signal);
      if (!ok || !body?.cart) throw new Error(`${status} cart`);
      const { products, products_count, totals } = body.cart;
      return {
        count: products_count,
        items: products.map(({ reference, id_product, quantity }) => ({ ref: reference || id_product, quantity })),
        total: plain(totals?.total?.value) || null,
      };
    },
    checkout: () => page.location.assign(own(order, page) ?? at),
  };
}
