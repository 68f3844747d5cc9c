/* The cart of Magento 2 and Adobe Commerce: the theme's own add, its GraphQL catalogue and its customer sections. */
import { ask, get, lastPart, overheard, own, plain, refused, remembered } from "./asking.js";

const ADDS = /\/checkout\/(cart\/(add|delete|updatePost|updateItemQty)|sidebar\/)|\/wishlist\/index\/cart/;
// By SKU what is sold by itself, by address what has variants: those are not listed by their own SKU.
const QUERY = `query($sku:String,$key:String){a:products(filter:{sku:{eq:$sku}}){items{...p}}b:products(filter:{url_key:{eq:$key}}){items{...p}}}
fragment p on ProductInterface{id sku __typename stock_status ...on ConfigurableProduct{configurable_options{attribute_id attribute_code}variants{product{sku stock_status}attributes{code value_index}}}}`;

/** Say what has to be sent for a reference: the product's id, its options by attribute, and whether it is in stock; or null. */
export function choiceOf(products, ref) {
  const simple = products.find((each) => each.sku === ref);
  if (simple?.__typename === "SimpleProduct" || simple?.__typename === "VirtualProduct")
    return { id: simple.id, options: {}, there: simple.stock_status !== "OUT_OF_STOCK" };
  for (const { id, configurable_options: axes, variants } of products) {
    const variant = variants?.find((each) => each.product.sku === ref);
    if (!variant) continue;
    const value = (code) => variant.attributes.find((each) => each.code === code).value_index;
    const options = Object.fromEntries(axes.map((axis) => [axis.attribute_id, value(axis.attribute_code)]));
    return { id, options, there: variant.product.stock_status !== "OUT_OF_STOCK" };
  }
  if (products.length) throw refused("options");
  return null;
}

/** Make the adapter of `vitrine.cart.use()` for the page. */
export function adapt(page, changed) {
  const { document } = page;
  const root = own(page.BASE_URL ?? "/", page) ?? own("/", page);
  const cookie = (name) => new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1];
  const formKey = () =>
    cookie("form_key") ?? page.hyva?.getFormKey?.() ?? document.querySelector("input[name=form_key]")?.value;
  const find = remembered(async (ref, url, signal) => {
    const asked = new URL("graphql", root);
    asked.searchParams.set("query", QUERY);
    asked.searchParams.set("variables", JSON.stringify({ sku: ref, key: lastPart(url) || ref }));
    const { data } = await get(asked.href, { signal });
    const found = choiceOf([...data.a.items, ...data.b.items], ref);
    if (!found) throw new Error(`no product ${ref}`);
    return found;
  });

  const sections = (names, signal) =>
    get(`${root}customer/section/load/?sections=${names}&force_new_section_timestamp=false`, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
      signal,
    });
  overheard(ADDS, changed);

  /** What the shop told its shopper, `[{type, text}]`: kept for the next page that asks. */
  async function said(signal) {
    const { messages } = await sections("messages", signal);
    return messages?.messages ?? [];
  }

  return {
    async add({ ref, quantity, url, signal }) {
      const { id, options, there } = await find(ref, url, signal);
      const form = new URLSearchParams({ product: id, qty: quantity, form_key: formKey() ?? "" });
      for (const [attribute, value] of Object.entries(options)) form.set(`super_attribute[${attribute}]`, value);
      const { ok, status, body } = await ask(`${root}checkout/cart/add/product/${id}/`, {
        method: "POST",
        headers: { "X-Requested-With": "XMLHttpRequest" },
        body: form,
        signal,
      });
      if (!ok || !body) throw new Error(`${status} checkout/cart/add`);
      if (/\/customer\/account\/login/.test(body.backUrl)) throw refused("login");
      // Only these messages tell: what failed may answer nothing, and what went well may answer where the cart is.
      const told = await said(signal).catch(() => []);
      const fine = told.some(({ type }) => type === "success");
      if (!fine && (told[0] || body.backUrl)) throw refused(there ? "limit" : "out-of-stock", told[0]?.text);
      // Themes of Luma's kind, and of Hyvä's.
      page.requirejs?.(["Magento_Customer/js/customer-data"], (data) => data.reload(["cart"], true));
      page.dispatchEvent(new Event("reload-customer-section-data"));
    },
    async read({ signal }) {
      const { cart } = await sections("cart", signal);
      return {
        count: cart.summary_count ?? 0,
        items: (cart.items ?? []).map(({ product_sku, qty }) => ({ ref: product_sku, quantity: qty })),
        total: plain(cart.subtotal) || null,
      };
    },
    checkout: () => page.location.assign(`${root}checkout/`),
  };
}
