// A page's shop system is told by what the system puts into every page, and by nothing that others have too.
import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../../../widget/ui/asking.js";
import { systemOf } from "../../../widget/ui/shops.js";

const seeing = (...parts) => ({ querySelector: (asked) => (parts.some((part) => asked.includes(part)) ? {} : null) });
const pages = {
  "a plain page": [{ document: seeing() }, undefined],
  "a Shopify theme": [{ Shopify: { shop: "a.myshopify.com" }, document: seeing() }, "shopify"],
  "an element with the id Shopify": [{ Shopify: { id: "Shopify" }, document: seeing() }, undefined],
  "PrestaShop": [{ prestashop: { urls: { pages: { cart: "/cart" } }, static_token: "t" }, document: seeing() }, "prestashop"],
  "PrestaShop's admin": [{ prestashop: {}, document: seeing() }, undefined],
  "WordPress without a shop": [{ document: seeing("api.w.org") }, undefined],
  "WooCommerce": [{ document: seeing("api.w.org", "woocommerce") }, "woocommerce"],
  "Magento": [{ document: seeing("x-magento-init") }, "magento"],
  "Magento with Hyvä": [{ hyva: { getFormKey() {} }, document: seeing() }, "magento"],
};
for (const [what, [page, system]] of Object.entries(pages))
  test(`${what} is told as ${system}`, () => assert.equal(systemOf(page), system));

for (const [html, words] of [
  ["<b>Two</b> at&nbsp;most", "Two at most"],
  ["&quot;Cap&quot; &amp; more &#8217;&#x2019; &what;", '"Cap" & more ’’ &what;'],
  ["&amp;lt;script&amp;gt;", "&lt;script&gt;"],
  [{ a: 1 }, ""],
  [undefined, ""],
])
  test(`words in ${JSON.stringify(html)}`, () => assert.equal(plain(html), words));
