/* What the shop's page is about: a product's reference where it names one, else its address. */

const PRODUCT = /(^|[/:])Product(Group)?$/;
const KEYS = "sku gtin gtin13 gtin14 gtin12 gtin8 productID productGroupID".split(" ");
// Parameters that say where a visitor came from, never what the page shows.
const TRACKING = /^(utm_|_g|mc_|srsltid|[a-z]*clk?id$)/i;

/** Answer the first product reference in a parsed JSON-LD value, or undefined. */
export function inLinkedData(node) {
  if (!node || typeof node != "object") return;
  if ([node["@type"]].flat().some((type) => PRODUCT.test(type)))
    for (const key of KEYS) {
      const [value] = [node[key]].flat();
      const ref = typeof value == "object" ? "" : `${value ?? ""}`.trim();
      if (ref) return ref;
    }
  // Lists have `flat`, objects of JSON-LD have not: the first file has no bytes to spare.
  for (const inner of node.flat ? node : [node["@graph"], node.mainEntity, node.hasVariant]) {
    const found = inLinkedData(inner);
    if (found) return found;
  }
}

/** Answer the first product reference in the texts of a page's JSON-LD blocks; broken ones are passed over. */
export function inBlocks(texts) {
  for (const text of texts)
    try {
      const found = inLinkedData(JSON.parse(text));
      if (found) return found;
    } catch {}
}

const site = (url) => url.host.replace(/^(www|m)\./, "");

/** Answer the page's own address: its canonical link when that is on the same site, else where it is. */
export function pageAddress(href, canonical) {
  let url = new URL(href);
  try {
    const link = new URL(canonical);
    if (site(link) == site(url)) url = link;
  } catch {}
  // Only what asks for a preview goes along.
  url.hash = /#vitrine-.*|$/.exec(href);
  for (const name of [...url.searchParams.keys()])
    if (TRACKING.test(name)) url.searchParams.delete(name);
  return url.href;
}

/**
 * Answer a function that says what to look up for a page.
 *
 * A single-page shop changes its address before (or without ever) changing its head. So what the
 * head says is believed only at the path where it was first seen; elsewhere the address decides.
 */
export function whereabouts() {
  let known, home;
  return ({ href, pathname }, ref, canonical) => {
    const seen = [ref, canonical] + "";
    if (seen != known) {
      known = seen;
      home = pathname;
    }
    if (home != pathname) ref = canonical = "";
    const page = pageAddress(href, canonical);
    return ref ? { product_ref: ref, page } : { url: page };
  };
}
