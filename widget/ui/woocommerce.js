/* The cart of WooCommerce, by its Store API: https://developer.woocommerce.com/docs/apis/store-api/ */
import { ask, get, overheard, own, refused, remembered } from "./asking.js";
import { language, money } from "./texts.js";

const ADDS = /\/cart\/(add|remove|update)-item|wc-ajax=(add_to|remove_from)_cart|wc\/store\/v1\/batch/;
const REASONS = [
  [/partially_out_of_stock|sold_individually|quantity|stock_limit/, "limit"],
  [/out_of_stock|not_purchasable/, "out-of-stock"],
  [/attribute|variation/, "options", true],
  [/login|logged|authori[sz]ed|forbidden/, "login"],
];

/** Make an address of the REST API out of the one in the page's head, with plain permalinks too. */
export function restAddress(root, path, query = {}) {
  const url = new URL(root);
  if (url.searchParams.has("rest_route")) url.searchParams.set("rest_route", `/wc/store/v1/${path}`);
  else url.pathname = `${url.pathname.replace(/\/?$/, "/")}wc/store/v1/${path}`;
  for (const name in query) url.searchParams.set(name, query[name]);
  return url.href;
}

// WordPress's own, and what broke: not for shoppers.
const TECHNICAL = /^rest_|nonce|unknown|internal/;

function refusal({ code = "", message }) {
  const [, reason, silent] = REASONS.find(([fits]) => fits.test(code)) ?? [null, "failed", TECHNICAL.test(code)];
  return refused(reason, silent ? "" : message);
}

const total = ({ total_price, currency_minor_unit: digits, currency_code }) =>
  money(total_price / 10 ** digits, currency_code, language());

/** Make the adapter of `vitrine.cart.use()` for the page; null where its API is on another origin. */
export function adapt(page, changed) {
  const root = own(page.document.querySelector('link[rel="https://api.w.org/"]').href, page);
  if (!root) return null;
  let nonce;
  const hear = (answer) => {
    nonce = answer.headers.get("Nonce") ?? nonce;
    return answer;
  };
  const cart = async (signal) => hear(await ask(restAddress(root, "cart"), { signal }));
  const products = (query, signal) => get(restAddress(root, "products", query), { signal });
  const product = remembered(async (ref, signal) => {
    // Variations are listed only where they are asked for.
    for (const query of [{ sku: ref }, { sku: ref, type: "variation" }]) {
      const [found] = await products(query, signal);
      if (found) return found;
    }
    // Feeds often name products by their number.
    const [, id] = /^(?:gla_|woocommerce_)?(\d+)$/.exec(ref) ?? [];
    if (id) return get(restAddress(root, `products/${id}`), { signal });
    throw new Error(`no product ${ref}`);
  });
  overheard(ADDS, changed);

  async function put(body, signal, again) {
    if (!nonce) await cart(signal);
    const answer = hear(
      await ask(restAddress(root, "cart/add-item"), {
        method: "POST",
        headers: { "Content-Type": "application/json", ...(nonce && { Nonce: nonce }) },
        body: JSON.stringify(body),
        signal,
      }),
    );
    if (answer.ok) return;
    if (/nonce/.test(answer.body?.code) && !again) {
      nonce = null; // it was of another day, or of before somebody signed in
      return put(body, signal, true);
    }
    throw refusal(answer.body ?? {});
  }

  return {
    async add({ ref, quantity, signal }) {
      const { id, type, has_options, is_in_stock } = await product(ref, signal);
      if (has_options && type !== "variation") throw refused("options");
      try {
        await put({ id, quantity }, signal);
      } catch (error) {
        if (is_in_stock === false && error.code === "failed") error.code = "out-of-stock";
        throw error;
      }
      // What the shop's own buttons tell its small carts, of blocks and of older themes.
      const { body } = page.document;
      const detail = { preserveCartData: false };
      body.dispatchEvent(new CustomEvent("wc-blocks_added_to_cart", { bubbles: true, cancelable: true, detail }));
      page.jQuery?.(body).trigger("wc_fragment_refresh");
    },
    async read({ signal }) {
      const { ok, status, body } = await cart(signal);
      if (!ok || !body) throw new Error(`${status} cart`);
      const items = body.items.map(({ sku, id, quantity }) => ({ ref: sku || id, quantity }));
      return { count: body.items_count, items, total: total(body.totals) };
    },
    checkout() {
      const till = page.wcSettings?.storePages?.checkout?.permalink ?? page.document.querySelector("a.checkout")?.href;
      page.location.assign(own(till ?? "/checkout/", page) ?? "/checkout/");
    },
  };
}
