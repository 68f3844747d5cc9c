/* The cart of a Shopify theme, by its Ajax API: https://shopify.dev/docs/api/ajax/reference/cart */
import { ask, get, lastPart, overheard, own, refused, remembered } from "./asking.js";
import { language, money } from "./texts.js";

const ADDS = /\/cart\/(add|change|update|clear)(\.js)?(\?|$)/;
/** The number in a reference: `42`, or a Google feed's `shopify_DE_7_42`. */
const number = (ref) => /^(?:shopify_\w+?_\d+_)?(\d{5,})$/i.exec(ref)?.[1];

/** Find the variant that is meant: by its SKU, barcode or id; unless it was chosen also the address's, or the only one. */
export function variantOf({ variants }, ref, url, chosen) {
  const is = (wanted) => (each) => wanted && [each.sku, each.barcode, each.id].some((one) => `${one ?? ""}` === wanted);
  const found = variants.find(is(ref)) ?? variants.find(is(number(ref)));
  if (found || chosen) return found;
  return variants.find(is(/[?&]variant=(\d+)/.exec(url)?.[1])) ?? (variants[1] ? undefined : variants[0]);
}

function refusal({ status, body }, variant) {
  // The words are the shop's to its shopper, in the page's language; `message` is a heading.
  const reason = variant.available === false ? "out-of-stock" : "limit";
  return refused(status === 422 ? reason : "failed", body?.description);
}

/** Make the adapter of `vitrine.cart.use()` for the page. */
export function adapt(page, changed) {
  // Where the shop speaks several languages its root says which one this page is in.
  const root = page.Shopify.routes?.root ?? "/";
  const at = (path) => own(root + path, page);
  const product = remembered((handle, signal) => get(at(`products/${encodeURIComponent(handle)}.js`), { signal }));
  overheard(ADDS, changed);
  // Themes and apps that speak to Shopify in other ways tell so, with a promise of the end.
  page.document.addEventListener("shopify:cart:lines-update", ({ promise }) => Promise.resolve(promise).then(changed, changed));

  async function find({ ref, url, chosen, signal }) {
    const handle = /\/products\//.test(url) && lastPart(url);
    if (!handle) return number(ref) && { id: number(ref) };
    const variant = variantOf(await product(handle, signal), ref, url, chosen);
    if (!variant && !chosen) throw refused("options");
    return variant;
  }

  return {
    async add(wish) {
      const { ref, quantity, attribution, signal } = wish;
      const variant = await find(wish);
      if (!variant) throw new Error(`no variant ${ref}`);
      // A property whose name begins with _ goes along to the order and is shown to nobody.
      const properties = attribution ? { _vitrine: attribution } : undefined;
      const answer = await ask(at("cart/add.js"), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ items: [{ id: Number(variant.id), quantity, properties }] }),
        signal,
      });
      if (!answer.ok) throw refusal(answer, variant);
    },
    async read({ signal }) {
      const { item_count, items, total_price, currency } = await get(at("cart.js"), { signal });
      return {
        count: item_count,
        items: items.map(({ sku, variant_id, quantity }) => ({ ref: sku || variant_id, quantity })),
        // Hundredths, also of currencies that have none.
        total: money(total_price / 100, currency, language()),
      };
    },
    checkout: () => page.location.assign(at("checkout")),
  };
}
